from trainees.forms.absences import AbsenceFilters, AbsenceForm
from trainees.forms.closeddays import ClosedDayFilters, ClosedDayForm, PublicHolidaysForm
from trainees.forms.cohorts import OFFERED, CohortField, CohortFilters, CohortForm, CohortNewForm
from trainees.forms.feeds import FeedForm
from trainees.forms.messages import MessageForm, OutboxFilters, WithdrawAllForm
from trainees.forms.people import ByEmailFields, CoordinatorForm, OwnDetailsForm, PersonFields
from trainees.forms.trainees import (
    SKILL_LONGEST,
    ExtendForm,
    PauseForm,
    SkillsFields,
    StopForm,
    TraineeFilters,
    TraineeForm,
    TraineeNewForm,
    written_postcode,
)

__all__ = [
    "OFFERED",
    "SKILL_LONGEST",
    "AbsenceFilters",
    "AbsenceForm",
    "ByEmailFields",
    "ClosedDayFilters",
    "ClosedDayForm",
    "CohortField",
    "CohortFilters",
    "CohortForm",
    "CohortNewForm",
    "CoordinatorForm",
    "ExtendForm",
    "FeedForm",
    "MessageForm",
    "OutboxFilters",
    "OwnDetailsForm",
    "PauseForm",
    "PersonFields",
    "PublicHolidaysForm",
    "SkillsFields",
    "StopForm",
    "TraineeFilters",
    "TraineeForm",
    "TraineeNewForm",
    "WithdrawAllForm",
    "written_postcode",
]

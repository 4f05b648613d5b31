from trainees.admin.absences import AbsenceAdmin
from trainees.admin.cohorts import ClosedDayAdmin, CohortAdmin, CoordinatorAdmin, UploadAdmin
from trainees.admin.messages import DeliveryAdmin, FeedAdmin, MessageAdmin
from trainees.admin.people import UserAdmin
from trainees.admin.trainees import PauseAdmin, SkillAdmin, TraineeAdmin

__all__ = [
    "AbsenceAdmin", "ClosedDayAdmin", "CohortAdmin", "CoordinatorAdmin", "DeliveryAdmin", "FeedAdmin",
    "MessageAdmin", "PauseAdmin", "SkillAdmin", "TraineeAdmin", "UploadAdmin", "UserAdmin",
]  # fmt: skip

from trainees.admin.cohorts import (
    ClosedDayAdmin,
    CohortAdmin,
    CoordinatorAdmin,
    MessageAdmin,
    UploadAdmin,
)
from trainees.admin.people import UserAdmin
from trainees.admin.trainees import PauseAdmin, SkillAdmin, TraineeAdmin

__all__ = [
    "ClosedDayAdmin", "CohortAdmin", "CoordinatorAdmin", "MessageAdmin", "PauseAdmin", "SkillAdmin",
    "TraineeAdmin", "UploadAdmin", "UserAdmin",
]  # fmt: skip

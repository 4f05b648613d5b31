from curriculum.admin.attendance import AttendanceAdmin, CatchUpAdmin, CheckInAdmin, FeedbackAdmin
from curriculum.admin.content import (
    CoverageAdmin,
    CurriculumAdmin,
    GoalAdmin,
    LessonAdmin,
    ModuleAdmin,
    PrerequisiteAdmin,
    ThemeAdmin,
    TrackAdmin,
)
from curriculum.admin.material import MaterialAdmin
from curriculum.admin.meeting import (
    DraftAdmin,
    ProgrammeAdmin,
    ReleaseAdmin,
    ReleaseChangeAdmin,
    SessionAdmin,
)
from curriculum.admin.places import RoomAdmin, UnavailableAdmin

__all__ = [
    "AttendanceAdmin", "CatchUpAdmin", "CheckInAdmin", "CoverageAdmin", "CurriculumAdmin", "DraftAdmin",
    "FeedbackAdmin", "GoalAdmin", "LessonAdmin", "MaterialAdmin", "ModuleAdmin", "PrerequisiteAdmin",
    "ProgrammeAdmin", "ReleaseAdmin", "ReleaseChangeAdmin", "RoomAdmin", "SessionAdmin", "ThemeAdmin",
    "TrackAdmin", "UnavailableAdmin",
]  # fmt: skip

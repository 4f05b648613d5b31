from curriculum.models.attendance import Attendance, CatchUp, CheckIn
from curriculum.models.content import Curriculum, Module, Programme
from curriculum.models.draft import Draft
from curriculum.models.feedback import Feedback, FeedbackGiven
from curriculum.models.lines import Goal, Theme, Track
from curriculum.models.material import Material
from curriculum.models.module import Coverage, Lesson, Prerequisite
from curriculum.models.places import Room, Unavailable
from curriculum.models.release import Release, ReleaseChange
from curriculum.models.session import Session

__all__ = [
    "Attendance", "CatchUp", "CheckIn", "Coverage", "Curriculum", "Draft", "Feedback", "FeedbackGiven",
    "Goal", "Lesson", "Material", "Module", "Prerequisite", "Programme", "Release", "ReleaseChange", "Room",
    "Session", "Theme", "Track", "Unavailable",
]  # fmt: skip

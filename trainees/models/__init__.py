from trainees.models.base import Versioned
from trainees.models.closedday import ClosedDay
from trainees.models.cohort import Cohort, Coordinator
from trainees.models.message import Message
from trainees.models.trainee import Pause, Skill, Trainee, TraineeState
from trainees.models.upload import Upload
from trainees.models.user import User

__all__ = [
    "ClosedDay", "Cohort", "Coordinator", "Message", "Pause", "Skill", "Trainee", "TraineeState", "Upload",
    "User", "Versioned",
]  # fmt: skip

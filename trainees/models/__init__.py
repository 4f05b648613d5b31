from trainees.models.absence import Absence
from trainees.models.base import Versioned
from trainees.models.closedday import ClosedDay
from trainees.models.cohort import Cohort, Coordinator
from trainees.models.feed import Feed
from trainees.models.message import Delivery, Message, MessageState
from trainees.models.trainee import Pause, Skill, Trainee, TraineeState
from trainees.models.upload import Upload
from trainees.models.user import User

__all__ = [
    "Absence", "ClosedDay", "Cohort", "Coordinator", "Delivery", "Feed", "Message", "MessageState", "Pause",
    "Skill", "Trainee", "TraineeState", "Upload", "User", "Versioned",
]  # fmt: skip

"""What trainees thought of a session, without a trace of who thought it."""

from django.db import transaction

from curriculum.models import Feedback, FeedbackGiven, Session
from trainees.models import Trainee, User


@transaction.atomic
def give_feedback(*, session: Session, trainee: Trainee, usefulness: int, words: str, by: User) -> None:
    """Keep the answer, and apart from it that this trainee has answered; nothing leads from one to the other.

    Whoever answers twice breaks the rule feedback_once.
    """
    del by  # on purpose: neither of the rows says who wrote it, or when
    FeedbackGiven.objects.create(session=session, trainee=trainee)
    Feedback.objects.create(session=session, usefulness=usefulness, words=words)

"""What trainees thought of a session, without a trace of who thought it."""

from django.db import transaction

from curriculum.models import Feedback, FeedbackGiven, Session
from trainees.models import Trainee, User


@transaction.atomic
def give_feedback(*, session: Session, trainee: Trainee, usefulness: int, words: str, by: User) -> None:
    """Keep the answer, and apart from it that this trainee has answered; nothing leads from one to the other.
    It is shown together with others: who looks before and after it came must not see which it is.

    Whoever answers twice breaks the rule feedback_once.
    """
    del by  # on purpose: neither of the rows says who wrote it, or when
    # Two who answer at once are counted one after the other.
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    FeedbackGiven.objects.create(session=session, trainee=trainee)
    Feedback.objects.create(session=session, usefulness=usefulness, words=words)
    waiting = Feedback.objects.of_session(session).not_shown()
    if waiting.count() >= Feedback.TOGETHER:
        waiting.update(is_shown=True)

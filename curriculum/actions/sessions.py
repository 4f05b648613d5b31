"""What trainees read of a session besides when and where."""

from django.db import transaction

from curriculum.models import Session
from trainees.models import User
from wijkmakers.lib.versions import save_version


@transaction.atomic
def change_session_texts(*, session: Session, seen: int, by: User) -> Session:
    """It is there at once: a word about preparation does not wait for the next publication."""
    return save_version(session, by=by, seen=seen)

"""The calendar that somebody subscribes to: its secret address, and when it was last asked for."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from trainees.models import Feed, User
from trainees.models.feed import hashed, new_token
from wijkmakers.lib.constraints import Refused


@transaction.atomic
def make_feed(*, replaces: int | None, by: User, now: dt.datetime) -> str:
    """The token of a new address, which is kept nowhere. It takes the place of the one that was seen.

    `replaces`: the key of that one, None when there was none. Refused when meanwhile there is another: sent
    twice, the second would end the address that the first has just shown.
    """
    current = Feed.objects.of_user(by).select_for_update().first()
    if (current.pk if current else None) != replaces:
        raise Refused(_("An address was made meanwhile. Make a new one if you did not keep it."))
    if current:
        current.delete()
    token = new_token()
    Feed.objects.create(user=by, token_hash=hashed(token), created_at=now)
    return token


@transaction.atomic
def end_feed(*, feed: Feed, by: User) -> None:
    """Whoever has this address finds nothing there any more; one that was made since stays."""
    Feed.objects.of_user(by).filter(pk=feed.pk).delete()


def note_use(*, feed: Feed, by: User, now: dt.datetime, midnight: dt.datetime) -> None:
    """That it was asked for: once a day, so that asking each hour hardly writes (decision 15)."""
    del by  # whose it is, is known; which of their programs asked, is not
    if feed.used_at is None or feed.used_at < midnight:
        Feed.objects.filter(pk=feed.pk).not_used_since(midnight).update(used_at=now)

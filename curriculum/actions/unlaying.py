"""Laying out a programme undone: its draft becomes what it was before."""

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.drafts import hold
from curriculum.formerly import Drafted, Former, restored
from curriculum.models import Draft, Programme
from trainees.models import User
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict, add_rows, save_version


@transaction.atomic
def undo_laying(*, programme: Programme, seen: str, by: User) -> int:
    """Put the draft of before in the place of the one there is now; answer how many sessions stand in it.

    Raises Refused when there is nothing to go back to, Conflict when it is another draft than was `seen`.
    """
    hold(programme.cohort_id)
    current = Programme.objects.with_former().with_cohort().held().get(pk=programme.pk)
    if current.before_laying is None or current.laying_asked_at:
        raise Refused(_("There is nothing to go back to any more."))
    drafted = Drafted.of(current.cohort)
    if drafted.version != seen:
        raise Conflict(drafted)
    Draft.objects.of_cohort(current.cohort).delete()
    count = _put_back(current, by=by)
    current.before_laying = current.laid = current.laid_at = current.laid_by = None
    save_version(current, by=by)
    return count


def _put_back(programme: Programme, *, by: User) -> int:
    kept = Former.read(programme.before_laying).drafts
    drafts = [restored(programme.cohort, each) for each in kept]
    add_rows(drafts, by=by)
    people = {person for each in kept for person in each["lecturers"]}
    there = set(User.objects.among(people).values_list("pk", flat=True))
    given = Draft.lecturers.through
    given.objects.bulk_create(
        given(draft_id=draft.pk, user_id=person)
        for draft, each in zip(drafts, kept, strict=True)
        for person in each["lecturers"]
        if person in there
    )
    return len(drafts)

"""A draft becomes what stands: placements are written, and who is concerned is told.

It takes the locks that placing somebody takes, in the same order and each kind by key: trainees, then seats,
then placements; before these that of the cohort, as changing seats and asking for a draft do. So whoever
places somebody meanwhile comes before it, and then the draft is out of date, or after it, and then finds what
was published.
"""

import datetime as dt

from placements.actions.supposing import hold
from placements.models import Placement, Plan
from placements.publishing import Place, Publication
from placements.reviewing import review
from placements.telling import letters_of
from trainees.actions.telling import tell
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import Conflict, add_rows, save_rows, save_version


def publish_plan(
    *, plan: Plan, seen: int | None = None, by: User, now: dt.datetime, today: dt.date
) -> Publication:
    """Write the placements of a plan, make so what it supposes, and tell exactly those for whom something
    changes and who receives them; all or nothing.

    Raises Refused with the first thing that stands in the way; `review` lists them all. Raises Conflict when
    the draft was changed since it was `seen`: what is published is what somebody looked at.
    """
    with rules_checked():
        Cohort.objects.select_for_update(no_key=True).get(pk=plan.cohort_id)
        current = Plan.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=plan.pk)
        if seen is not None and current.version != seen and not current.published_at:
            raise Conflict(current)
        adopting = hold(current, by=by, now=now, today=today)
        publication = review(current, today=today)
        if publication.blockers:
            raise Refused(publication.blockers[0].sentence)
        adopting.make_room()
        _write(publication, adopting.placements, by=by)
        adopting.take_room(is_published=True)
        tell(letters_of(current, publication, today=today), by=by, now=now)
        current.published_at, current.published_by = now, by
        save_version(current, by=by)
    return publication


def _write(publication: Publication, placements: dict[int, Placement], *, by: User) -> None:
    changes = publication.changes
    gone = [stay.pk for change in changes for stay in change.removed]
    Placement.objects.filter(pk__in=gone).delete()
    altered = [
        _altered(placements[place.stay.pk], place)
        for change in changes
        for place in change.altered
        if place.stay
    ]
    save_rows(altered, fields=["starts_on", "ends_on"], by=by)
    added = [
        Placement(
            trainee_id=change.person.pk,
            host_id=place.host.pk,
            period_id=place.period.pk,
            starts_on=place.span.first,
            ends_on=place.span.last,
            supervisor_id=publication.supervisor_of(place),
        )
        for change in changes
        for place in change.added
    ]
    add_rows(added, by=by)


def _altered(placement: Placement, place: Place) -> Placement:
    placement.starts_on, placement.ends_on = place.span.first, place.span.last
    return placement

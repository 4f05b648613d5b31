"""A draft becomes what stands: placements are written, and who is concerned is told.

It takes the locks that placing somebody takes, in the same order and each kind by key: trainees, then seats,
then placements. So whoever places somebody meanwhile comes before it, and then the draft is out of date, or
after it, and then finds what was published.
"""

import datetime as dt
from collections.abc import Iterable

from placements.models import Placement, Plan, Seat
from placements.publishing import Change, Place, Publication
from placements.reviewing import review
from trainees.models import Message, Trainee, User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import add_rows, save_rows, save_version


def publish_plan(*, plan: Plan, by: User, now: dt.datetime, today: dt.date) -> Publication:
    """Write the placements of a plan and tell exactly those for whom something changes, all or nothing.

    Raises Refused with the first thing that stands in the way; `review` lists them all.
    """
    with rules_checked():
        current = Plan.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=plan.pk)
        trainees, placements = _hold(current)
        publication = review(current, today=today)
        if publication.blockers:
            raise Refused(publication.blockers[0].sentence)
        _write(publication, placements, by=by)
        _tell(current, publication.changes, trainees, by=by)
        current.published_at, current.published_by = now, by
        save_version(current, by=by)
    return publication


def _hold(plan: Plan) -> tuple[dict[int, Trainee], dict[int, Placement]]:
    """Nobody else decides about who works where in this cohort until this is done."""
    trainees = Trainee.objects.of_cohort(plan.cohort).order_by("pk").select_for_update(no_key=True)
    held = {trainee.pk: trainee for trainee in trainees}
    list(Seat.objects.of_cohort(plan.cohort).order_by("pk").select_for_update(of=("self",)))
    placements = Placement.objects.of_cohort(plan.cohort).order_by("pk").select_for_update(of=("self",))
    return held, {placement.pk: placement for placement in placements}


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


def _tell(plan: Plan, changes: Iterable[Change], trainees: dict[int, Trainee], *, by: User) -> None:
    Message.objects.bulk_create(
        Message(
            to_id=trainees[change.person.pk].user_id,
            kind=Message.Kind.PLACEMENTS,
            about=plan.pk,
            cohort=plan.cohort,
            data=_said(change),
            created_by=by,
        )
        for change in changes
    )


def _said(change: Change) -> dict[str, object]:
    """What a mail will say of it, as it is at this moment."""
    return {
        "trainee": change.person.pk,
        "change": change.kind,
        "begins_on": change.begins_on.isoformat(),
        "before": [_place(place) for place in change.before],
        "after": [_place(place) for place in change.after],
    }


def _place(place: Place) -> dict[str, object]:
    return {
        "host": place.host.pk,
        "name": place.host.name,
        "first": place.span.first.isoformat(),
        "last": place.span.last.isoformat(),
    }

"""A draft becomes what stands: placements are written, and who is concerned is told.

It takes the locks that placing somebody takes, in the same order and each kind by key: trainees, then seats,
then placements; before these that of the cohort, as changing seats and asking for a draft do. So whoever
places somebody meanwhile comes before it, and then the draft is out of date, or after it, and then finds what
was published.
"""

import datetime as dt
from collections.abc import Iterable

from placements.actions.supposing import hold
from placements.models import Placement, Plan
from placements.publishing import Change, Place, Publication
from placements.reviewing import review
from trainees.models import Cohort, Message, Trainee, User
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
        _tell(current, publication.changes, adopting.trainees, by=by)
        _tell_hosts(current, publication, today=today, by=by)
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


def _tell_hosts(plan: Plan, publication: Publication, *, today: dt.date, by: User) -> None:
    """The people of an organisation hear who comes and who goes there, and nothing of other organisations."""
    told: dict[int, list[dict[str, object]]] = {}
    for member in publication.members:
        if member.is_there_on(today) and (rows := _at(member.host, publication.changes)):
            told.setdefault(member.user, []).append({"host": member.host, "trainees": rows})
    Message.objects.bulk_create(
        Message(
            to_id=user,
            kind=Message.Kind.HOST_PLACEMENTS,
            about=plan.pk,
            cohort=plan.cohort,
            data={"hosts": hosts},
            created_by=by,
        )
        for user, hosts in told.items()
    )


def _at(host: int, changes: Iterable[Change]) -> list[dict[str, object]]:
    """For whom something changes at this host, and the days there before and after."""
    found = []
    for change in changes:
        before, after = (
            [_days(place) for place in places if place.host.pk == host]
            for places in (change.before, change.after)
        )
        if before != after:
            found.append({"trainee": change.person.pk, "before": before, "after": after})
    return found


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
    return {"host": place.host.pk, "name": place.host.name, **_days(place)}


def _days(place: Place) -> dict[str, str]:
    return {"first": place.span.first.isoformat(), "last": place.span.last.isoformat()}

"""What trainees and the people of organisations are told when a plan is published."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from placements.models import Host, HostMember, Plan
from placements.publishing import Change, Place, Publication
from placements.spans import ONE_DAY, Span
from trainees.actions.telling import Letter
from trainees.models import Message, Trainee

NEW, OTHER_DAYS, SAME = "new", "days", "same"


@dataclass(frozen=True)
class ToldPlace:
    """A place in a mail. `state`: NEW, OTHER_DAYS or SAME; `was`: the days until now, where those differ."""

    name: str
    address: str
    span: Span
    state: str
    was: Span | None = None
    supervisor: str = ""


@dataclass(frozen=True)
class GonePlace:
    """A place that goes. `until`: the last day there of who has begun; None: they do not come at all."""

    name: str
    span: Span
    until: dt.date | None = None


@dataclass(frozen=True)
class Guest:
    """What changes for one trainee at one organisation."""

    name: str
    comes: tuple[ToldPlace, ...]
    goes: tuple[GonePlace, ...]


@dataclass(frozen=True)
class Around:
    """What stands in the mails besides the plan: by key."""

    users: dict[int, int]
    addresses: dict[int, str]
    supervisors: dict[int, str]


def letters_of(plan: Plan, publication: Publication, *, today: dt.date) -> list[Letter]:
    """To each trainee for whom something changes, and to who receives them. Three queries."""
    around = _around(publication)
    return [
        *(_to_trainee(plan, change, publication, around, today) for change in publication.changes),
        *_to_hosts(plan, publication, around, today),
    ]


def _around(publication: Publication) -> Around:
    places = [place for change in publication.changes for place in change.after]
    members = {member for place in places if (member := publication.supervisor_of(place))}
    trainees = Trainee.objects.filter(pk__in=[change.person.pk for change in publication.changes])
    hosts = Host.objects.of_keys({place.host.pk for place in places})
    found = HostMember.objects.filter(pk__in=members).with_user()
    return Around(
        users=dict(trainees.values_list("pk", "user")),
        addresses=dict(hosts.values_list("pk", "address")),
        supervisors={member.pk: str(member.user) for member in found},
    )


def _to_trainee(
    plan: Plan, change: Change, publication: Publication, around: Around, today: dt.date
) -> Letter:
    return Letter(
        to=around.users[change.person.pk],
        kind=Message.Kind.PLACEMENTS,
        about=plan.pk,
        cohort=plan.cohort,
        template="placements/mail/placements.txt",
        words={
            "change": change.kind,
            "begins_on": change.begins_on,
            "places": [_told(place, publication, around) for place in change.after],
            "gone": list(_gone(change.before, change.after, today)),
        },
        data=_said(change),
    )


def _to_hosts(plan: Plan, publication: Publication, around: Around, today: dt.date) -> Iterator[Letter]:
    """The people of an organisation hear who comes and who goes there, and nothing of other organisations."""
    told: dict[int, list[int]] = {}
    for member in publication.members:
        if member.is_there_on(today) and any(_at(member.host, [change]) for change in publication.changes):
            told.setdefault(member.user, []).append(member.host)
    names = {place.host.pk: place.host.name for change in publication.changes for place in _all(change)}
    for user, hosts in told.items():
        yield Letter(
            to=user,
            kind=Message.Kind.HOST_PLACEMENTS,
            about=plan.pk,
            cohort=plan.cohort,
            template="placements/mail/host_placements.txt",
            words={
                "hosts": [
                    {"name": names[host], "guests": _guests(host, publication, around, today)}
                    for host in hosts
                ],
                "cohort": plan.cohort.name,
            },
            data={"hosts": [{"host": host, "trainees": _at(host, publication.changes)} for host in hosts]},
        )


def _guests(host: int, publication: Publication, around: Around, today: dt.date) -> list[Guest]:
    found = []
    for change in publication.changes:
        before, after = _here(host, change.before), _here(host, change.after)
        comes = [_told(place, publication, around) for place in after]
        if [place.span for place in before] != [place.span for place in after]:
            found.append(
                Guest(
                    change.person.name,
                    tuple(place for place in comes if place.state != SAME),
                    tuple(_gone(before, after, today)),
                )
            )
    return found


def _told(place: Place, publication: Publication, around: Around) -> ToldPlace:
    state = NEW if place.stay is None else SAME if place.is_as_it_was else OTHER_DAYS
    return ToldPlace(
        name=place.host.name,
        address=around.addresses.get(place.host.pk, ""),
        span=place.span,
        state=state,
        was=place.stay.span if place.stay and state == OTHER_DAYS else None,
        supervisor=around.supervisors.get(publication.supervisor_of(place) or 0, ""),
    )


def _gone(before: Iterable[Place], after: Iterable[Place], today: dt.date) -> Iterator[GonePlace]:
    """Places of which nothing is left from today on."""
    kept = {place.stay.pk for place in after if place.stay}
    for place in before:
        if place.stay and place.stay.pk not in kept:
            until = today - ONE_DAY if place.span.first < today else None
            yield GonePlace(place.host.name, place.span, until)


def _all(change: Change) -> tuple[Place, ...]:
    return (*change.before, *change.after)


def _here(host: int, places: Iterable[Place]) -> list[Place]:
    return [place for place in places if place.host.pk == host]


def _at(host: int, changes: Iterable[Change]) -> list[dict[str, object]]:
    """For whom something changes at this host, and the days there before and after."""
    found = []
    for change in changes:
        before, after = (
            [_days(place) for place in _here(host, places)] for places in (change.before, change.after)
        )
        if before != after:
            found.append({"trainee": change.person.pk, "before": before, "after": after})
    return found


def _said(change: Change) -> dict[str, object]:
    """What the mail says of it, as it is at this moment."""
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

"""The sheet with organisations and their seats in each period."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.imports.seats import (
    PlannedSeat,
    check_periods,
    known_seats,
    plan_seats,
    save_asks,
    save_seats,
)
from placements.models import LOOKS, MOST_SEATS, Host, Period, Sector
from trainees.forms import SKILL_LONGEST
from trainees.models import Cohort, Skill, User
from wijkmakers.lib.names import fold
from wijkmakers.lib.plans import Change, Item, Named, Part, label_of, only_once, put, told_at
from wijkmakers.lib.sheets import (
    Column,
    Kind,
    Problems,
    Record,
    Refused,
    Table,
    Value,
    integer,
    name_key,
    shown,
    text,
)
from wijkmakers.lib.versions import save_version

CODE = re.compile(r"[A-Z]{3}")
FIELDS = ("name", "sector", "department")


def code(value: Value) -> str:
    """Three letters, in capitals."""
    typed = text(40)(value).upper()
    if not CODE.fullmatch(typed):
        raise Refused(
            _("“%(value)s” is not a code. Write three letters, such as GRO.") % {"value": shown(value)}
        )
    return typed


def skill_names(value: Value) -> tuple[str, ...]:
    """What stands between commas; each once."""
    names = [" ".join(name.split()) for name in re.split(r"[,;\n]", text(1000, multiline=True)(value))]
    for name in names:
        if len(name) > SKILL_LONGEST:
            sentence = _("“%(value)s” is longer than %(count)s characters. Put a comma between two skills.")
            raise Refused(sentence % {"value": shown(name), "count": SKILL_LONGEST})
    return tuple({name_key(name): name for name in reversed(names) if name_key(name)}.values())[::-1]


HOSTS = Kind(
    "hosts",
    (
        Column(
            "name", text(120), nl=("Organisatie", "Naam"), en=("Organisation", "Organization", "Name", "Host")
        ),
        Column("code", code, nl=("Code", "Afkorting"), en=("Code", "Abbreviation")),
        Column("sector", text(80), nl=("Perspectief", "Sector"), en=("Sector", "Perspective")),
        Column("department", text(120), nl=("Afdeling",), en=("Department",), required=False),
        Column(
            "minimum",
            integer(0, MOST_SEATS),
            nl=("P{n} min", "P{n} minimum", "P{n} minimaal", "Periode {n} min", "Periode {n} minimaal"),
            en=("P{n} min", "Period {n} min", "Period {n} at least"),
            required=False,
        ),
        Column(
            "maximum",
            integer(0, MOST_SEATS),
            nl=("P{n} max", "P{n} maximum", "P{n} maximaal", "Periode {n} max", "Periode {n} maximaal"),
            en=("P{n} max", "Period {n} max", "Period {n} at most"),
            required=False,
        ),
        Column(
            "asks", skill_names, nl=("Vraagt", "Gevraagd", "Eisen"), en=("Asks", "Requires"), required=False
        ),
    ),
    nl=("Organisaties", "Plekken"),
    en=("Organisations", "Organizations", "Seats", "Hosts"),
)
HELP: Mapping[str, Any] = {
    "name": gettext_lazy("The name of the organisation, as people know it."),
    "code": gettext_lazy(
        "Three letters that stand for the organisation on the board, such as GRO. Each has its own."
    ),
    "sector": gettext_lazy("From which side it looks at the neighbourhood. A new name makes a new sector."),
    "department": gettext_lazy("Optional."),
    "minimum": gettext_lazy(
        "Optional: at least so many trainees in this period. Add columns for more periods."
    ),
    "maximum": gettext_lazy(
        "At most so many trainees in this period. Leave it empty when there are no seats."
    ),
    "asks": gettext_lazy("Optional: what a trainee needs here, such as rijbewijs. Put a comma between two."),
}


class HostImport:
    """What the sheet does to the organisations, and to the seats of a cohort that need not exist yet."""

    def __init__(self, cohort: Cohort, periods: Sequence[Period], skills: Named[Skill]) -> None:
        self.periods = periods
        self.skills = skills
        self.seats = known_seats(cohort)
        self.hosts: list[Host] = list({seat.host_id: seat.host for seat in self.seats.values()}.values())
        self.part = Part("hosts", HOSTS.label, ())

    def plan(self, table: Table, problems: Problems) -> Part:
        records = table.records(problems)
        only_once(records, "code", problems)
        only_once(records, "name", problems, alike=fold)
        check_periods(table, len(self.periods), problems)
        self._look_up(records)
        there = list(self.hosts)
        items = [item for record in records if (item := self._item(record, problems))]
        codes = {item.row.code for item in items}
        self.hosts = [host for host in there if host.code not in codes] + [item.row for item in items]
        self.part = Part(
            "hosts",
            HOSTS.label,
            tuple(items),
            counts=_counts(items),
            kept=tuple(f"{host.code} {host.name}" for host in there if host.code not in codes),
            notes=self._notes(),
            stated=frozenset(_stated(records)),
        )
        return self.part

    def save(self, *, by: User, problems: Problems) -> None:
        for sector in self.sectors.new if self.part.items else ():
            save_version(sector, by=by)
        for item in self.part.touched:
            with told_at(item.place, problems):
                if item.touches(*FIELDS):
                    save_version(item.row, by=by, seen=None if item.new else item.row.version)
                save_seats(item.extra, by=by)
        if not problems:
            save_asks(one for item in self.part.touched for one in item.extra)

    def _look_up(self, records: Sequence[Record]) -> None:
        """The organisations that the sheet may mean, the sectors, and the looks that are least in use."""
        codes = [record["code"] for record in records if record.has("code")]
        names = [fold(record["name"]) for record in records if record.has("name")]
        found = list(Host.objects.filter(Q(code__in=codes) | Q(sort_name__in=names)).with_sector())
        self.by_code = {host.code: host for host in found}
        self.by_name = {host.sort_name: host for host in found}
        last = Sector.objects.aggregate(last=Max("position"))["last"]
        position = count(0 if last is None else last + 1)
        self.sectors = Named(
            Sector.objects.in_order(), lambda name: Sector(name=name, position=next(position))
        )
        self.looks = _least_used_first(Host.objects.count_per_look())

    def _item(self, record: Record, problems: Problems) -> Item | None:
        self._check_identity(record, problems)
        found = self.by_code.get(record["code"])
        host = found or Host(code=record["code"] or "")
        planned = plan_seats(record, host, self.periods, self.seats, problems)
        if not record.ok:
            return None
        changes = put(
            host,
            {key: record[key] for key in ("name", "department")} | {"sector": self.sectors(record["sector"])},
        )
        if not found:
            host.look = next(self.looks)
            changes = (Change("code", label_of(Host, "code"), None, host.code), *changes)
        changes += tuple(one.change for one in planned if one.change) + self._asks(record, planned)
        place = record.cell("name").place
        return Item(
            f"{host.code} {host.name}",
            host,
            changes,
            new=not found,
            place=place,
            extra=planned,
            unsaid=frozenset({"code", "name"}),
        )

    def _check_identity(self, record: Record, problems: Problems) -> None:
        """A code and a name belong together: neither must turn one organisation into another."""
        if not (record.has("code") and record.has("name")):
            return
        by_code, by_name = self.by_code.get(record["code"]), self.by_name.get(fold(record["name"]))
        if by_code and fold(by_code.name) != fold(record["name"]):
            sentence = _(
                "%(code)s is already the code of %(name)s. "
                "Choose another code, or write the name as it stands there."
            )
            problems.add(record.cell("code"), sentence % {"code": by_code.code, "name": by_code.name})
        elif by_name and not by_code:
            sentence = _("%(name)s is already here, with the code %(code)s. Write that code.")
            problems.add(record.cell("code"), sentence % {"code": by_name.code, "name": by_name.name})

    def _asks(self, record: Record, planned: Sequence[PlannedSeat]) -> tuple[Change, ...]:
        """The skills that the row asks, at all its seats alike; a blank cell leaves them as they are."""
        skills = [self.skills(name) for name in record["asks"] or () if planned]
        wanted = {skill.name for skill in skills}
        unlike = [one for one in planned if one.asked != wanted] if skills else []
        for one in unlike:
            one.skills = skills
        if not unlike:
            return ()
        old = sorted({name for one in planned for name in one.asked})
        return (Change("asks", record.cell("asks").place.header, tuple(old) or None, tuple(sorted(wanted))),)

    def _notes(self) -> tuple[str, ...]:
        names = [sector.name for sector in self.sectors.new]
        sentence = ngettext("A new sector: %(names)s.", "%(count)s new sectors: %(names)s.", len(names))
        return (sentence % {"count": len(names), "names": ", ".join(names)},) if names else ()


def _least_used_first(in_use: Mapping[str, int]) -> Iterator[str]:
    """Looks for new organisations: the one used least, and of those the next in the round."""
    used = Counter(in_use)
    waiting = [key for key, _label in LOOKS]
    while True:
        look = min(waiting, key=lambda key: used[key])
        used[look] += 1
        at = waiting.index(look) + 1
        waiting = waiting[at:] + waiting[:at]
        yield look


def _stated(records: Iterable[Record]) -> Iterator[str]:
    """Codes and names as they stand there, also of rows with mistakes."""
    for record in records:
        yield from (name_key(str(record.cell(key))) for key in ("code", "name") if not record.cell(key).blank)


def _counts(items: Iterable[Item]) -> tuple[str, ...]:
    hosts = sum(1 for item in items if item.touches(*FIELDS))
    periods = len({one.seat.period.number for item in items for one in item.extra if one.change})
    said = []
    if hosts:
        said.append(ngettext("%(count)s organisation", "%(count)s organisations", hosts) % {"count": hosts})
    if periods:
        said.append(
            ngettext("seats in %(count)s period", "seats in %(count)s periods", periods) % {"count": periods}
        )
    return tuple(said)

"""The sheet with wishes: each trainee's organisations, the dearest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.models import Host, Wish
from trainees.models import Cohort, Trainee, User
from wijkmakers.lib.plans import NOWHERE, Change, Item, Part, only_once, told_at
from wijkmakers.lib.sheets import Cell, Column, Kind, Problems, Record, Table, email, name_key, shown, text

WISHES = Kind(
    "wishes",
    (
        Column("email", email, nl=("E-mail", "E-mailadres", "Mailadres"), en=("E-mail", "E-mail address")),
        Column(
            "wish",
            text(120),
            nl=("Wens {n}", "Voorkeur {n}", "Keuze {n}"),
            en=("Wish {n}", "Preference {n}", "Choice {n}"),
        ),
    ),
    nl=("Wensen", "Voorkeuren"),
    en=("Wishes", "Preferences"),
)
HELP: Mapping[str, Any] = {
    "email": gettext_lazy("The address of a trainee of the sheet with trainees, or of the cohort."),
    "wish": gettext_lazy(
        "The code or the name of an organisation; wish 1 is the dearest. Add columns for more wishes."
    ),
}


class WishImport:
    """What the sheet does to the wishes of a cohort.

    trainees, hosts: those of the cohort and of the other sheets; people, places: what those sheets speak of,
    also in rows with mistakes, so that a mistake there is not told a second time here.
    """

    def __init__(
        self,
        cohort: Cohort,
        trainees: Mapping[str, Trainee],
        hosts: Iterable[Host],
        *,
        people: frozenset[str] = frozenset(),
        places: frozenset[str] = frozenset(),
    ) -> None:
        self.trainees = trainees
        self.hosts = sorted(hosts, key=lambda host: host.code)
        self.by_name = {name_key(name): host for host in self.hosts for name in (host.name, host.code)}
        self.people, self.places = people, places
        self.known: dict[int, list[Host]] = defaultdict(list)
        wishes = Wish.objects.filter(trainee__cohort=cohort).with_host().in_order() if cohort.pk else ()
        for wish in wishes:
            self.known[wish.trainee_id].append(wish.host)
        self.part = Part("wishes", WISHES.label, ())

    def plan(self, table: Table, problems: Problems) -> Part:
        records = table.records(problems)
        only_once(records, "email", problems)
        items = [item for record in records if (item := self._item(record, problems))]
        emails = {record["email"] for record in records}
        count = sum(len(item.extra) for item in items if item.new or item.changes)
        self.part = Part(
            "wishes",
            WISHES.label,
            tuple(items),
            counts=(ngettext("%(count)s wish", "%(count)s wishes", count) % {"count": count},)
            if count
            else (),
            kept=tuple(
                str(trainee)
                for address, trainee in self.trainees.items()
                if self.known.get(trainee.pk) and address not in emails
            ),
        )
        return self.part

    def save(self, *, by: User, problems: Problems) -> None:
        """The list of a trainee is one thing: a changed one takes the place of the old."""
        touched = self.part.touched
        wishes = [
            Wish(trainee=item.row, host=host, rank=rank, created_by=by, changed_by=by)
            for item in touched
            for rank, host in enumerate(item.extra, 1)
        ]
        with told_at(NOWHERE, problems):
            Wish.objects.filter(trainee__in=[item.row for item in touched]).delete()
            Wish.objects.bulk_create(wishes)

    def _item(self, record: Record, problems: Problems) -> Item | None:
        hosts = list(self._hosts(record, problems))
        address = record["email"]
        trainee = self.trainees.get(address)
        if record.has("email") and not trainee and address not in self.people:
            sentence = _(
                "%(value)s is no trainee of this cohort. "
                "Correct the address, or add the trainee to the sheet with trainees."
            )
            problems.add(record.cell("email"), sentence % {"value": address})
        if not (trainee and hosts and record.ok):
            return None
        old = tuple(host.code for host in self.known.get(trainee.pk, ()))
        new = tuple(host.code for host in hosts)
        changes = (Change("wishes", "", old or None, new),) if old != new else ()
        return Item(
            str(trainee), trainee, changes, new=not old, place=record.cell("email").place, extra=hosts
        )

    def _hosts(self, record: Record, problems: Problems) -> Iterator[Host]:
        """The organisations of the row in order of rank, each once."""
        ranks: dict[str, int] = {}
        for rank, name in sorted(record["wish"].items()):
            cell, key = record.cell("wish", rank), name_key(name)
            host = self.by_name.get(key)
            first = ranks.setdefault(host.code if host else key, rank)
            if first != rank:
                sentence = _(
                    "%(value)s is wish %(first)s already. "
                    "Choose another organisation, or leave the cell empty."
                )
                problems.add(cell, sentence % {"value": shown(name), "first": first})
            elif host:
                yield host
            elif key not in self.places:
                self._tell_unknown(cell, problems)

    def _tell_unknown(self, cell: Cell, problems: Problems) -> None:
        if not self.hosts:
            sentence = _(
                "“%(value)s” is not known, since this cohort has no organisations yet. "
                "Add the sheet with organisations."
            )
            problems.add(cell, sentence % {"value": cell})
            return
        sentence = _("“%(value)s” is no organisation of this cohort. Choose from: %(codes)s.")
        problems.add(cell, sentence % {"value": cell, "codes": ", ".join(host.code for host in self.hosts)})

"""How many trainees each host takes in each period, in one grid; and what a seat asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.actions import SeatChange
from placements.models import MOST_SEATS, Host, Seat
from placements.staffing import HostFact, PeriodFact, SeatFact, Staffing
from trainees.forms import SkillsFields
from wijkmakers.lib.forms import WijkForm
from wijkmakers.lib.versions import VersionedForm

NEW = "new"  # the row of an organisation that joins


@dataclass(frozen=True)
class GridCell:
    """The fields of one host in one period; `taken` is how many trainees are there at once."""

    period: PeriodFact
    minimum: BoundField
    maximum: BoundField
    seen: BoundField
    seat: SeatFact | None
    taken: int

    @property
    def fields(self) -> tuple[BoundField, BoundField]:
        return self.minimum, self.maximum


@dataclass(frozen=True)
class GridRow:
    host: HostFact
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Total:
    """“11 trainees, 10 seats”; `short` says how many seats are missing."""

    sentence: str
    short: str


class SeatGridForm(WijkForm):
    """Only cells that were changed are saved. Each remembers what stood there when it was shown."""

    def __init__(self, *args, staffing: Staffing, **kwargs):
        super().__init__(*args, **kwargs)
        self.staffing = staffing
        others = Host.objects.not_offering_to(staffing.cohort).in_order()
        for host in staffing.hosts:
            for period in staffing.periods:
                self._add_cell(
                    f"{host.pk}-{period.pk}", f"{host.name}, {period}", staffing.seat(host, period)
                )
        self.fields["new_host"] = forms.ModelChoiceField(
            label=_("Add an organisation"),
            queryset=others,
            required=False,
            empty_label=_("Choose an organisation"),
        )
        for period in staffing.periods:
            self._add_cell(f"{NEW}-{period.pk}", f"{_('New organisation')}, {period}", None)

    def _add_cell(self, key: str, name: str, seat: SeatFact | None) -> None:
        numbers = (seat.minimum, seat.maximum) if seat else (0, 0)
        for place, (kind, label) in enumerate((("min", _("at least")), ("max", _("at most")))):
            self.fields[f"{kind}-{key}"] = forms.IntegerField(
                label=f"{name}, {label}",
                min_value=0,
                max_value=MOST_SEATS,
                required=False,
                initial=numbers[place] or None,
            )
        self.fields[f"seen-{key}"] = forms.RegexField(
            r"^\d{1,4},\d{1,4}$",
            required=False,
            initial=f"{numbers[0]},{numbers[1]}",
            widget=forms.HiddenInput,
        )

    @cached_property
    def rows(self) -> list[GridRow]:
        return [GridRow(host, self._cells(host)) for host in self.staffing.hosts]

    @cached_property
    def new_row(self) -> tuple[GridCell, ...]:
        return self._cells(None)

    def _cells(self, host: HostFact | None) -> tuple[GridCell, ...]:
        return tuple(self._cell(host, period) for period in self.staffing.periods)

    def _cell(self, host: HostFact | None, period: PeriodFact) -> GridCell:
        key = f"{host.pk if host else NEW}-{period.pk}"
        seat = self.staffing.seat(host, period) if host else None
        taken = self.staffing.taken(seat) if seat else 0
        return GridCell(period, self[f"min-{key}"], self[f"max-{key}"], self[f"seen-{key}"], seat, taken)

    @property
    def totals(self) -> list[Total]:
        return [self._total(period) for period in self.staffing.periods]

    def _total(self, period: PeriodFact) -> Total:
        here = sum(self.staffing.reach(person, period) is not None for person in self.staffing.people)
        offered = sum(seat.maximum for seat in self.staffing.seats_in(period))
        trainees = ngettext("%(n)d trainee", "%(n)d trainees", here) % {"n": here}
        seats = ngettext("%(n)d seat", "%(n)d seats", offered) % {"n": offered}
        missing = here - offered
        return Total(
            sentence=_("%(trainees)s, %(seats)s") % {"trainees": trainees, "seats": seats},
            short=ngettext("%(n)d short", "%(n)d short", missing) % {"n": missing} if missing > 0 else "",
        )

    def clean(self):
        data = super().clean()
        for row in self.rows:
            for cell in row.cells:
                self._check(cell, row.host.name)
        chosen = data.get("new_host")
        for cell in self.new_row:
            self._check(cell, str(chosen or ""))
        filled = any(self._numbers(cell)[1] for cell in self.new_row)
        if filled and not chosen and "new_host" not in self.errors:
            self.add_error("new_host", _("Choose the organisation that offers these seats."))
        if chosen and not filled and not self.errors:
            self.add_error("new_host", _("Fill in how many seats %(host)s offers.") % {"host": chosen})
        return data

    def _check(self, cell: GridCell, host: str) -> None:
        if cell.minimum.errors or cell.maximum.errors:
            return
        minimum, maximum = self._numbers(cell)
        words = {"host": host, "number": cell.period.number, "n": cell.taken}
        if minimum > maximum:
            self.add_error(cell.minimum.name, _("At least cannot be more than at most."))
        if maximum < cell.taken:
            sentence = ngettext(
                "%(n)d trainee works at %(host)s in period %(number)d. Move somebody first.",
                "%(n)d trainees work at %(host)s at once in period %(number)d. Move somebody first.",
                cell.taken,
            )
            self.add_error(cell.maximum.name, sentence % words)

    def _numbers(self, cell: GridCell) -> tuple[int, int]:
        found = (self.cleaned_data.get(cell.minimum.name), self.cleaned_data.get(cell.maximum.name))
        return found[0] or 0, found[1] or 0

    def changes(self) -> list[SeatChange]:
        rows = [(row.host.pk, row.cells) for row in self.rows]
        if self.cleaned_data.get("new_host"):
            rows.append((self.cleaned_data["new_host"].pk, self.new_row))
        found = [
            SeatChange(host, cell.period.pk, seen=self._seen(cell), numbers=self._numbers(cell))
            for host, cells in rows
            for cell in cells
        ]
        return [change for change in found if change.seen != change.numbers]

    def _seen(self, cell: GridCell) -> tuple[int, int]:
        minimum, _comma, maximum = (self.cleaned_data.get(cell.seen.name) or "0,0").partition(",")
        return int(minimum), int(maximum)

    def tell_stale(self, now: dict[tuple[int, int], tuple[int, int]]) -> None:
        """Somebody else changed these cells meanwhile: say so there; saving again replaces theirs."""
        data = cast(QueryDict, self.data).copy()
        sentence = _(
            "Somebody else changed this to %(minimum)d–%(maximum)d meanwhile. Save again to replace that."
        )
        for key, cell in self._keyed_cells():
            if key in now:
                data[cell.seen.html_name] = f"{now[key][0]},{now[key][1]}"
                words = {"minimum": now[key][0], "maximum": now[key][1]}
                self.add_error(cell.maximum.name, sentence % words)
        self.data = data

    def _keyed_cells(self) -> Iterator[tuple[tuple[int, int], GridCell]]:
        for row in self.rows:
            for cell in row.cells:
                yield (row.host.pk, cell.period.pk), cell
        chosen = self.cleaned_data.get("new_host")
        for cell in self.new_row if chosen else ():
            yield (chosen.pk, cell.period.pk), cell


class SeatForm(SkillsFields, VersionedForm):
    """The work in one period, when it differs from what the organisation does anyway, and what it asks."""

    field_order = ["description", "known_skills", "other_skills"]

    class Meta:
        model = Seat
        fields = ["description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["known_skills"].label = _("Asks")
        self.initial["known_skills"] = list(self.instance.skills.in_order())

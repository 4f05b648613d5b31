"""What is supposed in a draft, or has happened: one form for each kind, and the list of what is supposed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placements.choices import said_exclusion, said_wish
from placements.forms.exclusions import WHO_SAYS_SO
from placements.models import MOST_RANKS, MOST_SEATS, Exclusion, Host, Pair, Plan
from placements.naming import hosts_named
from placements.spans import Span
from placements.staffing import PeriodFact, Person, Staffing
from placements.supposing import (
    Excluded,
    Lifted,
    Released,
    Seats,
    Stays,
    Stops,
    Supposition,
    Suppositions,
    Unpaired,
    Wishes,
    Withdraws,
    written,
)
from placements.understanding import understood
from trainees.models import Trainee
from wijkmakers.lib.forms import NOT_THERE, Choice, DateField, WijkForm

LONGEST = 8000
AS_BEFORE, NEAREST = "before", "nearest"


class SupposedForm(WijkForm):
    """The suppositions that an address or a button carries; of those about what is gone nothing is left."""

    so = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    def __init__(self, *args, staffing: Staffing, **kwargs):
        super().__init__(*args, **kwargs)
        self.staffing = staffing

    def clean_so(self) -> Suppositions:
        try:
            return understood(self.cleaned_data["so"], self.staffing)
        except ValueError as wrong:
            raise forms.ValidationError(NOT_THERE) from wrong

    def supposes(self) -> Suppositions | None:
        """None when it cannot be understood, or nothing was sent."""
        return self.cleaned_data["so"] if "so" in self.data and self.is_valid() else None


class QueryForm(forms.Form):
    """What an address says beforehand of what has happened: to whom, or where, and when."""

    trainee = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    host = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    day = DateField(required=False)

    def said(self) -> dict[str, object]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def carried(self) -> str:
        """The same, for the next address."""
        return f"?{urlencode(found)}" if (found := self.said()) else ""


class WorkOutForm(SupposedForm):
    """How a copy with other suppositions is worked out."""

    comes_first = forms.ChoiceField(label=gettext_lazy("What comes first"), widget=forms.RadioSelect)

    def __init__(self, *args, plan: Plan, supposes: Suppositions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["so"].initial = written(supposes)
        is_fewest = plan.objective == Plan.Objective.FEWEST
        why = _("counted from what stands now") if is_fewest else _("as in this draft")
        offered = [
            (AS_BEFORE, Choice(name=plan.get_objective_display().capitalize(), why=why)),
            (NEAREST, Choice(name=_("Fewest changes"), why=_("counted from this draft"))),
        ]
        self.fields["comes_first"].choices = offered if plan.state == Plan.State.READY else offered[:1]
        self.fields["comes_first"].initial = AS_BEFORE

    @property
    def is_near(self) -> bool:
        return self.cleaned_data["comes_first"] == NEAREST


class SupposingForm(WijkForm):
    """One supposition. `periods`: those that can still be decided about; `days`: likewise. `is_first_step`:
    it only asks what the next form is about."""

    is_first_step = False

    def __init__(self, *args, staffing: Staffing, periods: Sequence[PeriodFact], days: Span, **kwargs):
        super().__init__(*args, **kwargs)
        self.staffing, self.periods, self.days = staffing, periods, days
        self.offer()

    def offer(self) -> None:
        """Fill in what can be chosen."""

    def supposition(self) -> Supposition:
        raise NotImplementedError

    def replaces(self, other: Supposition) -> bool:
        """Whether what was supposed before says nothing beside this one."""
        return other == self.supposition()

    def added_to(self, supposes: Suppositions) -> list[Supposition]:
        return [*(other for other in supposes if not self.replaces(other)), self.supposition()]

    def ask_trainee(self, people: Iterable[Person] | None = None) -> None:
        people = self.staffing.people if people is None else people
        self.ask(
            "trainee", _("Trainee"), [(person.pk, person.name) for person in people], _("Choose a trainee")
        )

    def ask_host(self) -> None:
        """Those that offer something here."""
        hosts = [(host.pk, f"{host.code} {host.name}") for host in self.staffing.hosts]
        self.ask("host", _("Organisation"), hosts, _("Choose an organisation"))

    def ask_any_host(self) -> None:
        self.fields["host"] = forms.ModelChoiceField(
            label=_("Organisation"), queryset=Host.objects.in_order(), empty_label=_("Choose an organisation")
        )

    def ask_period(self) -> None:
        periods = [(period.pk, f"{period} ({period.span.short})") for period in self.periods]
        self.ask("period", _("Period"), periods, _("Choose a period"))

    def ask(self, name: str, label: str, choices: Iterable[tuple[object, str]], nothing: str) -> None:
        self.fields[name] = forms.TypedChoiceField(
            label=label,
            choices=[("", nothing), *choices],
            coerce=lambda value: int(value) if value.isdigit() else value,
            error_messages={"invalid_choice": NOT_THERE},
        )

    def ask_day(self, name: str, label: str, help_text: str = "") -> None:
        self.fields[name] = DateField(
            label=label, first=self.days.first, last=self.days.last, help_text=help_text
        )


class SeatsForm(SupposingForm):
    def offer(self) -> None:
        self.ask_any_host()
        self.ask_period()
        for name, label, first in (("minimum", _("At least"), 0), ("maximum", _("At most"), None)):
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_SEATS, initial=first, help_text=""
            )
        self.fields["maximum"].help_text = _("How many trainees there would be room for in that period.")

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if None not in (data.get("minimum"), data.get("maximum")) and data["minimum"] > data["maximum"]:
            self.add_error("minimum", _("At least cannot be more than at most."))
        return data

    def supposition(self) -> Supposition:
        data = self.cleaned_data
        return Seats(data["host"].pk, data["period"], data["minimum"], data["maximum"])


class LiftedForm(SupposingForm):
    def offer(self) -> None:
        names = {host.pk: host.name for host in self.staffing.hosts}
        rows = [
            (f"{person.pk}-{host}", f"{person.name} · {names[host]} ({said_exclusion(kind)})")
            for person in self.staffing.people
            for host, kind in person.exclusions
            if host in names
        ]
        self.ask("row", _("Who is not sent where"), rows, _("Choose one"))

    def supposition(self) -> Supposition:
        return Lifted(*map(int, self.cleaned_data["row"].split("-")))


class ExcludedForm(SupposingForm):
    def offer(self) -> None:
        self.ask_trainee()
        self.ask_host()
        self.fields["kind"] = forms.ChoiceField(
            label=_("Why"), choices=Exclusion.Kind.choices, widget=forms.RadioSelect
        )
        self.fields["kind"].widget.choices = [
            (kind, Choice(name=str(kind.label).capitalize(), why=str(WHO_SAYS_SO[kind])))
            for kind in Exclusion.Kind
        ]

    def supposition(self) -> Supposition:
        return Excluded(*(self.cleaned_data[name] for name in ("trainee", "host", "kind")))


class WhoseForm(SupposingForm):
    """Whose wishes are other ones."""

    is_first_step = True

    def offer(self) -> None:
        self.ask_trainee()


class WishesForm(SupposingForm):
    """It begins with the wishes that somebody has. `initial` names them as `trainee`."""

    def offer(self) -> None:
        self.whose = next(one for one in self.staffing.people if one.pk == self.initial["trainee"])
        wished = [host for host, _rank in self.whose.wishes]
        known = {host.pk for host in self.staffing.hosts}
        hosts = [*self.staffing.hosts, *hosts_named(set(wished) - known)]
        offered = [(host.pk, f"{host.code} {host.name} ({host.sector})") for host in hosts]
        for rank in range(1, min(len(offered), MOST_RANKS) + 1):
            self.ask(f"wish_{rank}", said_wish(rank).capitalize(), offered, _("No wish"))
            self.fields[f"wish_{rank}"].required = False
            self.fields[f"wish_{rank}"].initial = wished[rank - 1] if rank <= len(wished) else None

    def clean(self):
        super().clean()
        data = self.cleaned_data
        seen: set[int] = set()
        for name in self._wishes():
            host = data.get(name) or 0
            if host in seen:
                self.add_error(name, _("This organisation is a dearer wish already."))
            elif host:
                seen.add(host)
        return data

    def supposition(self) -> Supposition:
        ranked = [self.cleaned_data[name] for name in self._wishes() if self.cleaned_data.get(name)]
        return Wishes(self.whose.pk, tuple(ranked))

    def replaces(self, other: Supposition) -> bool:
        return isinstance(other, Wishes) and other.trainee == self.whose.pk

    def _wishes(self) -> list[str]:
        return [name for name in self.fields if name.startswith("wish_")]


class UnpairedForm(SupposingForm):
    def offer(self) -> None:
        pairs = Pair.objects.of_cohort(self.staffing.cohort).with_people().in_order()
        rows = [
            (f"{pair.first_id}-{pair.second_id}", _("%(first)s and %(second)s") % self._who(pair))
            for pair in pairs
        ]
        self.ask("row", _("Which two trainees"), rows, _("Choose two trainees"))

    @staticmethod
    def _who(pair: Pair) -> dict[str, Trainee]:
        return {"first": pair.first, "second": pair.second}

    def supposition(self) -> Supposition:
        return Unpaired(*map(int, self.cleaned_data["row"].split("-")))


class ReleasedForm(SupposingForm):
    def offer(self) -> None:
        names = {person.pk: person.name for person in self.staffing.people}
        rows = [
            (
                f"{stay.trainee}-{stay.host.pk}-{stay.period.pk}",
                f"{names[stay.trainee]} · {stay.host.name} · {stay.period}",
            )
            for stay in self.staffing.stays
            if stay.period in self.periods and stay.span.last >= self.days.first
        ]
        self.ask("row", _("Which placement"), sorted(rows, key=lambda row: row[1]), _("Choose a placement"))

    def supposition(self) -> Supposition:
        return Released(*map(int, self.cleaned_data["row"].split("-")))


class WithdrawsForm(SupposingForm):
    """From a switch on; for a day within a period something has to be repaired."""

    def offer(self) -> None:
        self.ask_host()
        self.ask_period()
        self.fields["period"].label = _("From which period on")

    def supposition(self) -> Supposition:
        first = next(p.span.first for p in self.periods if p.pk == self.cleaned_data["period"])
        return Withdraws(self.cleaned_data["host"], max(first, self.days.first))


class WithdrawsOnForm(SupposingForm):
    def offer(self) -> None:
        self.ask_host()
        self.ask_day("day", _("From which day on"), _("The first day on which nobody can work there."))

    def supposition(self) -> Supposition:
        return Withdraws(self.cleaned_data["host"], self.cleaned_data["day"])


class StopsForm(SupposingForm):
    def offer(self) -> None:
        self.ask_trainee(one for one in self.staffing.people if one.span.last >= self.days.first)
        self.ask_day("day", _("Last day"))

    def clean(self):
        super().clean()
        data = self.cleaned_data
        person = next((one for one in self.staffing.people if one.pk == data.get("trainee")), None)
        if person and data.get("day") and data["day"] not in person.span:
            self.add_error("day", _("Choose a day of this traineeship: %(span)s.") % {"span": person.span})
        return data

    def supposition(self) -> Supposition:
        return Stops(self.cleaned_data["trainee"], self.cleaned_data["day"])


class StaysForm(SupposingForm):
    def offer(self) -> None:
        self.ask_trainee()
        self.days = Span(self.days.first, max(self.days.last, self.staffing.span.last) + dt.timedelta(730))
        self.ask_day("day", _("New last day"))

    def clean(self):
        super().clean()
        data = self.cleaned_data
        person = next((one for one in self.staffing.people if one.pk == data.get("trainee")), None)
        if person and data.get("day") and data["day"] <= person.span.last:
            last = {"last": f"{person.span.last:%-d-%-m-%Y}"}
            self.add_error("day", _("Choose a day after %(last)s, the last day now.") % last)
        return data

    def supposition(self) -> Supposition:
        return Stays(self.cleaned_data["trainee"], self.cleaned_data["day"])


class JoinsForm(SupposingForm):
    """Somebody is there who has no place yet: nothing is supposed, only planned."""

    def offer(self) -> None:
        self.ask_day("day", _("From which day on"), _("Whoever has no place by then gets one."))
        self.fields["day"].initial = self.days.first

"""The days of a cohort and its switches, in one form."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements import scheduling
from placements.actions.periods import said_in_the_way
from placements.scheduling import MOST_PERIODS
from placements.spans import ONE_DAY, Span, said_day
from trainees.models import Cohort
from wijkmakers.lib.forms import DateField
from wijkmakers.lib.versions import VersionedForm


class EqualForm(forms.Form):
    """The number of equal periods that the address asks to propose."""

    equal = forms.IntegerField(min_value=1, max_value=MOST_PERIODS, required=False)

    def count(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("equal") or 0


class PeriodForm(VersionedForm):
    """First and last day, and the switches between. One switch more can always be filled in."""

    class Meta:
        model = Cohort
        fields = ["starts_on", "ends_on"]
        help_texts = {"ends_on": gettext_lazy("The last day of the last period.")}

    told_at = {"cohort_ends_after_start": "ends_on"}

    def __init__(self, *args, switches: Sequence, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        asked = sum(name.startswith("switch_") for name in self.data) if self.is_bound else 0
        for place in range(min(max(len(switches) + 1, asked), MOST_PERIODS - 1)):
            self.fields[f"switch_{place + 1}"] = DateField(
                label=_("First day of period %(number)d") % {"number": place + 2},
                required=False,
                initial=switches[place] if place < len(switches) else None,
            )
        self.shown = [self.initial.get("starts_on"), *switches, self.initial.get("ends_on")]

    @property
    def switch_fields(self):
        return [self[name] for name in self.fields if name.startswith("switch_")]

    @property
    def spans(self) -> list[Span]:
        """The periods as they stand in the form when it is opened."""
        firsts = self.shown[:-1]
        lasts = [day - ONE_DAY for day in self.shown[1:-1]] + self.shown[-1:]
        return [Span(first, last) for first, last in zip(firsts, lasts, strict=True)]

    def switches(self) -> list:
        found = (self.cleaned_data.get(field.name) for field in self.switch_fields)
        return sorted(day for day in found if day)

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and first < last:
            self._check_switches(first, last)
            if not self.errors:
                self._check_plan()
        return data

    def _check_switches(self, first, last) -> None:
        seen: set[dt.date] = set()
        for field in self.switch_fields:
            day = self.cleaned_data.get(field.name)
            if not day:
                continue
            if not first + ONE_DAY < day < last:
                words = {"first": said_day(first), "last": said_day(last)}
                sentence = _("A switch lies between the first day (%(first)s) and the last day (%(last)s).")
                self.add_error(field.name, sentence % words)
            elif any(abs((day - other).days) < 2 for other in seen):
                self.add_error(field.name, _("Two switches cannot be on the same day or the day after."))
            seen.add(day)

    def _check_plan(self) -> None:
        if self.plan.in_the_way:
            self.add_error(None, said_in_the_way(self.plan))
        elif self.consequences and not self.data.get("confirmed"):
            self.fields["confirmed"] = forms.BooleanField(label=_("Yes, change it like this"))
            self.add_error("confirmed", _("Look at what changes, and tick that this is right."))

    @cached_property
    def plan(self) -> scheduling.Plan:
        data = self.cleaned_data
        return scheduling.plan(
            self.instance, starts_on=data["starts_on"], ends_on=data["ends_on"], switches=self.switches()
        )

    @cached_property
    def consequences(self) -> list[str]:
        """What has to be agreed to: places that go with a period, and days that were already worked."""
        found = []
        lost = scheduling.dropped_seats(self.plan)
        if lost:
            numbers = ", ".join(str(period.number) for period in self.plan.dropped)
            sentence = ngettext(
                "Period %(numbers)s goes, with the seats of %(n)d organisation.",
                "Period %(numbers)s goes, with the seats of %(n)d organisations.",
                lost,
            )
            found.append(sentence % {"numbers": numbers, "n": lost})
        if self.plan.touches_worked_days(self.today):
            count = len(self.plan.placement_moves)
            sentence = ngettext(
                "%(n)d placement moves along, also for days that were already worked.",
                "%(n)d placements move along, also for days that were already worked.",
                count,
            )
            found.append(sentence % {"n": count})
        return found

"""Choosing a place: host, days and supervisor. What has to be said on purpose is asked when it is needed."""

from collections.abc import Sequence
from functools import cached_property

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements import choices
from placements.choices import Option, Search
from placements.models import Exclusion, Host, HostMember
from placements.spans import Span, said_day
from placements.staffing import PeriodFact, Person, Staffing, Stay
from wijkmakers.lib.forms import DateField, WijkForm, read_date

DESPITE = {
    Exclusion.Kind.EMPLOYER: gettext_lazy(
        "%(name)s worked at %(host)s before the traineeship. Tick that this is right, or choose another."
    ),
    Exclusion.Kind.VETO: gettext_lazy(
        "%(name)s would rather not work at %(host)s. Tick that this is agreed, or choose another."
    ),
    Exclusion.Kind.UNFIT: gettext_lazy(
        "It says that %(host)s does not suit %(name)s. Tick that this is right, or choose another."
    ),
}
AGREE = {
    Exclusion.Kind.EMPLOYER: gettext_lazy("%(name)s goes back to the former employer %(host)s"),
    Exclusion.Kind.VETO: gettext_lazy("%(name)s agrees to work at %(host)s"),
    Exclusion.Kind.UNFIT: gettext_lazy("%(name)s works at %(host)s all the same"),
}


class QueryForm(forms.Form):
    """What the address of these pages may say: a day of the empty stretch, and the page to go back to."""

    BACK = [("", ""), ("board", ""), ("trainee", "")]

    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    back = forms.ChoiceField(choices=BACK, required=False)

    def value(self, name):
        self.is_valid()
        return self.cleaned_data.get(name) or None

    def page(self, trainee) -> str:
        """The address to go back to; the overview of the cohort when nothing else is asked."""
        if self.value("back") == "trainee":
            return reverse("trainee", args=[trainee.pk])
        return reverse(self.value("back") or "cohort", args=[trainee.cohort_id])


class AgreedNumber(forms.CheckboxInput):
    """A box to tick that stands for a number: it is only ticked while it says the same number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(check_test=lambda value: str(value) == str(number))

    def format_value(self, value):
        return str(self.number)

    def value_from_datadict(self, data, files, name):
        return data.get(name)


class PlaceForm(WijkForm):
    """A place for a trainee in a period; with `stay` the change of one that is there."""

    host = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Host.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    starts_on = DateField(label=gettext_lazy("First day"))
    ends_on = DateField(label=gettext_lazy("Last day"))
    supervisor = forms.ModelChoiceField(
        label=gettext_lazy("Supervisor"),
        queryset=HostMember.objects.none(),
        required=False,
        help_text=gettext_lazy("Somebody of the organisation that you choose."),
    )

    def __init__(self, *args, search: Search, stay: Stay | None = None, **kwargs):
        self.person, self.period, self.stay = search.person, search.period, stay
        self.reach = search.reach
        self.offered = stay.span if stay else search.offered or search.reach
        kwargs["initial"] = {
            "starts_on": self.offered.first,
            "ends_on": self.offered.last,
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.look_again(search.staffing)
        self._offer_days()
        self._offer_supervisors()

    def look_again(self, staffing: Staffing) -> None:
        """Offer what fits by now, and ask what the chosen host makes necessary."""
        self.staffing = staffing
        self.options = choices.options(
            staffing,
            self.person,
            self.period,
            self._asked_days(),
            besides=self.stay.pk if self.stay else None,
        )
        self.fields["host"].queryset = Host.objects.offering_in(self.period.pk)
        self.fields["host"].widget.choices = self._host_choices()
        self._ask(self._asked_option())

    def _asked_days(self) -> Span:
        """The days as they were typed, or the offered ones where they make no sense."""
        if not self.is_bound:
            return self.offered
        try:
            first, last = (read_date(str(self.data.get(name))) for name in ("starts_on", "ends_on"))
        except ValueError:
            return self.offered
        return Span(first, last) if first <= last else self.offered

    def _asked_option(self) -> Option | None:
        asked = str(self.data.get("host", "") if self.is_bound else self.initial.get("host"))
        return next((option for option in self.options if str(option.host.pk) == asked), None)

    def _host_choices(self) -> list:
        groups: dict[str, list] = {}
        current = self.stay.host.pk if self.stay else None
        if current:
            groups[_("Now")] = []
        for option in self.options:
            group = _("Now") if option.host.pk == current else str(choices.GROUPS[option.group])
            groups.setdefault(group, []).append((option.host.pk, option.label()))
        return list(groups.items())

    def _ask(self, option: Option | None) -> None:
        """Consent where somebody is not sent, a reason for a second time, and consent to one more seat: only
        where the choice needs it.
        """
        for name in ("despite", "repeat_reason", "raise_to"):
            self.fields.pop(name, None)
        if option and option.excluded and not (self.stay and self.stay.host == option.host):
            self.fields["despite"] = despite_field(self.person, option)
        if option and option.needs_reason:
            self.fields["repeat_reason"] = _reason_field(self.person, option)
        if option and option.free <= 0:
            self.fields["raise_to"] = _raise_field(self.period, option)
        self.order_fields(
            ["host", "despite", "repeat_reason", "raise_to", "starts_on", "ends_on", "supervisor"]
        )

    def _offer_days(self) -> None:
        for name in ("starts_on", "ends_on"):
            self.fields[name].between(self.reach.first, self.reach.last)
        self.fields["ends_on"].help_text = _("Between %(first)s and %(last)s.") % {
            "first": said_day(self.reach.first),
            "last": said_day(self.reach.last),
        }

    def _offer_supervisors(self) -> None:
        hosts = {option.host.pk: option.host for option in self.options}
        chosen = self.stay.supervisor if self.stay else None
        members = HostMember.objects.of_hosts(hosts).to_choose(since=self.offered.first, besides=chosen)
        groups: dict[int, list] = {pk: [] for pk in hosts}
        for member in members.with_user().in_order():
            groups[member.host_id].append((member.pk, _with_last_day(member)))
        self.fields["supervisor"].queryset = members.with_user()
        self.fields["supervisor"].widget.choices = [
            ("", _("Not known yet")),
            *((f"{hosts[pk].code} {hosts[pk].name}", found) for pk, found in groups.items() if found),
        ]

    @cached_property
    def days_are_asked(self) -> bool:
        """Whether the dates should be in view: when something is wrong with them, or they were changed."""
        return bool(self["starts_on"].errors or self["ends_on"].errors) or self._asked_days() != self.offered

    def clean(self):
        super().clean()
        data = self.cleaned_data
        host, supervisor = data.get("host"), data.get("supervisor")
        if host and supervisor and supervisor.host_id != host.pk:
            sentence = _(
                "%(name)s does not belong to %(host)s. Choose somebody of %(host)s, or leave this open."
            )
            self.add_error("supervisor", sentence % {"name": supervisor, "host": host})
        if data.get("starts_on") and data.get("ends_on"):
            self._check_days(data["starts_on"], data["ends_on"])
        return data

    def _check_days(self, first, last) -> None:
        if last < first:
            self.add_error("ends_on", _("The last day comes on or after the first day."))
            return
        for other in self._others():
            if other.span.overlaps(Span(first, last)):
                words = {"name": self.person.name, "host": other.host.name, "days": other.span}
                self.add_error("starts_on", _("%(name)s then works at %(host)s (%(days)s).") % words)
                return

    def _others(self) -> Sequence[Stay]:
        stays = self.staffing.stays_of(self.person)
        return [stay for stay in stays if self.stay is None or stay.pk != self.stay.pk]

    def placing(self) -> dict:
        """What the action needs, apart from the trainee and the period."""
        data = self.cleaned_data
        names = ("host", "starts_on", "ends_on", "supervisor")
        return {name: data[name] for name in names} | {
            "repeat_reason": data.get("repeat_reason", ""),
            "raise_to": int(data.get("raise_to") or 0),
        }


class PlacementForm(PlaceForm):
    """The change of a placement. Days that were already worked change only when that is said on purpose."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, search: Search, placement, today, **kwargs):
        self.placement, self.today = placement, today
        stays = search.staffing.stays_of(search.person)
        stay = next(stay for stay in stays if stay.pk == placement.pk)
        start = {
            "seen": placement.version,
            "host": placement.host_id,
            "supervisor": placement.supervisor_id,
            "repeat_reason": placement.repeat_reason,
        }
        super().__init__(*args, search=search, stay=stay, initial=start, **kwargs)

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0

    def clean(self):
        data = super().clean()
        if not self.errors and self.worked_days_change() and not self.data.get("confirmed"):
            self.fields["confirmed"] = forms.BooleanField(
                label=_("Yes, change the days that were already worked")
            )
            self.add_error("confirmed", _("Look at what changes, and tick that this is right."))
        return data

    @property
    def consequences(self) -> list[str]:
        """What is asked to be agreed to; nothing when nothing is asked."""
        return self.worked_days_change() if "confirmed" in self.fields else []

    def worked_days_change(self) -> list[str]:
        """What becomes different about the past, in sentences."""
        stay, data = self.stay, self.cleaned_data
        if stay is None or stay.span.first > self.today:
            return []
        words = {
            "name": self.person.name, "old": stay.host.name,
            "new": data["host"], "day": said_day(stay.span.first),
        }  # fmt: skip
        found = []
        if data["host"].pk != stay.host.pk:
            found.append(
                _(
                    "%(name)s works or worked at %(old)s since %(day)s. All of that time becomes %(new)s. "
                    "Did %(name)s move there later? Then shorten this one and choose a place for the rest."
                )
                % words
            )
        if data["starts_on"] != stay.span.first:
            found.append(
                _("The first day was %(old)s and becomes %(new)s.")
                % {"old": said_day(stay.span.first), "new": said_day(data["starts_on"])}
            )
        if data["ends_on"] != stay.span.last and min(data["ends_on"], stay.span.last) < self.today:
            found.append(
                _("The last day was %(old)s and becomes %(new)s.")
                % {"old": said_day(stay.span.last), "new": said_day(data["ends_on"])}
            )
        return found

    def changed_placement(self):
        """The row with what was typed, not saved."""
        found = self.placing()
        for name in ("host", "starts_on", "ends_on", "supervisor", "repeat_reason"):
            setattr(self.placement, name, found[name])
        return self.placement


def _with_last_day(member: HostMember) -> str:
    if member.ends_on is None:
        return str(member)
    return _("%(name)s, until %(day)s") % {"name": member, "day": said_day(member.ends_on)}


def _reason_field(person: Person, option: Option) -> forms.CharField:
    sentence = _("%(name)s has already worked at %(host)s. Write why it is good to work there again.")
    return forms.CharField(
        label=_("Why a second time here"),
        max_length=200,
        error_messages={"required": sentence % {"name": person.name, "host": option.host.name}},
    )


def _raise_field(period: PeriodFact, option: Option) -> forms.IntegerField:
    number = option.seat.maximum - option.free + 1
    words = {"host": option.host.name, "number": period.number, "n": number}
    label = ngettext(
        "Raise the number of seats at %(host)s in period %(number)d to %(n)d",
        "Raise the number of seats at %(host)s in period %(number)d to %(n)d",
        number,
    )
    sentence = _("%(host)s is full in period %(number)d. Tick that it gets one seat more, or choose another.")
    return _agreed_field(number, label % words, sentence % words)


def despite_field(person: Person, option: Option) -> forms.IntegerField:
    """Agreed to for this very organisation: choosing another one asks again."""
    kind, words = Exclusion.Kind(option.excluded), {"name": person.name, "host": option.host.name}
    return _agreed_field(option.host.pk, AGREE[kind] % words, DESPITE[kind] % words)


def _agreed_field(number: int, label: str, sentence: str) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label, widget=AgreedNumber(number), error_messages={"required": sentence}
    )
    field.validators.append(_exactly(number, sentence))
    return field


def _exactly(number: int, sentence: str):
    def check(value: int) -> None:
        if value != number:
            raise forms.ValidationError(sentence)

    return check

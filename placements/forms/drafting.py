"""Changing a draft by hand: where somebody goes in a period, or with whom they swap."""

from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placements import choices, draftchoices
from placements.choices import Option
from placements.draftchoices import Exchange, Target
from placements.forms.placing import despite_field
from placements.models import Plan
from placements.moves import Spot
from placements.spans import Span, said_day
from wijkmakers.lib.forms import NOT_THERE, Choice, DateField, WijkForm, read_date

SHOWN = 40  # candidates for a swap; the others would cost more


class DraftForm(WijkForm):
    """A form that remembers which version of the draft was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0


class PublishForm(DraftForm):
    """The yes to what was shown."""

    def told_of(self, current: Plan) -> str:
        """The sentence for who would have published something else than was shown. The next yes is to it."""
        del current
        return _("Somebody else changed this draft meanwhile. Look at what changes now, and publish again.")


class CellForm(DraftForm):
    """Where somebody is in a period of a draft, or in some days of it."""

    host = forms.TypedChoiceField(
        label=gettext_lazy("Organisation"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an organisation."), "invalid_choice": NOT_THERE},
    )
    starts_on = DateField(label=gettext_lazy("First day"))
    ends_on = DateField(label=gettext_lazy("Last day"))
    pinned = forms.BooleanField(
        label=gettext_lazy("Keep this fixed"),
        help_text=gettext_lazy("Then it stays when you solve the rest."),
        required=False,
    )

    def __init__(self, *args, target: Target, **kwargs):
        spot = target.spot
        self.target = target
        kwargs["initial"] = {
            "seen": target.draft.plan.version,
            "host": spot.host if spot else None,
            "starts_on": target.offered.first,
            "ends_on": target.offered.last,
            "pinned": True,
        }
        super().__init__(*args, **kwargs)
        self.look_again(target)

    def look_again(self, target: Target) -> None:
        """Offer what fits in the draft as it is by now."""
        self.target = target
        during = self._asked_days()
        self.options = draftchoices.options(target, during)
        self.fields["host"].choices = self._host_choices(during)
        for name in ("starts_on", "ends_on"):
            self.fields[name].between(target.reach.first, target.reach.last)
        self.fields["ends_on"].help_text = _(
            "Between %(first)s and %(last)s. The other days of the period stay as they are."
        ) % {"first": said_day(target.reach.first), "last": said_day(target.reach.last)}
        self._ask()

    def _asked_days(self) -> Span:
        """The days as they were typed, or the offered ones where they make no sense."""
        if not self.is_bound:
            return self.target.offered
        try:
            first, last = (read_date(str(self.data.get(name))) for name in ("starts_on", "ends_on"))
        except ValueError:
            return self.target.offered
        return Span(first, last) if first <= last else self.target.offered

    def _host_choices(self, during: Span) -> list:
        groups: dict[str, list] = {}
        current = self.target.spot.host if self.target.spot else None
        if any(option.host.pk == current for option in self.options):
            groups[_("Now")] = []
        for option in self.options:
            group = _("Now") if option.host.pk == current else str(choices.GROUPS[option.group])
            label = draftchoices.label(self.target, option, during)
            groups.setdefault(group, []).append((option.host.pk, label))
        return list(groups.items())

    def _ask(self) -> None:
        """Consent where somebody is not sent, unless it was agreed to before."""
        self.fields.pop("despite", None)
        option, spot = self._asked_option(), self.target.spot
        agreed = spot and spot.pinned and option and option.host.pk == spot.host
        if option and option.excluded and not agreed:
            self.fields["despite"] = despite_field(self.target.person, option)
        self.order_fields(["host", "despite", "starts_on", "ends_on", "pinned"])

    def _asked_option(self) -> Option | None:
        asked = str(self["host"].value())
        return next((option for option in self.options if str(option.host.pk) == asked), None)

    @cached_property
    def days_are_asked(self) -> bool:
        """Whether the dates should be in view: when something is wrong with them, or they were changed."""
        return (
            bool(self["starts_on"].errors or self["ends_on"].errors)
            or self._asked_days() != self.target.offered
        )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day comes on or after the first day."))
        option = self._asked_option()
        if option and self.target.stood_at(option.host.pk):
            sentence = _(
                "%(name)s works or worked at %(host)s already, and that stands. Choose another, or publish "
                "first and say then why a second time is good."
            )
            self.add_error("host", sentence % {"name": self.target.person.name, "host": option.host.name})
        return data

    def spot(self) -> Spot:
        """The place that was chosen. Where a rule was set aside on purpose it is fixed, so that it holds."""
        data = self.cleaned_data
        return Spot(
            trainee=self.target.person.pk,
            span=Span(data["starts_on"], data["ends_on"]),
            period=self.target.period.pk,
            host=data["host"],
            pinned=data["pinned"] or "despite" in data,
        )


class SwapForm(DraftForm):
    """With whom somebody swaps in a period."""

    other = forms.TypedChoiceField(
        label=gettext_lazy("Swap with"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose somebody."), "invalid_choice": NOT_THERE},
    )
    pinned = forms.BooleanField(
        label=gettext_lazy("Keep both fixed"),
        help_text=gettext_lazy("Then they stay when you solve the rest."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, target: Target, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = target.draft.plan.version
        self.order_fields(["other", "pinned"])
        self.look_again(target)

    def look_again(self, target: Target) -> None:
        """Offer who can swap in the draft as it is by now."""
        self.target = target
        keys = {spot: key for key, spot in target.draft.spots.items()}
        self.exchanges = {keys[one.spot]: one for one in draftchoices.exchanges(target)[:SHOWN]}
        groups: dict[str, list] = {}
        for key, one in self.exchanges.items():
            group = _("Together they give up no more") if one.more <= 0 else _("Together they give up more")
            groups.setdefault(group, []).append((key, self._label(one)))
        self.fields["other"].choices = list(groups.items())

    def _label(self, one: Exchange) -> Choice:
        words = {"name": self.target.person.name, "other": one.person.name}
        sentence = _("%(name)s %(own)s, %(other)s %(theirs)s")
        own, theirs = (draftchoices.said_cost(*cost) for cost in zip(one.now, one.then, strict=True))
        return Choice(
            name=f"{one.host.name}, {one.person.name}",
            code=one.host.code,
            look=one.host.look,
            why=sentence % (words | {"own": own, "theirs": theirs}),
            fits=one.more <= 0,
        )

    def chosen(self) -> Exchange:
        return self.exchanges[self.cleaned_data["other"]]

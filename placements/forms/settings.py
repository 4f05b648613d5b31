"""What a cohort's plans go by."""

import re

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placements.models import Plan, Planning
from placements.models.planning import MOST_POINTS, MOST_RANKS, MOST_WEEKS
from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import Choice
from wijkmakers.lib.versions import VersionedForm

Objective = Plan.Objective
MEANS = {
    Objective.FAIR: gettext_lazy(
        "Whoever has to give up most gives up as little as can be. "
        "After that all together as little as can be."
    ),
    Objective.LEXIMIN: gettext_lazy(
        "First for whoever has to give up most, then for who comes after that, and so on to the last."
    ),
    Objective.MOST: gettext_lazy(
        "Only what all give up together counts. Somebody may give up much so that others get more."
    ),
    Objective.FEWEST: gettext_lazy(
        "For planning again: as much as possible of what was agreed stays. After that as fair as possible."
    ),
}
SEPARATORS = re.compile(r"[\s,;]+")
WHOLE = re.compile(r"[0-9]{1,6}")
LONGEST = 200


class PointsField(forms.CharField):
    """“10, 8, 6” <-> [10, 8, 6], never more for a later wish than for the one before it."""

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST, **kwargs)

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        words = [word for word in SEPARATORS.split(super().to_python(value) or "") if word]
        for word in words:
            if not WHOLE.fullmatch(word):
                sentence = _("“%(value)s” is no whole number. Write it like 10, 8, 6, 5.")
                raise forms.ValidationError(sentence % {"value": word})
        return [int(word) for word in words]

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_RANKS:
            raise forms.ValidationError(sentence_of("planning_one_to_twelve_ranks"))
        if max(value) > MOST_POINTS:
            raise forms.ValidationError(sentence_of("planning_points_sensible"))
        if value != sorted(value, reverse=True):
            raise forms.ValidationError(sentence_of("planning_dearer_wishes_earn_more"))

    def run_validators(self, value):
        """Those of a text were for what was typed."""


class PlanningForm(VersionedForm):
    told_at = {
        "planning_no_wish_earns_least": "points_unranked",
        "planning_dearer_wishes_earn_more": "points_by_rank",
        "planning_wishes_window": "wishes_close_on",
    }

    objective = forms.ChoiceField(
        label=gettext_lazy("What comes first"), choices=Objective.choices, widget=forms.RadioSelect
    )
    points_by_rank = PointsField(
        label=gettext_lazy("Points for wishes"),
        help_text=gettext_lazy(
            "For the first wish, the second, and so on, with commas between them. "
            "Wishes after that earn as much as the last one."
        ),
    )
    points_unranked = forms.IntegerField(
        label=gettext_lazy("Points for a place without a wish"),
        min_value=0,
        max_value=MOST_POINTS,
        help_text=gettext_lazy("For an organisation that does not stand in somebody's wishes."),
    )
    points_per_sector = forms.IntegerField(
        label=gettext_lazy("Points for each new sector"),
        min_value=0,
        max_value=MOST_POINTS,
        help_text=gettext_lazy("The higher, the more seeing different sectors counts beside wishes."),
    )
    notice_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks of notice"),
        min_value=0,
        max_value=MOST_WEEKS,
        help_text=gettext_lazy("How long before a switch trainees and organisations should know."),
    )

    class Meta:
        model = Planning
        fields = [
            "objective", "points_by_rank", "points_unranked", "points_per_sector", "notice_weeks",
            "favours_who_gave_up", "wishes_open_on", "wishes_close_on",
        ]  # fmt: skip
        labels = {
            "favours_who_gave_up": gettext_lazy("Who gave up most before goes first"),
            "wishes_open_on": gettext_lazy("Wishes from"),
            "wishes_close_on": gettext_lazy("Up to and including"),
        }
        help_texts = {
            "favours_who_gave_up": gettext_lazy("Only between plans that are equally good otherwise.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objective"].widget.choices = [
            (each, Choice(name=capfirst(str(each.label)), why=str(MEANS[each]))) for each in Objective
        ]

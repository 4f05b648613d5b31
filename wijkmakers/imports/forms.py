"""What somebody fills in to import a workbook: the file, and the cohort it goes to."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from curriculum.models import Curriculum, Programme
from placements.models import Period
from placements.scheduling import MOST_PERIODS, equal_periods
from trainees.forms import OFFERED, CohortField, CohortForm
from trainees.models import Cohort
from wijkmakers.imports.cohort import Target, open_workbook
from wijkmakers.lib.forms import WijkForm
from wijkmakers.lib.sheets import Limits, Unreadable

NEW = "new"
USUAL_WORK_DAYS = ["1", "2", "3", "4"]
USUAL_LEARNING_DAY = 5


class CohortOrNewField(CohortField):
    """A cohort that is there, or a new one: that is a choice too, and not an empty field."""

    def offer(self, user):
        super().offer(user)
        self.widget.choices = [(NEW, self.empty_label), *self.widget.choices[1:]]
        self.looked_up = {}

    def clean(self, value):
        """Looked up once, though the form that depends on it asks twice."""
        if value == NEW:
            return None
        if value not in self.looked_up:
            try:
                self.looked_up[value] = super().clean(value), None
            except forms.ValidationError as refusal:
                self.looked_up[value] = None, refusal
        found, refused = self.looked_up[value]
        if refused:
            raise refused
        return found


class CurriculumOrNewField(forms.ModelChoiceField):
    """The same for curricula."""

    def clean(self, value):
        return None if value == NEW else super().clean(value)

    def offer(self):
        curricula = Curriculum.objects.newest_first()
        self.queryset = curricula
        self.widget.choices = [(NEW, self.empty_label), *curricula.values_list("pk", "name")[:OFFERED]]


class UploadForm(WijkForm):
    """A workbook, and whether it is about a cohort that is already here."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("An Excel workbook (.xlsx) or a CSV file."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )
    cohort = CohortOrNewField(
        label=_("Cohort"),
        queryset=None,
        empty_label=_("New cohort"),
        help_text=_("You can change this after the file has been read."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].offer(user)

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.content = file.read(Limits().size + 1)
        try:
            open_workbook(self.content, file.name)
        except Unreadable as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return file


class TargetForm(CohortForm):
    """Which cohort the workbook goes to; a new one with everything that is needed to make it."""

    cohort = CohortOrNewField(label=_("Import into"), queryset=None, empty_label=_("A new cohort"))
    periods = forms.IntegerField(
        label=_("Number of periods"),
        min_value=1,
        max_value=MOST_PERIODS,
        help_text=_("Of equal length; you can move the switch dates afterwards."),
    )
    curriculum = CurriculumOrNewField(
        label=_("Curriculum"), queryset=None, empty_label=_("A new one, when the file has modules")
    )
    field_order = [
        "cohort",
        "name",
        "starts_on",
        "ends_on",
        "periods",
        "learning_weekday",
        "work_weekdays",
        "curriculum",
    ]

    class Meta(CohortForm.Meta):
        fields = ["name", "starts_on", "ends_on", "learning_weekday", "work_weekdays"]

    data: QueryDict

    def __init__(self, data: QueryDict, *, user):
        super().__init__(data)
        self.fields["cohort"].offer(user)
        self.fields["curriculum"].offer()
        del self.fields["seen"]
        self.chosen = self._chosen()
        if self.chosen:
            self._ask_only_what_is_not_there()

    def clean(self):
        super().clean()
        data = self.cleaned_data
        first, last, count = (data.get(name) for name in ("starts_on", "ends_on", "periods"))
        if self.chosen:
            first, last = self.chosen.starts_on, self.chosen.ends_on
        try:
            if first and last and count and first < last:
                equal_periods(first, last, count)
        except ValueError:
            self.add_error(
                "periods",
                _("The cohort is too short for so many periods. Choose fewer periods, or a later last day."),
            )
        return data

    def target(self):
        cohort = self.chosen or self.instance
        return Target(cohort, self.cleaned_data.get("periods", 0), self.cleaned_data.get("curriculum"))

    def hidden(self):
        """Name and value of everything that was filled in, to be sent along with the confirmation."""
        return [(name, value) for name in self.fields for value in self.data.getlist(name)]

    def _chosen(self):
        try:
            return self.fields["cohort"].clean(self.data.get("cohort"))
        except forms.ValidationError:
            return None

    def _ask_only_what_is_not_there(self):
        for name in self.Meta.fields:
            del self.fields[name]
        if Period.objects.of_cohort(self.chosen).exists():
            del self.fields["periods"]
        if Programme.objects.of_cohort(self.chosen).exists():
            del self.fields["curriculum"]


def filled_in(data, proposal, user):
    """What was sent, and for the rest what the workbook proposes: a cohort of that name when there is one."""
    filled = data.copy()
    if "cohort" not in filled:
        known = Cohort.objects.coordinated_by(user).named(proposal.name).newest_first().first()
        filled["cohort"] = str(known.pk) if known else NEW
    if "name" not in filled:
        filled.setlist("work_weekdays", USUAL_WORK_DAYS)
    for name, value in {
        "name": proposal.name,
        "starts_on": proposal.starts_on.isoformat() if proposal.starts_on else "",
        "ends_on": proposal.ends_on.isoformat() if proposal.ends_on else "",
        "periods": str(proposal.periods),
        "learning_weekday": str(USUAL_LEARNING_DAY),
        "curriculum": NEW,
    }.items():
        filled.setdefault(name, value)
    return filled

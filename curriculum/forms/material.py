"""Material: a file or a link."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from curriculum.models import Lesson, Material
from wijkmakers.lib.uploads import NotAccepted, kind_of
from wijkmakers.lib.versions import VersionedForm

REQUIRED = {"is_required": _("Trainees need it: it stands with what they prepare")}


def _url_field(**kwargs):
    return forms.URLField(
        label=_("Link"), max_length=500, assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])], **kwargs,
    )  # fmt: skip


def _file_field(**kwargs):
    kinds = _("PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPG, CSV or plain text, at most 20 MB.")
    return forms.FileField(max_length=200, widget=forms.FileInput, help_text=kinds, **kwargs)


class ForSession(VersionedForm):
    """For a form of material: for which session of its module, and whether it is needed."""

    session_number = forms.TypedChoiceField(
        label=_("For which session"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        material = self.instance
        lesson = material.lesson
        if lesson:
            self.initial["session_number"] = lesson.number
        self.fields["session_number"].choices = [
            ("", _("For the whole module")),
            *sessions_of(material.module, besides=lesson.number if lesson else 0),
        ]


def sessions_of(module, *, besides=0):
    """Each session of a module by its number, with what it is about when that is known."""
    titles = {lesson.number: lesson.title for lesson in Lesson.objects.of_module(module).in_order()}
    for number in range(1, max(module.session_count, besides) + 1):
        words = {"number": number, "title": titles.get(number, "")}
        sentence = _("Session %(number)d: %(title)s") if words["title"] else _("Session %(number)d")
        yield number, sentence % words


class FileChecked:
    """For a form of material: finds out what an uploaded file is by looking at its content."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            try:
                self.instance.kind = kind_of(file)
            except NotAccepted as refused:
                raise forms.ValidationError(refused.sentence, code="refused") from refused
            self.instance.size = file.size
        return file


class MaterialForm(FileChecked, ForSession):
    """New material: one of the two."""

    told_at = {"material_title_once": "title"}

    url = _url_field(required=False)
    file = _file_field(label=_("File"), required=False)

    class Meta:
        model = Material
        fields = ["title", "file", "url", "is_required"]
        labels = REQUIRED
        help_texts = {"title": _("What the trainees see. A file gets this name when it is downloaded.")}

    field_order = ["title", "file", "url", "session_number", "is_required"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Give a file or a link, and not both."))
        return cleaned


class FileForm(FileChecked, ForSession):
    """What is there as a file stays a file."""

    told_at = {"material_title_once": "title"}

    file = _file_field(label=_("Another file in its place"), required=False)

    class Meta:
        model = Material
        fields = ["title", "file", "is_required"]
        labels = REQUIRED

    field_order = ["title", "file", "session_number", "is_required"]


class LinkForm(ForSession):
    told_at = {"material_title_once": "title"}

    url = _url_field()

    class Meta:
        model = Material
        fields = ["title", "url", "is_required"]
        labels = REQUIRED

    field_order = ["title", "url", "session_number", "is_required"]

"""Material: a file or a link."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from curriculum.models import Material
from wijkmakers.lib.uploads import NotAccepted, kind_of
from wijkmakers.lib.versions import VersionedForm


def _url_field(**kwargs):
    return forms.URLField(
        label=_("Link"), max_length=500, assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])], **kwargs,
    )  # fmt: skip


def _file_field(**kwargs):
    kinds = _("PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPG, CSV or plain text, at most 20 MB.")
    return forms.FileField(max_length=200, widget=forms.FileInput, help_text=kinds, **kwargs)


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


class MaterialForm(FileChecked, VersionedForm):
    """New material: one of the two."""

    told_at = {"material_title_once": "title"}

    url = _url_field(required=False)
    file = _file_field(label=_("File"), required=False)

    class Meta:
        model = Material
        fields = ["title", "file", "url"]
        help_texts = {"title": _("What the trainees see. A file gets this name when it is downloaded.")}

    field_order = ["title", "file", "url"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Give a file or a link, and not both."))
        return cleaned


class FileForm(FileChecked, VersionedForm):
    """What is there as a file stays a file."""

    told_at = {"material_title_once": "title"}

    file = _file_field(label=_("Another file in its place"), required=False)

    class Meta:
        model = Material
        fields = ["title", "file"]


class LinkForm(VersionedForm):
    told_at = {"material_title_once": "title"}

    url = _url_field()

    class Meta:
        model = Material
        fields = ["title", "url"]

"""Dates and times as people type them, and the form pack that shows forms."""

import re
from datetime import date, time

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.db import models
from django.template import Context, Template
from django.utils import translation

from wijkmakers.lib.forms import (
    Choice,
    DateField,
    TimeField,
    WijkForm,
    WijkModelForm,
    lenient,
    read_date,
    read_time,
)

FIRST_OF_JUNE = date(2027, 6, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2027-06-01",
        "1-6-2027",
        "01-06-2027",
        "1/6/2027",
        "1.6.2027",
        "1 6 2027",
        "1-6-27",
        "1 juni 2027",
        "1 jun 2027",
        "1 Juni 2027",
        " 1  june  2027 ",
        "1 June 2027",
        "1 Jun. 2027",
        "1st June 2027",
        "dinsdag 1 juni 2027",
        "Tuesday, 1 June 2027",
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_date_is_understood_in_either_language(typed, language):
    with translation.override(language):
        assert DateField().clean(typed) == FIRST_OF_JUNE


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("maart", 3),
        ("mrt", 3),
        ("march", 3),
        ("mar", 3),
        ("mei", 5),
        ("may", 5),
        ("aug", 8),
        ("augustus", 8),
        ("okt", 10),
        ("oct", 10),
        ("sept", 9),
        ("december", 12),
    ],
)
def test_months_long_and_short(typed, month):
    assert read_date(f"3 {typed} 2027") == date(2027, month, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "morgen",
        "1 juni",
        "juni 2027",
        "1-6",
        "2027",
        "1 foo 2027",
        "1--6-2027",
        "\x00",
        "9" * 30_000,
        "٣-٦-٢٠٢٧x",
    ],
)
def test_what_is_no_date_says_how_to_write_one(typed):
    with pytest.raises(forms.ValidationError) as refused, translation.override("en"):
        DateField().clean(typed)
    assert refused.value.code == "invalid"
    with translation.override("en"):
        assert refused.value.messages[0].endswith("is not a date. Write it like 1-6-2027 or 1 June 2027.")
    assert len(refused.value.messages[0]) < 120


@pytest.mark.parametrize(
    "typed", ["31-2-2027", "29 februari 2027", "2027-13-01", "0-1-2027", "1-1-0001", "1-1-9999"]
)
def test_a_day_that_no_calendar_has(typed):
    with pytest.raises(forms.ValidationError) as refused:
        DateField().clean(typed)
    assert refused.value.code == "no_such_day"


def test_a_leap_day_exists():
    assert read_date("29-2-2028") == date(2028, 2, 29)


def test_an_empty_date():
    assert DateField(required=False).clean("  ") is None
    with pytest.raises(forms.ValidationError) as refused:
        DateField().clean("")
    assert refused.value.code == "required"


def test_a_date_within_bounds():
    field = DateField(first=date(2027, 1, 1), last=date(2027, 12, 31))
    assert field.clean("1-1-2027") == date(2027, 1, 1)
    assert field.clean("31-12-2027") == date(2027, 12, 31)
    for typed, code in [("31-12-2026", "too_early"), ("1-1-2028", "too_late")]:
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(typed)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9u30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9 30", time(9, 30)),
        ("9:30 uur", time(9, 30)),
        ("9", time(9)),
        ("9 uur", time(9)),
        ("13:05:00", time(13, 5)),
        ("0:00", time(0)),
        ("23.59", time(23, 59)),
    ],
)
def test_a_time_is_understood(typed, expected):
    assert TimeField().clean(typed) == expected


@pytest.mark.parametrize("typed", ["24:00", "9:60", "9:3", "half tien", "99999", "\x00", "9" * 30_000])
def test_what_is_no_time(typed):
    with pytest.raises(forms.ValidationError) as refused:
        TimeField().clean(typed)
    assert refused.value.code == "invalid"


def test_a_time_read_alone_raises_a_value_error():
    with pytest.raises(ValueError, match="tien"):
        read_time("tien")


class Everything(WijkForm):
    name = forms.CharField(label="Naam", help_text="Zoals op het <b>paspoort</b>")
    remark = forms.CharField(label="Opmerking", widget=forms.Textarea, required=False)
    cohort = forms.ChoiceField(label="Lichting", choices=[("", "Kies"), ("1", "2026")])
    starts_on = DateField(label="Eerste dag", first=date(2027, 1, 1))
    begins_at = TimeField(label="Begint om", required=False)
    host = forms.ChoiceField(label="Organisatie", widget=forms.RadioSelect)
    skills = forms.MultipleChoiceField(
        label="Kan", widget=forms.CheckboxSelectMultiple, choices=[("a", "Schrijven")], required=False
    )
    file = forms.FileField(label="Werkboek", required=False)
    sure = forms.BooleanField(label="Nagekeken")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rich = Choice(
            "Zorggroep", code="ZOR", look="teal", why="Vult wonen aan", fits=True, tag="2 vrij", tone="ok"
        )
        self.fields["host"].choices = [("Past goed", [("z", rich)]), ("Vol", [("t", "Turfsingel")])]

    def clean(self):
        if self.cleaned_data.get("remark") == "dubbel":
            raise forms.ValidationError("Deze naam staat er al.")


def shown(form, tag="{{ form|crispy }}", **context):
    html = Template("{% load crispy_forms_tags %}" + tag).render(Context({"form": form, **context}))
    return re.sub(r"\s*\n\s*", "", html)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.usefixtures("english")
class TestAnEmptyForm:
    def test_label_above_the_input_and_the_hint_belongs_to_it(self):
        html = shown(Everything())
        assert '<label for="id_name">Naam</label>' in html
        assert '<div class="hint" id="id_name_helptext">Zoals op het <b>paspoort</b></div>' in html
        assert (
            '<input type="text" name="name" class="input" aria-describedby="id_name_helptext" id="id_name">'
            in html
        )

    def test_optional_fields_say_so_and_others_carry_no_mark(self):
        html = shown(Everything())
        assert html.count("(optional)") == 4  # remark, begins_at, skills, file
        assert "*" not in html
        assert " required" not in html

    def test_native_controls_for_date_and_time(self):
        html = shown(Everything())
        assert '<input type="date" name="starts_on" min="2027-01-01" class="input" id="id_starts_on">' in html
        assert '<input type="time" name="begins_at" class="input" id="id_begins_at">' in html

    def test_each_shape_has_its_class(self):
        html = shown(Everything())
        assert '<textarea name="remark" cols="40" rows="10" class="textarea" id="id_remark">' in html
        assert '<select name="cohort" class="select" id="id_cohort">' in html
        assert '<input type="file" name="file" class="input" id="id_file">' in html
        assert '<input type="hidden" name="seen" id="id_seen">' in html
        assert '<input type="checkbox" name="sure" class="check" id="id_sure">' not in html

    def test_radios_are_a_choice_list_in_a_named_group(self):
        html = shown(Everything())
        assert '<fieldset class="field" id="id_host" tabindex="-1">' in html
        assert "<legend>Organisatie</legend>" in html
        assert '<p class="grp">Past goed</p>' in html
        label = '<label class="choice look-teal fits" for="id_host_0_0">'
        assert f'{label}<input type="radio" name="host" value="z" id="id_host_0_0">' in html
        assert '<b>ZOR</b> Zorggroep <span class="why">Vult wonen aan</span>' in html
        assert '<span class="tag tag--ok">2 vrij</span>' in html
        assert '<span class="what">Turfsingel</span>' in html

    def test_no_summary(self):
        assert "errsum" not in shown(Everything())


@pytest.mark.usefixtures("english")
class TestAFormWithMistakes:
    def test_summary_and_field_say_the_same(self):
        html = shown(Everything({}))
        for sentence, target in [
            ("Fill in “Naam”.", "id_name"),
            ("Choose “Lichting”.", "id_cohort"),
            ("Fill in “Eerste dag”.", "id_starts_on"),
            ("Choose “Organisatie”.", "id_host"),
            ("Tick “Nagekeken”.", "id_sure"),
        ]:
            assert f'<a href="#{target}">{sentence}</a>' in html
            assert f"<span>{sentence}</span>" in html
            assert f'id="{target}"' in html
        assert '<div class="errsum" role="alert" tabindex="-1" data-errors>' in html
        assert "Something is not right" in html

    def test_the_field_knows_its_error(self):
        html = shown(Everything({}))
        assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
        assert '<div id="id_name_error">' in html
        assert 'aria-describedby="id_host_error"' in html

    def test_a_mistake_of_the_whole_form(self):
        html = shown(Everything({"remark": "dubbel"}))
        assert "<li>Deze naam staat er al.</li>" in html

    def test_a_hidden_field_is_told_without_a_link(self):
        html = shown(Everything({"seen": "x"}))
        assert "<li>Enter a whole number.</li>" in html

    def test_what_was_typed_stays_even_when_it_is_no_date(self):
        html = shown(Everything({"starts_on": "ergens in juni", "begins_at": "laat"}))
        assert '<input type="text" name="starts_on" value="ergens in juni"' in html
        assert '<input type="text" name="begins_at" value="laat"' in html

    def test_a_date_in_words_comes_back_as_the_control_wants_it(self):
        html = shown(Everything({"starts_on": "1 juni 2027", "begins_at": "9u30"}))
        assert '<input type="date" name="starts_on" value="2027-06-01"' in html
        assert '<input type="time" name="begins_at" value="09:30"' in html

    def test_what_was_typed_is_escaped(self):
        html = shown(Everything({"name": "<script>", "starts_on": "<b>"}))
        assert "<script>" not in html
        assert "“&lt;b&gt;” is not a date." in html


@pytest.mark.usefixtures("english")
class TestOtherWaysToShowAForm:
    def test_the_tag_makes_the_whole_form(self):
        html = shown(Everything(), "{% crispy form %}", csrf_token="t0ken")
        assert '<form class="form " method="post" novalidate enctype="multipart/form-data">' in html
        assert 'name="csrfmiddlewaretoken" value="t0ken"' in html
        assert 'id="id_name"' in html

    def test_a_layout_with_a_group_a_row_and_a_button(self):
        form = Everything({})
        form.helper = FormHelper()
        form.helper.layout = Layout(
            Fieldset("Wie", "name"), Row("starts_on", "begins_at"), Submit("go", "Opslaan")
        )
        html = shown(form, "{% crispy form %}", csrf_token="t0ken")
        assert '<fieldset class="fieldset"><legend>Wie</legend>' in html
        assert '<div class="two">' in html
        assert (
            '<button type="submit" name="go" class="btn btn--go" id="submit-id-go">Opslaan</button>' in html
        )
        assert "errsum" in html
        assert 'id="id_host"' not in html

    def test_a_formset(self):
        formset = forms.formset_factory(Everything, extra=2)(
            {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-remark": "dubbel", "form-1-name": ""}
        )
        html = shown(formset)
        assert 'name="form-TOTAL_FORMS"' in html
        assert '<div class="fieldset" id="form-0" tabindex="-1">' in html
        assert '<li><a href="#form-0">Deze naam staat er al.</a></li>' in html
        assert '<a href="#id_form-0-name">Fill in “Naam”.</a>' in html
        assert 'name="form-TOTAL_FORMS"' in shown(formset, "{% crispy form %}", csrf_token="t0ken")

    def test_one_field(self):
        html = shown(Everything({}), "{{ form.name|as_crispy_field }}")
        assert "<span>Fill in “Naam”.</span>" in html


class Meeting(models.Model):
    on = models.DateField()
    at = models.TimeField()
    noted_at = models.DateTimeField()
    title = models.CharField(max_length=10)

    class Meta:
        app_label = "tests"
        managed = False

    def __str__(self):
        return self.title


def test_a_model_form_is_lenient_by_itself():
    class MeetingForm(WijkModelForm):
        class Meta:
            model = Meeting
            fields = ["on", "at", "noted_at", "title"]

    kinds = {name: type(field) for name, field in MeetingForm().fields.items()}
    assert kinds == {
        "on": DateField,
        "at": TimeField,
        "noted_at": forms.DateTimeField,
        "title": forms.CharField,
    }
    assert lenient(Meeting._meta.get_field("title")).max_length == 10


def test_a_choice_reads_as_its_code_and_name():
    assert str(Choice("Zorggroep", code="ZOR")) == "ZOR Zorggroep"
    assert str(Choice("Anders")) == "Anders"

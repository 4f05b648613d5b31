import datetime as dt

import pytest

from tests.factories import ClosedDayFactory, CohortFactory
from trainees.forms import OFFERED, ClosedDayFilters, ExtendForm, StopForm, TraineeFilters, TraineeForm

pytestmark = pytest.mark.django_db


class TestStopForm:
    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            ("31-1-2027", None),
            ("1-9-2026", None),
            ("31-8-2026", "too_early"),
            ("1-9-2028", "too_late"),
            ("", "required"),
            ("morgen", "invalid"),
        ],
    )
    def test_the_last_day_lies_in_the_traineeship(self, trainee, typed, error):
        form = StopForm({"last_day": typed, "seen": "1"}, instance=trainee)
        assert form.is_valid() == (error is None)
        assert [found.code for found in form.errors.as_data().get("last_day", [])] == [error] * bool(error)

    def test_asks_nothing_else(self, trainee):
        assert set(StopForm(instance=trainee).fields) == {"last_day", "seen"}


class TestExtendForm:
    @pytest.mark.parametrize(("typed", "valid"), [("1-9-2028", True), ("31-8-2028", False), ("", False)])
    def test_the_last_day_moves_on(self, trainee, typed, valid):
        form = ExtendForm({"last_day": typed, "seen": "1"}, instance=trainee)
        assert form.is_valid() == valid
        trainee.refresh_from_db()
        assert trainee.ends_on == dt.date(2028, 8, 31)


class TestTraineeForm:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("9711ab", "9711 AB"),
            (" 9711 AB ", "9711 AB"),
            ("26121", "26121"),
            ("SW1A 1AA", "SW1A 1AA"),
            ("", ""),
        ],
    )
    def test_postcode(self, trainee, typed, kept):
        sent = {"first_name": "Noor", "last_name": "Dijkema", "starts_on": "2026-09-01", "postcode": typed}
        form = TraineeForm(sent, instance=trainee)
        assert form.is_valid()
        assert form.cleaned_data["postcode"] == kept


class TestFilters:
    def test_the_newest_cohorts_are_offered_and_older_ones_understood(self, coordinator, cohort):
        coordinator.is_superuser = True
        CohortFactory.create_batch(OFFERED, starts_on=dt.date(2027, 1, 1))
        form = TraineeFilters({"cohort": cohort.pk}, user=coordinator)
        assert len(form.fields["cohort"].widget.choices) == OFFERED + 1
        assert (cohort.pk, cohort.name) not in form.fields["cohort"].widget.choices
        assert form.value("cohort") == cohort

    def test_a_year_of_which_there_are_days(self, coordinator):
        ClosedDayFactory()
        form = ClosedDayFilters({"year": "2026"}, user=coordinator, years=[2026])
        assert form.value("year") == 2026
        assert ClosedDayFilters({"year": "2031"}, user=coordinator, years=[2026]).value("year") is None

    def test_without_a_year_a_cohort_shows_its_own_time(self, coordinator, cohort):
        labels = [
            ClosedDayFilters(asked, user=coordinator, years=[]).fields["year"].choices[0][1]
            for asked in ({}, {"cohort": cohort.pk})
        ]
        assert labels[0] != labels[1]

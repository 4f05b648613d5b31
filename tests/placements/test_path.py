import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from placements import path
from tests.factories import TODAY, PauseFactory
from tests.placements.conftest import placed
from trainees.models import Trainee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def built(trainee, today=TODAY):
    return path.build(Trainee.objects.with_user().with_pauses().get(pk=trainee.pk), today=today)


def steps(trainee, today=TODAY):
    return [
        (step.placement and step.placement.host.code, step.state, step.left)
        for step in built(trainee, today).steps
    ]


class TestSteps:
    def test_where_somebody_was_is_and_will_be(self, noor, lef, gro, pro):
        placed(noor, lef, 1, ends_on=dt.date(2026, 10, 31))
        placed(noor, gro, 1, starts_on=dt.date(2026, 11, 1))
        placed(noor, pro, 2)
        assert steps(noor) == [
            ("LEF", "past", ""),
            ("GRO", "now", "23 weeks left"),
            ("PRO", "coming", ""),
            (None, "coming", ""),
        ]

    def test_days_are_counted_when_the_switch_is_near(self, noor, lef):
        placed(noor, lef, 1)
        assert steps(noor, dt.date(2027, 4, 17))[0] == ("LEF", "now", "14 days left")
        assert steps(noor, dt.date(2027, 4, 30))[0] == ("LEF", "now", "1 day left")

    def test_who_has_no_place_now_counts_down_to_the_next(self, noor, lef):
        placed(noor, lef, 2)
        assert steps(noor) == [(None, "now", ""), ("LEF", "coming", "in 23 weeks"), (None, "coming", "")]

    def test_a_step_leads_to_its_change_and_back_to_the_trainee(self, noor, lef, periods):
        placement = placed(noor, lef, 1)
        first, second, _third = built(noor).steps
        assert first.url == f"/placements/{placement.pk}/edit/?back=trainee"
        assert second.url == f"/trainees/{noor.pk}/periods/{periods[1].pk}/place/?on=2027-05-01&back=trainee"


class TestCountdown:
    def test_to_the_next_organisation(self, noor, lef, gro):
        placed(noor, lef, 1)
        placed(noor, gro, 2)
        assert built(noor).countdown == "23 weeks until Gemeente"
        assert built(noor, dt.date(2027, 4, 17)).countdown == "14 days until Gemeente"
        assert built(noor, dt.date(2027, 4, 30)).countdown == "1 day until Gemeente"

    def test_when_it_is_not_known_yet(self, noor, lef):
        placed(noor, lef, 1)
        assert built(noor).countdown == "23 weeks until your switch; where to is not known yet"
        assert built(noor, dt.date(2027, 4, 30)).countdown == (
            "1 day until your switch; where to is not known yet"
        )

    def test_nothing_comes_after_the_last(self, noor, lef):
        placed(noor, lef, 3)
        assert built(noor, dt.date(2028, 2, 1)).countdown == ""


class TestWhy:
    def test_beside_the_place_that_it_is_about(self, noor, lef, gro, periods):
        placed(noor, lef, 1)
        placed(noor, gro, 2)
        loaded = Trainee.objects.with_user().with_pauses().get(pk=noor.pk)
        told = {(periods[0].pk, lef.pk): "Your first wish.", (periods[1].pk, lef.pk): "Not told."}
        found = path.build(loaded, today=TODAY, whys=told)
        assert [step.why for step in found.steps] == ["Your first wish.", "", ""]


class TestSentence:
    def test_at_work(self, noor, lef):
        placed(noor, lef, 1)
        assert built(noor).sentence == "Noor Dijkema works at Lefier up to and including 30 April 2027."

    def test_without_a_place(self, noor):
        assert built(noor).sentence == "Noor Dijkema has no place now."

    def test_before_and_after(self, noor):
        assert built(noor, dt.date(2026, 8, 1)).sentence == "Noor Dijkema begins on 1 September 2026."
        assert built(noor, dt.date(2028, 9, 1)).sentence == "Noor Dijkema finished on 31 August 2028."

    def test_stopped(self, noor):
        noor.ends_on, noor.stopped_at = dt.date(2026, 10, 31), dt.datetime.now(dt.UTC)
        noor.save()
        assert built(noor).sentence == "Noor Dijkema stopped on 31 October 2026."

    def test_pausing(self, noor, lef):
        placed(noor, lef, 1)
        PauseFactory(trainee=noor, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 30))
        assert built(noor).sentence == "Noor Dijkema pauses up to and including 30 November 2026."


def test_two_queries_when_the_pauses_are_there(noor, lef, gro, django_assert_num_queries):
    placed(noor, lef, 1)
    placed(noor, gro, 2)
    loaded = Trainee.objects.with_user().with_pauses().get(pk=noor.pk)
    with django_assert_num_queries(2):
        path.build(loaded, today=TODAY)


class TestPart:
    def drawn(self, trainee, **context):
        return render_to_string("placements/_path.html", {"path": built(trainee)} | context)

    def test_a_trainee_sees_the_path_and_no_way_to_change_it(self, noor, lef):
        placed(noor, lef, 1, supervised=True)
        text = self.drawn(noor)
        for part in ("LEF", "Lefier", "23 weeks left", "Not known yet"):
            assert part in text
        assert "/edit/" not in text
        assert "/place/" not in text

    def test_a_coordinator_can_change_each_step(self, noor, lef):
        placement = placed(noor, lef, 1)
        text = self.drawn(noor, edit=True)
        assert f"/placements/{placement.pk}/edit/?back=trainee" in text
        assert "Choose a place" in text

    def test_nothing_yet(self, noor):
        noor.cohort.periods.all()
        assert "Not known yet" in self.drawn(noor)

"""What is missing before a plan is made, and until when wishes can change."""

import datetime as dt

import pytest

from placements.models import Seat
from tests.factories import TODAY, PlanningFactory
from tests.placements.conftest import page
from tests.placements.test_views_plans import wishing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestMissing:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/plans/"

    def test_says_what_is_missing(self, as_coordinator, url, noor, sander, hosts, gro):
        wishing(noor, *hosts)
        Seat.objects.update(maximum=0)
        Seat.objects.filter(host=gro, period__number=2).update(maximum=1)
        Seat.objects.filter(host=gro, period__number=3).update(minimum=3, maximum=3)
        found = as_coordinator.get(url).context["readiness"]
        assert [(problem.blocks, problem.sentence) for problem in found.missing] == [
            (True, "Period 1: 2 trainees, 0 seats"),
            (True, "Period 2: 2 trainees, 1 seats"),
            (True, "Period 3: organisations ask for at least 3 trainees, and there are 2"),
            (False, "1 of 2 trainees has not given wishes"),
            (False, "At most 0 of 2 trainees can see the sector housing"),
        ]
        assert "Something has to be solved first" in page(as_coordinator.get(url))

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            ((None, None), "Noor Dijkema. Nobody asked trainees for their wishes yet."),
            (
                (TODAY + dt.timedelta(1), TODAY + dt.timedelta(18)),
                (
                    "Noor Dijkema. Trainees can give their wishes from 19 November 2026 "
                    "up to and including 6 December 2026."
                ),
            ),
            ((TODAY, TODAY + dt.timedelta(18)), "Noor Dijkema"),
            (
                (TODAY - dt.timedelta(9), TODAY - dt.timedelta(1)),
                "Noor Dijkema. Trainees could give their wishes up to and including 17 November 2026.",
            ),
        ],
    )
    def test_when_wishes_that_are_missing_can_be_given(
        self, as_coordinator, url, cohort, noor, hosts, days, said
    ):
        PlanningFactory(cohort=cohort, wishes_open_on=days[0], wishes_close_on=days[1])
        missing = as_coordinator.get(url).context["readiness"].missing
        assert [each.reason for each in missing if "not given wishes" in each.sentence] == [said]

    def test_that_trainees_can_still_change_their_wishes(self, as_coordinator, url, cohort, noor, hosts):
        wishing(noor, *hosts)
        planning = PlanningFactory(cohort=cohort, wishes_open_on=TODAY, wishes_close_on=TODAY)
        text = page(as_coordinator.get(url))
        assert "Trainees can still change their wishes until 18 November 2026" in text
        assert f'href="/cohorts/{cohort.pk}/planning/"' in text
        planning.wishes_open_on = planning.wishes_close_on = TODAY - dt.timedelta(1)
        planning.save()
        assert "Trainees can still" not in page(as_coordinator.get(url))

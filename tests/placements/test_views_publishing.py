import pytest

from placements import actions, staffing, tasks
from placements.actions import start_plan
from placements.models import Placement, Seat
from placements.planning import Asked
from tests.factories import PlanFactory
from tests.placements.conftest import page, placed, said, trainee_of
from trainees.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def plan(cohort, hosts, noor, coordinator):
    """A draft from the second period on, for Noor, who works at the first host."""
    placed(noor, hosts[0])
    first = staffing.load(cohort).periods[1]
    plan = start_plan(cohort=cohort, asked=Asked(first), objective="fair", by=coordinator)
    tasks.work_out(plan=plan.pk)
    return plan


@pytest.fixture
def url(plan):
    return f"/plans/{plan.pk}/publish/"


class TestPlanPublish:
    def test_says_what_changes_before_it_does(self, as_coordinator, url):
        text = page(as_coordinator.get(url))
        for part in (
            "Something changes for 1 trainee. Messages to them",
            "Noor Dijkema",
            "gets a place",
            "no supervisor at",
        ):
            assert part in text
        assert Placement.objects.count() == 1

    def test_writes_it_and_tells_who_is_concerned(self, as_coordinator, coordinator, url, plan, noor, cohort):
        answer = as_coordinator.post(url, {"seen": 1})
        assert (answer.status_code, answer["Location"]) == (302, f"/cohorts/{cohort.pk}/board/")
        assert said(answer) == ["Published. Something changes for 1 trainee; the messages are kept ready."]
        plan.refresh_from_db()
        assert plan.published_by == coordinator
        assert Placement.objects.of_trainee(noor).count() == 3
        assert [message.to for message in Message.objects.all()] == [noor.user]

    def test_what_stands_in_the_way_is_said_and_stops(self, as_coordinator, url, hosts):
        Seat.objects.filter(period__number=2).update(maximum=5)
        assert "out of date" in page(as_coordinator.get(url))
        assert "out of date" in page(as_coordinator.post(url, {"seen": 1}))
        assert Placement.objects.count() == 1

    def test_once_is_enough(self, as_coordinator, url):
        as_coordinator.post(url, {"seen": 1})
        assert "has not been published can be published" in page(as_coordinator.post(url, {"seen": 1}))
        assert Message.objects.count() == 1

    def test_what_was_changed_meanwhile_is_looked_at_first(
        self, as_coordinator, coordinator, plan, url, noor
    ):
        seen = as_coordinator.get(url).context["form"]["seen"].value()
        keys = {"trainee": noor.pk, "period": plan.entries.earliest("starts_on").period_id}
        actions.pin_in_plan(plan=plan, seen=seen, pinned=True, by=coordinator, **keys)
        response = as_coordinator.post(url, {"seen": seen})
        assert response.status_code == 409
        assert "Look at what changes now, and publish again." in page(response)
        assert Placement.objects.count() == 1
        as_coordinator.post(url, {"seen": response.context["form"]["seen"].value()})
        assert Placement.objects.count() == 3

    @pytest.mark.parametrize("trainees", [1, 3])
    def test_queries(self, as_coordinator, coordinator, plan, cohort, trainees, django_assert_num_queries):
        for number in range(trainees):
            trainee_of(cohort, f"T{number}")
        other = start_plan(
            cohort=cohort,
            asked=Asked(staffing.load(cohort).periods[1]),
            objective="fair",
            by=coordinator,
        )
        tasks.work_out(plan=other.pk)
        with django_assert_num_queries(11):
            as_coordinator.get(f"/plans/{other.pk}/publish/")

    def test_a_draft_that_is_not_ready(self, as_coordinator, cohort):
        waiting = PlanFactory(cohort=cohort, state="waiting")
        assert "Only a plan that is ready" in page(as_coordinator.get(f"/plans/{waiting.pk}/publish/"))

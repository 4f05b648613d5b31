"""The board of a draft, as its page shows it."""

import datetime as dt

import pytest

from placements import actions
from placements.models import Plan
from placements.moves import Spot
from placements.spans import Span
from tests.placements.conftest import page, placed, shown, trainee_of
from tests.placements.test_actions_planning import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestBoard:
    def test_a_board_like_the_live_one(self, as_coordinator, plan, noor, gro, url):
        placed(noor, gro, 1)
        response = shown(as_coordinator, plan)
        (row, _other) = response.context["board"].rows
        slots = [slot for cell in row.cells for slot in cell.slots]
        assert [(slot.code, slot.css, slot.url) for slot in slots] == [
            ("GRO", "slot look-blue is-done", ""),
            ("LEF", "slot look-rust is-draft", f"{url}?on=2027-05-01"),
            ("GRO", "slot look-blue is-draft has-problem", slots[2].url),
        ]
        assert (row.gives_up.loss, row.gives_up.best) == (plan.losses[str(noor.pk)], 34)
        text = page(response)
        for part in (
            'id="h-seats"', 'id="h-sectors"', "js/board.js", "js/dialog.js", 'id="after-board"',
            "Arrow keys: choose a cell", "Gives up", "draft, a second time here",
        ):  # fmt: skip
            assert part in text

    def test_a_split_period_is_two_cells(self, as_coordinator, plan, noor, gro, pro, periods, coordinator):
        later = Span(dt.date(2027, 9, 1), periods[1].ends_on)
        to = Spot(noor.pk, later, periods[1].pk, pro.pk, pinned=True)
        actions.move_in_plan(plan=plan, seen=1, to=to, by=coordinator)
        response = shown(as_coordinator, plan)
        cells = [cell for cell in response.context["board"].rows[0].cells if cell.slots[0].period == 2]
        assert [(cell.slots[0].code, cell.columns, cell.is_next) for cell in cells] == [
            ("LEF", 4, False), ("PRO", 4, True),
        ]  # fmt: skip
        assert cells[1].slots[0].url.endswith("?on=2027-09-01")
        assert response.context["draft"].rows[0].path == "LEF/PRO · GRO"
        assert "1 September 2027 – 31 December 2027" in page(response)

    def test_who_stays_longest_counts(self, as_coordinator, plan, noor, pro, periods, coordinator):
        to = Spot(noor.pk, Span(dt.date(2027, 12, 1), periods[1].ends_on), periods[1].pk, pro.pk)
        actions.move_in_plan(plan=plan, seen=1, to=to, by=coordinator)
        assert Plan.objects.get(pk=plan.pk).losses == plan.losses

    def test_says_that_it_was_changed_by_hand(self, as_coordinator, plan, url, body, pro):
        as_coordinator.post(url, body(host=pro.pk))
        response = shown(as_coordinator, plan)
        text = page(response)
        now = Plan.objects.get(pk=plan.pk)
        assert not response.context["verdict"].is_proved
        for part in (
            f"Changed by hand: nobody gives up more than {now.largest_loss} points",
            f", all together {now.total_loss} points.",
            f"The planner had {plan.largest_loss} and {plan.total_loss}.",
            "changed by hand</span>",
            "Placed here by hand.",
            f'action="/plans/{plan.pk}/steps/1/undo/"',
            "Noor Dijkema goes to Provincie in period 2.",
            "1 change</span>",
            "Marleen Kuipers",
        ):
            assert part in text
        for address in (f"/cohorts/{plan.cohort_id}/plans/", f"/cohorts/{plan.cohort_id}/plans/compare/"):
            assert "proved</span>" not in page(as_coordinator.get(address))

    def test_undone_it_is_what_the_planner_made(self, as_coordinator, plan, url, body, pro):
        as_coordinator.post(url, body(host=pro.pk))
        as_coordinator.post(f"/plans/{plan.pk}/steps/1/undo/")
        text = page(shown(as_coordinator, plan))
        assert "Changed by hand:" not in text
        assert f'action="/plans/{plan.pk}/steps/1/redo/"' in text
        assert "undone</span>" in text

    def test_published_it_is_only_looked_at(self, as_coordinator, plan, url):
        Plan.objects.filter(pk=plan.pk).update(published_at=NOW)
        response = shown(as_coordinator, plan)
        slots = [slot for row in response.context["board"].rows for cell in row.cells for slot in cell.slots]
        assert {slot.url for slot in slots} == {""}
        assert response.context["problems"] == []
        assert as_coordinator.get(url).url == f"/plans/{plan.pk}/"

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, laid, cohort, gro, pro, lef, coordinator, count, django_assert_num_queries
    ):
        people = [trainee_of(cohort, f"T{number}") for number in range(count)]
        hosts = (gro, pro, lef)
        plan = laid({(who, number): hosts[number - 1] for who in people for number in (1, 2, 3)})
        for seen, who in enumerate(people, 1):
            actions.pin_in_plan(
                plan=plan, seen=seen, trainee=who.pk, period=cohort.periods.get(number=1).pk, pinned=True,
                by=coordinator,
            )  # fmt: skip
        with django_assert_num_queries(11):
            shown(as_coordinator, plan)

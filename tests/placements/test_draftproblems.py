"""What is wrong with a draft, on its page: what blocks first, each with one button."""

import pytest

from placements import actions
from placements.models import PlanEntry, Seat
from tests.factories import ExclusionFactory, PairFactory, SkillFactory, WishFactory
from tests.placements.conftest import page, placed, shown, trainee_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestProblems:
    def found(self, client, plan):
        problems = shown(client, plan).context["problems"]
        return [(problem.blocks, problem.sentence, problem.reason, problem.button) for problem in problems]

    def test_nothing_is_wrong(self, as_coordinator, plan):
        assert self.found(as_coordinator, plan) == []
        assert "First this" not in page(shown(as_coordinator, plan))

    def test_too_full_names_who_can_go_elsewhere_at_least_cost(
        self, as_coordinator, laid, cohort, noor, sander, gro, pro, lef
    ):
        tess = trainee_of(cohort, "Tess", "Mulder")
        for who in (noor, sander):
            WishFactory(trainee=who, host=lef)
        plan = laid({(who, 3): lef for who in (noor, sander, tess)}, number=3)
        ((blocks, sentence, reason, button),) = self.found(as_coordinator, plan)
        assert (blocks, sentence, button) == (
            True, "Lefier has too few seats in period 3 for this plan: 2.", "Change place",
        )  # fmt: skip
        assert reason == "Tess Mulder can go to Gemeente: gives up nothing, as now."
        problem = shown(as_coordinator, plan).context["problems"][0]
        assert problem.button_url.startswith(f"/plans/{plan.pk}/trainees/{tess.pk}/")
        assert as_coordinator.get(problem.button_url).status_code == 200
        assert f'id="{problem.url[1:]}"' in page(shown(as_coordinator, plan))

    def test_no_seat_is_suggested_twice(self, as_coordinator, laid, cohort, gro, pro, lef):
        people = [trainee_of(cohort, f"T{number}") for number in range(6)]
        Seat.objects.filter(host=pro, period__number=3).update(maximum=1)
        plan = laid({(who, 3): gro if place < 3 else lef for place, who in enumerate(people)}, number=3)
        reasons = [reason for _b, _s, reason, _button in self.found(as_coordinator, plan)]
        assert [reason for reason in reasons if "Provincie" in reason] == [
            "T0 Test can go to Provincie: gives up nothing, as now."
        ]
        assert reasons[1] == "No free seat fits. Swap with somebody, or solve the rest."

    def test_a_second_time_somewhere(self, as_coordinator, plan, noor, sander, gro, lef):
        placed(noor, gro, 1)
        found = self.found(as_coordinator, plan)
        assert [(blocks, sentence) for blocks, sentence, *_more in found] == [
            (True, "Noor Dijkema would be at Gemeente a second time, and nobody said why.")
        ]

    def test_where_somebody_is_not_sent_unless_it_is_fixed(
        self, as_coordinator, laid, noor, gro, lef, coordinator, periods
    ):
        ExclusionFactory(trainee=noor, host=gro, kind="employer")
        plan = laid({(noor, 3): gro}, number=3)
        assert [sentence for _blocks, sentence, *_more in self.found(as_coordinator, plan)] == [
            "Noor Dijkema is not to be sent to Gemeente."
        ]
        keys = {"trainee": noor.pk, "period": periods[2].pk}
        actions.pin_in_plan(plan=plan, seen=1, pinned=True, by=coordinator, **keys)
        assert self.found(as_coordinator, plan) == []

    def test_nowhere(self, as_coordinator, plan, noor, gro):
        PlanEntry.objects.of_plan(plan).filter(trainee=noor, period__number=2).delete()
        assert self.found(as_coordinator, plan) == [
            (
                False, "Noor Dijkema has no place in period 2", "Free at Lefier (2 seats).", "Choose a place",
            )
        ]  # fmt: skip
        problem = shown(as_coordinator, plan).context["problems"][0]
        assert as_coordinator.get(problem.button_url).status_code == 200

    def test_fewer_than_a_host_asked_for(self, as_coordinator, laid, noor, sander, gro, pro, lef):
        Seat.objects.filter(host=pro, period__number=3).update(minimum=1)
        plan = laid({(noor, 3): lef, (sander, 3): gro}, number=3)
        ((blocks, sentence, reason, button),) = self.found(as_coordinator, plan)
        assert (blocks, sentence, button) == (
            False, "Provincie has 0 trainees in period 3 and asked for at least 1", "Change place",
        )  # fmt: skip
        assert reason == "Noor Dijkema can go to Provincie: gives up nothing, as now."

    def test_nobody_can_go_there(self, as_coordinator, laid, noor, pro, lef, coordinator, periods):
        Seat.objects.filter(host=pro, period__number=3).update(minimum=1)
        plan = laid({(noor, 3): lef}, number=3)
        keys = {"trainee": noor.pk, "period": periods[2].pk}
        actions.pin_in_plan(plan=plan, seen=1, pinned=True, by=coordinator, **keys)
        ((_blocks, _sentence, reason, button),) = self.found(as_coordinator, plan)
        assert (reason, button) == ("Nobody who is not fixed can go there now.", "Solve the rest")

    def test_pairs(self, as_coordinator, laid, cohort, noor, sander, gro, pro, lef):
        tess = trainee_of(cohort, "Tess", "Mulder")
        PairFactory(first=noor, second=sander)
        PairFactory(first=noor, second=tess, together=True)
        plan = laid({(noor, 3): lef, (sander, 3): lef, (tess, 3): gro}, number=3)
        assert [sentence for _blocks, sentence, *_more in self.found(as_coordinator, plan)] == [
            "Noor Dijkema and Sander Holtrop are together in period 3",
            "Noor Dijkema and Tess Mulder are nowhere together",
        ]

    def test_a_skill_that_is_asked(self, as_coordinator, laid, noor, gro, lef):
        Seat.objects.get(host=lef, period__number=3).skills.add(SkillFactory())
        plan = laid({(noor, 3): lef}, number=3)
        assert [sentence for _blocks, sentence, *_more in self.found(as_coordinator, plan)] == [
            "Lefier asks rijbewijs, which Noor Dijkema does not have"
        ]

    def test_many_of_one_kind_are_told_in_one_sentence(self, as_coordinator, laid, cohort, gro):
        for number in range(8):
            trainee_of(cohort, f"T{number}")
        found = self.found(as_coordinator, laid({}, number=3))
        assert len(found) == 6
        assert found[-1] == (False, "3 more of this kind", "", "Solve the rest")

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from placements.models import Exclusion, Pair, Planning
from placements.rotation.problem import Weights
from tests.factories import (
    CohortFactory,
    ExclusionFactory,
    HostFactory,
    PairFactory,
    PlanningFactory,
    TraineeFactory,
)
from tests.rules import allows, breaks, change

pytestmark = pytest.mark.django_db


class TestExclusion:
    def test_once(self):
        exclusion = ExclusionFactory()
        with breaks("exclusion_once"):
            ExclusionFactory(trainee=exclusion.trainee, host=exclusion.host, kind=Exclusion.Kind.EMPLOYER)
        with allows("exclusion_once"):
            ExclusionFactory(trainee=exclusion.trainee)
            ExclusionFactory(host=exclusion.host)

    def test_kind_is_one(self):
        exclusion = ExclusionFactory()
        with breaks("exclusion_kind_is_one"):
            change(exclusion, kind="illness")
        with allows("exclusion_kind_is_one"):
            change(exclusion, kind=Exclusion.Kind.UNFIT)

    def test_no_room_for_words(self):
        """What somebody would write here is often what must not be recorded."""
        fields = {
            field.name for field in Exclusion._meta.get_fields() if field.get_internal_type() == "TextField"
        }
        assert fields == set()
        assert Exclusion._meta.get_field("kind").max_length == 10


class TestPair:
    def test_of_two(self):
        tess = TraineeFactory()
        tom = TraineeFactory(cohort=tess.cohort)
        with breaks("pair_is_of_two"):
            PairFactory(first=tess, second=tess)
        with breaks("pair_is_of_two"):
            PairFactory(first=tom, second=tess)
        with allows("pair_is_of_two"):
            PairFactory(first=tess, second=tom)

    def test_once(self):
        pair = PairFactory()
        with breaks("pair_once"):
            PairFactory(first=pair.first, second=pair.second, together=True)
        with allows("pair_once"):
            PairFactory(first=pair.first)

    def test_in_one_cohort(self):
        tess = TraineeFactory()
        elsewhere, beside = TraineeFactory(), TraineeFactory(cohort=tess.cohort)
        with breaks("pair_in_one_cohort"):
            PairFactory(first=tess, second=elsewhere)
        with allows("pair_in_one_cohort"):
            PairFactory(first=tess, second=beside)

    def test_between(self):
        pair = PairFactory()
        PairFactory(first=pair.first)
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            assert Pair.objects.between(one, other).get() == pair


class TestPlanning:
    def test_once_per_cohort(self):
        planning = PlanningFactory()
        with breaks("placements_planning_cohort_id_key"):
            PlanningFactory(cohort=planning.cohort)
        with allows("placements_planning_cohort_id_key"):
            PlanningFactory()

    def test_objective_is_one(self):
        planning = PlanningFactory()
        with breaks("planning_objective_is_one"):
            change(planning, objective="cheapest")
        with allows("planning_objective_is_one"):
            change(planning, objective="leximin")

    def test_one_to_twelve_ranks(self):
        planning = PlanningFactory()
        for points in ([], [9] * 13):
            with breaks("planning_one_to_twelve_ranks"):
                change(planning, points_by_rank=points)
        for points in ([9], [9] * 12):
            with allows("planning_one_to_twelve_ranks"):
                change(planning, points_by_rank=points)

    @pytest.mark.parametrize(("field", "most"), [("points_by_rank", [1000, 2]), ("points_per_sector", 1000)])
    def test_points_are_sensible(self, field, most):
        planning = PlanningFactory()
        with breaks("planning_points_sensible"):
            change(planning, **{field: [1001, 2] if field == "points_by_rank" else 1001})
        with allows("planning_points_sensible"):
            change(planning, **{field: most})

    def test_no_wish_earns_least(self):
        planning = PlanningFactory(points_by_rank=[10, 4], points_unranked=1)
        with breaks("planning_no_wish_earns_least"):
            change(planning, points_unranked=5)
        with breaks("planning_no_wish_earns_least"):
            change(planning, points_by_rank=[10, -1])
        with allows("planning_no_wish_earns_least"):
            change(planning, points_unranked=4)

    def test_dearer_wishes_earn_more(self):
        planning = PlanningFactory()
        with breaks("planning_dearer_wishes_earn_more"):
            change(planning, points_by_rank=[10, 4, 5])
        with allows("planning_dearer_wishes_earn_more"):
            change(planning, points_by_rank=[10, 5, 5])

    def test_notice_is_sensible(self):
        planning = PlanningFactory()
        with breaks("planning_notice_sensible"):
            change(planning, notice_weeks=53)
        with allows("planning_notice_sensible"):
            change(planning, notice_weeks=52)

    @pytest.mark.parametrize(
        "days",
        [
            {"wishes_open_on": dt.date(2026, 11, 2)},
            {"wishes_close_on": dt.date(2026, 11, 2)},
            {"wishes_open_on": dt.date(2026, 11, 3), "wishes_close_on": dt.date(2026, 11, 2)},
        ],
    )
    def test_wishes_between_two_days(self, days):
        planning = PlanningFactory()
        with breaks("planning_wishes_window"):
            change(planning, **days)
        with allows("planning_wishes_window"):
            change(planning, wishes_open_on=dt.date(2026, 11, 2), wishes_close_on=dt.date(2026, 11, 2))
        with allows("planning_wishes_window"):
            change(planning, wishes_open_on=None, wishes_close_on=None)

    def test_rules_are_told_before_they_are_broken(self):
        """The checks that a form does by itself, without the database refusing anything."""
        planning = Planning(cohort=CohortFactory(), points_by_rank=[1001, 4], points_unranked=5)
        with pytest.raises(ValidationError) as told:
            planning.full_clean()
        assert len(told.value.messages) == 2

    def test_what_is_usual_without_a_row(self):
        cohort = CohortFactory()
        usual = Planning.objects.for_cohort(cohort)
        assert (usual.pk, usual.cohort, usual.weights()) == (None, cohort, Weights())
        assert (usual.objective, usual.notice_weeks, usual.favours_who_gave_up) == ("fair", 4, True)

    def test_what_was_chosen(self):
        planning = PlanningFactory(points_by_rank=[5, 3], points_unranked=0, points_per_sector=2)
        PlanningFactory()
        assert Planning.objects.for_cohort(planning.cohort) == planning
        assert planning.weights() == Weights((5, 3), 0, 2)


def test_hosts_that_somebody_is_not_sent_to_go_with_the_host():
    host = HostFactory()
    ExclusionFactory(host=host)
    host.delete()
    assert not Exclusion.objects.exists()

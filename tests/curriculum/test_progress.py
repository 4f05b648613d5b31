import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from curriculum import progress
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY, NEXT_FRIDAY
from tests.factories import CohortFactory, ModuleFactory, ProgrammeFactory, SessionFactory, local

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def modules(track):
    return [
        ModuleFactory(curriculum=track.curriculum, track=track, number=number, session_count=2)
        for number in (1, 2, 3)
    ]


def plan(cohort, module, *days):
    for number, day in enumerate(days, module.sessions.filter(cohort=cohort).count() + 1):
        SessionFactory(cohort=cohort, module=module, number=number, on=day)


def states(cohort, now):
    return [step.state for step in progress.wall(cohort, now=now).steps]


def test_nothing_planned(cohort, modules, now):
    wall = progress.wall(cohort, now=now)
    assert [step.state for step in wall.steps] == ["", "", ""]
    with translation.override("en"):
        assert wall.sentence == "0 of 3 done, next is 1"


def test_done_current_coming(cohort, modules, now):
    first, second, third = modules
    plan(cohort, first, LAST_FRIDAY - 2 * WEEK, LAST_FRIDAY - WEEK)
    plan(cohort, second, LAST_FRIDAY, FRIDAY)
    plan(cohort, third, NEXT_FRIDAY)
    wall = progress.wall(cohort, now=now, here=second)
    assert [step.state for step in wall.steps] == ["done", "cur", ""]
    assert [(brick.number, brick.here) for brick in wall.bricks] == [(1, False), (2, True), (3, False)]
    assert wall.bricks[0].url == reverse("module", args=[first.pk])
    assert (wall.steps[1].first, wall.steps[1].last) == (local(LAST_FRIDAY, 9, 30), local(FRIDAY, 9, 30))
    with translation.override("en"):
        assert (wall.short, wall.sentence) == ("1 of 3 done", "1 of 3 done, you are working on 2")


def test_between_two_modules(cohort, modules, now):
    plan(cohort, modules[0], LAST_FRIDAY - WEEK, LAST_FRIDAY)
    plan(cohort, modules[1], NEXT_FRIDAY)
    with translation.override("en"):
        assert progress.wall(cohort, now=now).sentence == "1 of 3 done, next is 2"


def test_while_the_session_is_going_on(cohort, modules):
    plan(cohort, modules[0], LAST_FRIDAY, FRIDAY)
    assert states(cohort, local(FRIDAY, 12))[0] == "cur"
    assert states(cohort, local(FRIDAY, 17))[0] == "done"


def test_half_given_and_the_rest_has_no_date(cohort, modules, now):
    plan(cohort, modules[0], LAST_FRIDAY)
    assert states(cohort, now) == ["cur", "", ""]


def test_given_in_fewer_sessions_when_the_track_has_gone_on(cohort, modules, now):
    plan(cohort, modules[0], LAST_FRIDAY - WEEK)
    plan(cohort, modules[1], LAST_FRIDAY)
    assert states(cohort, now) == ["done", "cur", ""]


def test_another_track_that_goes_on_says_nothing(cohort, modules, vonk, now):
    other = ModuleFactory(curriculum=vonk.curriculum, track=vonk, number=4)
    plan(cohort, modules[0], LAST_FRIDAY - WEEK)
    plan(cohort, other, LAST_FRIDAY)
    wall = progress.wall(cohort, now=now)
    assert [step.state for step in wall.steps] == ["cur", "", "", "cur"]
    with translation.override("en"):
        assert wall.sentence == "0 of 4 done, you are working on 1, 4"


def test_all_done(cohort, modules, now):
    for number, module in enumerate(modules):
        plan(cohort, module, LAST_FRIDAY - (2 * number + 1) * WEEK, LAST_FRIDAY - 2 * number * WEEK)
    with translation.override("en"):
        assert progress.wall(cohort, now=now).sentence == "All 3 done"


def test_no_curriculum(db, now):
    wall = progress.wall(CohortFactory(), now=now)
    with translation.override("en"):
        assert (wall.total, wall.sentence) == (0, "No modules yet")


def test_each_cohort_its_own(cohort, modules, now, django_assert_num_queries):
    other = ProgrammeFactory(curriculum=modules[0].curriculum).cohort
    plan(cohort, modules[0], LAST_FRIDAY)
    plan(other, modules[0], NEXT_FRIDAY)
    with django_assert_num_queries(1):
        walls = progress.walls(modules, [cohort, other], now=now)
    assert [step.state for step in walls[cohort.pk].steps] == ["cur", "", ""]
    assert [step.state for step in walls[other.pk].steps] == ["", "", ""]


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query(cohort, track, now, rows, django_assert_num_queries):
    for number in range(rows):
        module = ModuleFactory(curriculum=track.curriculum, track=track, number=number + 1)
        plan(cohort, module, LAST_FRIDAY + number * WEEK)
    with django_assert_num_queries(1):
        progress.wall(cohort, now=now)

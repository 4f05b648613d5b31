"""Why somebody is where they are: true of the plan, and never guessed."""

from dataclasses import replace

import pytest

from placements.rotation.alternatives import alternatives
from placements.rotation.answers import Impossible, Proposal
from placements.rotation.changes import (
    ExclusionLifted,
    HostWithdraws,
    Pinned,
    PinReleased,
    SeatsBecome,
    TraineeBecomes,
)  # fmt: skip
from placements.rotation.problem import Exclusion, Host, Pin, Seat, Trainee
from placements.rotation.reasons import reasons
from placements.rotation.solving import solve, what_if
from tests.placements.rotation.cases import anything, plain
from tests.placements.rotation.checker import broken


def test_the_first_wish_needs_no_more_words():
    problem = plain(1, 2, 1)
    reason = reasons(problem, solve(problem).assignment)["trainee 0", "period 0"]
    assert (reason.host, reason.rank, reason.missed, reason.decisive) == ("host 0", 1, (), None)


def test_full_says_with_whom():
    problem = plain(2, 2, 1)
    plan = {("trainee 0", "period 0"): "host 1", ("trainee 1", "period 0"): "host 0"}
    missed = reasons(problem, plan)["trainee 0", "period 0"].decisive
    assert (missed.host, missed.rank, missed.why, missed.others) == ("host 0", 1, "full", ("trainee 1",))


def test_an_exclusion_is_named_by_its_kind():
    problem = plain(1, 2, 1, exclusions=(Exclusion("trainee 0", "host 0", "employer"),))
    missed = reasons(problem, solve(problem).assignment)["trainee 0", "period 0"].decisive
    assert (missed.why, missed.rule.why) == ("barred", "employer")


def test_a_sector_already_seen():
    problem = plain(1, 3, 2, hosts=(Host("host 0", "a"), Host("host 1", "a"), Host("host 2", "b")))
    plan = {("trainee 0", "period 0"): "host 0", ("trainee 0", "period 1"): "host 2"}
    missed = reasons(problem, plan)["trainee 0", "period 1"]
    assert [(one.host, one.why) for one in missed.missed] == [("host 0", "elsewhere"), ("host 1", "sector")]
    assert missed.new_sector


def test_nothing_offered_then():
    problem = plain(1, 2, 1)
    closed = replace(problem, seats=tuple(seat for seat in problem.seats if seat.host != "host 0"))
    assert reasons(closed, solve(closed).assignment)["trainee 0", "period 0"].decisive.why == "closed"


def test_somebody_has_to_stay_where_people_are_asked_for():
    problem = plain(1, 2, 1)
    asked = replace(problem, seats=(Seat("host 0", "period 0", 0, 1), Seat("host 1", "period 0", 1, 1)))
    missed = reasons(asked, solve(asked).assignment)["trainee 0", "period 0"].decisive
    assert (missed.why, missed.rule.number) == ("needed", 1)


def test_what_was_agreed_is_said_to_be_agreed():
    problem = plain(1, 2, 1, pins=(Pin("trainee 0", "host 1", "period 0"),))
    reason = reasons(problem, solve(problem).assignment)["trainee 0", "period 0"]
    assert (reason.pinned, reason.rank, reason.missed) == (True, 2, ())


@pytest.mark.parametrize("number", range(25))
def test_every_reason_is_true(number):
    problem = anything(number, 6, 5, 2)
    answer = solve(problem)
    if not isinstance(answer, Proposal):
        return
    plan = answer.assignment
    for (key, period), reason in reasons(problem, plan).items():
        trainee = problem.named[key]
        assert reason.host == plan[key, period]
        assert [missed.rank for missed in reason.missed] == sorted(missed.rank for missed in reason.missed)
        for missed in reason.missed:
            assert trainee.wishes[missed.rank - 1] == missed.host
            moved = {**plan, (key, period): missed.host}
            if missed.why in {"barred", "closed", "worked", "elsewhere", "full", "needed", "pair"}:
                assert broken(problem, moved), missed
            if missed.why == "full":
                seat = problem.seat_at[missed.host, period]
                assert [who for who in missed.others if plan[who, period] == missed.host] == list(
                    missed.others
                )
                assert len(missed.others) == seat.maximum


def test_a_host_withdraws():
    problem = plain(3, 5, 2)
    before = solve(problem).assignment
    after = what_if(problem, [HostWithdraws("host 0", ("period 0", "period 1"))], before)
    assert "host 0" not in after.assignment.values()
    assert after.proved


def test_somebody_stops_and_somebody_joins():
    problem = plain(3, 5, 2)
    before = solve(problem).assignment
    stops = TraineeBecomes(replace(problem.trainees[0], periods=("period 0",)))
    joins = TraineeBecomes(Trainee("newcomer", ("period 1",), ("host 3",)))
    after = what_if(problem, [stops, joins], before)
    assert ("trainee 0", "period 1") not in after.assignment
    assert ("newcomer", "period 1") in after.assignment
    assert after.levels[0].value == 0


def test_a_seat_that_makes_it_possible():
    problem = plain(2, 1, 1)
    assert isinstance(solve(problem), Impossible)
    after = what_if(problem, [SeatsBecome(Seat("host 0", "period 0", 0, 2))], {})
    assert set(after.assignment.values()) == {"host 0"}


def test_lifting_pinning_and_releasing():
    pin = Pin("trainee 0", "host 2", "period 0")
    problem = plain(1, 3, 1, exclusions=(Exclusion("trainee 0", "host 0"),))
    plan = solve(problem).assignment
    assert what_if(problem, [Pinned(pin)], plan).assignment["trainee 0", "period 0"] == "host 2"
    assert what_if(problem, [Pinned(pin), PinReleased("trainee 0", "period 0")], plan).assignment == plan
    lifted = what_if(problem, [ExclusionLifted("trainee 0", "host 0")], {})
    assert lifted.assignment["trainee 0", "period 0"] == "host 0"


def test_alternatives_are_within_their_distance_and_differ():
    problem = plain(5, 6, 3, each=2)
    first = solve(problem)
    others = alternatives(problem, first, 3, largest=2, total=4)
    assert len(others) == 3
    plans = [first, *others]
    for place, plan in enumerate(plans):
        assert broken(problem, plan.assignment) == []
        assert plan.largest_loss <= first.largest_loss + 2
        assert plan.total_loss <= first.total_loss + 4
        assert all(plan.assignment != other.assignment for other in plans[:place])


def test_where_there_is_no_other_plan_there_is_no_alternative():
    problem = plain(1, 1, 1)
    assert alternatives(problem, solve(problem), 3) == ()


def test_no_more_alternatives_are_looked_for_once_somebody_says_stop():
    problem = plain(5, 6, 3, each=2)
    first, told = solve(problem), []

    def once(progress):
        told.append(progress.level)
        return len(told) < 2

    assert len(alternatives(problem, first, 3, on_progress=once)) <= 1
    assert told == ["others"] * 2
    assert len(alternatives(problem, first, 3)) > 1

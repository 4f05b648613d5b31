"""What the planner answers, in sentences."""

import pytest
from django.utils import translation

from placements import conflicts, staffing
from placements.naming import names_of
from placements.rotation.answers import Conflict
from placements.rotation.problem import Exclusion, Host, Pair, Problem, Seat, Trainee
from placements.rotation.reasons import Missed, Reason, reasons
from placements.rotation.rules import Rule
from placements.saying import Teller
from placements.supposing import Lifted, Seats
from tests.placements.conftest import host_with_seats, trainee_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def told(cohort, periods, hosts, noor, sander):
    """Tells a conflict of these two, one period, and a seat at each of two hosts."""
    gro, pro, lef = (str(host.pk) for host in hosts)
    first, people = str(periods[0].pk), (str(noor.pk), str(sander.pk))
    problem = Problem(
        trainees=tuple(Trainee(key, (first,), (gro, lef)) for key in people),
        hosts=tuple(Host(key, key) for key in (gro, pro, lef)),
        periods=(first,),
        seats=(Seat(gro, first, 0, 1), Seat(pro, first, 0, 1), Seat(lef, first, 0, 1)),
        exclusions=(Exclusion(people[0], lef, "employer"),),
        pairs=(Pair(*people),),
    )
    names = names_of(staffing.load(cohort), problem)

    def tell(*rules, period=""):
        return conflicts.tell(names, problem, (Conflict(tuple(rules), period),))[0]

    tell.keys, tell.problem, tell.names = (gro, pro, lef, first, *people), problem, names
    return tell


class TestConflicts:
    def test_people_who_share_too_few_seats(self, told):
        gro, _pro, lef, first, noor, sander = told.keys
        found = told(
            Rule("somewhere", noor, period=first),
            Rule("somewhere", sander, period=first),
            Rule("at_most", host=gro, period=first, number=1),
            Rule("excluded", noor, lef, why="employer"),
            period=first,
        )
        assert found.sentence == (
            "Noor Dijkema and Sander Holtrop can only go to Gemeente in period 1: 1 seat."
        )
        assert found.details == ("Noor Dijkema is not sent to Lefier: former employer.",)
        assert [way.label for way in found.ways] == [
            "Gemeente: 1 seat more in period 1", "Send Noor Dijkema to Lefier after all",
        ]  # fmt: skip
        assert [way.tries for way in found.ways] == [
            Seats(int(gro), int(first), 0, 2), Lifted(int(noor), int(lef)),
        ]  # fmt: skip

    def test_somebody_who_can_go_nowhere(self, told):
        _gro, _pro, lef, first, noor, _sander = told.keys
        found = told(
            Rule("somewhere", noor, period=first), Rule("excluded", noor, lef, why="veto"), period=first
        )
        assert found.sentence == "Noor Dijkema can go nowhere in period 1."

    def test_minimums_that_ask_too_much(self, told):
        gro, pro, _lef, first, _noor, _sander = told.keys
        found = told(*(Rule("at_least", host=host, period=first, number=2) for host in (gro, pro)))
        assert found.sentence == (
            "Period 1: Gemeente and Provincie together ask for at least 4 trainees, and there are 2."
        )

    def test_rules_of_different_kinds_are_told_one_by_one(self, told):
        gro, _pro, _lef, first, noor, sander = told.keys
        found = told(
            Rule("pin", noor, gro, first),
            Rule("apart", noor, other=sander),
            Rule("skills", sander, gro, first, why="driving licence"),
            Rule("at_least", host=gro, period=first, number=2),
            Rule("once", noor, gro),
        )
        assert found.sentence == (
            "What is agreed contradicts itself. In the way: Noor Dijkema is at Gemeente in period 1: that is "
            "agreed; Noor Dijkema and Sander Holtrop are never at one organisation in the same period; "
            "Gemeente asks in period 1 for what Sander Holtrop does not have: driving licence; "
            "Gemeente asks for at least 2 trainees in period 1."
        )
        assert found.details == ()
        assert [way.label for way in found.ways] == [
            "Let go of Noor Dijkema at Gemeente in period 1",
            "Agree on nothing about Noor Dijkema and Sander Holtrop", "Change seats",
            "Page of Sander Holtrop", "Gemeente: nobody has to come in period 1",
        ]  # fmt: skip

    def test_people_and_organisations_are_named_and_the_rest_is_folded(self, told):
        gro, pro, lef, first, noor, sander = told.keys
        found = told(
            Rule("somewhere", noor, period=first),
            Rule("somewhere", sander, period=first),
            Rule("once", noor, gro),
            Rule("at_most", host=gro, period=first, number=1),
            Rule("at_most", host=pro, period=first, number=1),
            Rule("at_most", host=lef, period=first, number=0),
            Rule("excluded", noor, lef, why="veto"),
            Rule("apart", noor, other=sander),
            Rule("at_least", host=gro, period=first, number=1),
        )
        assert found.sentence == (
            "In period 1 there is no way to give Noor Dijkema and Sander Holtrop a new organisation. In the "
            "way: in period 1 there are 2 seats at Gemeente and Provincie; no seat in period 1 at Lefier; "
            "Noor Dijkema is not sent to Lefier: rather not; "
            "Noor Dijkema and Sander Holtrop are never at one organisation in the same period."
        )
        assert len(found.details) == 8
        assert len(found.nearest) == 4
        assert [way.label for way in found.others] == [
            "Gemeente: nobody has to come in period 1", "Lefier: 1 seat more in period 1",
        ]  # fmt: skip

    def test_many_people_are_counted(self, told, cohort):
        others = [str(trainee_of(cohort, f"T{number}").pk) for number in range(4)]
        names = names_of(staffing.load(cohort), told.problem)
        rules = [Rule("somewhere", key, period=told.keys[3]) for key in (*told.keys[4:], *others)]
        (found,) = conflicts.tell(names, told.problem, (Conflict(tuple(rules)),))
        assert found.sentence == (
            "In period 1 there is no way to give Noor Dijkema, Sander Holtrop, T0 Test and 3 others a place."
        )


def reason_of(told, missed):
    """Sander is at Provincie and missed this."""
    _gro, pro, _lef, first, _noor, sander = told.keys
    return Reason(sander, first, pro, rank=None, pinned=False, new_sector=False, missed=(missed,))


class TestReasons:
    def said(self, told, trainee, **more):
        gro, pro, _lef, first, noor, sander = told.keys
        found = reasons(told.problem, {(noor, first): gro, (sander, first): pro})
        return Teller(told.names, told.problem, **more).why(found[trainee, first])

    def test_the_coordinator_reads_who_has_the_seat(self, told):
        assert self.said(told, told.keys[5]) == (
            "Was not among the wishes. The only seat at Gemeente (first wish) went to Noor Dijkema. "
            "Shows the sector public."
        )

    def test_the_trainee_reads_of_nobody_else(self, told):
        assert self.said(told, told.keys[5], to_trainee=True) == (
            "It was not among your wishes. At Gemeente (your first wish) there was 1 seat then, which went "
            "to somebody else. Here you get to know the sector public."
        )

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("veto", "You would rather not work at Gemeente (your first wish)."),
            ("employer", "You worked at Gemeente (your first wish) before your traineeship."),
            ("unfit", "Gemeente (your first wish) would not fit with what is agreed."),
        ],
    )
    def test_why_they_are_not_sent_somewhere_is_told_with_care(self, told, kind, said):
        rule = Rule("excluded", told.keys[5], told.keys[0], why=kind)
        reason = reason_of(told, Missed(told.keys[0], 1, "barred", rule=rule))
        teller = Teller(told.names, told.problem, to_trainee=True)
        assert teller.why(reason) == f"It was not among your wishes. {said}"

    @pytest.mark.parametrize(
        ("missed", "said"),
        [
            ({"why": "closed"}, "Gemeente (your first wish) offers no seat in this period."),
            ({"why": "others"}, "Gemeente (your first wish) would have asked more of others."),
            ({"why": "elsewhere"}, "What you wished for more comes in another period."),
            (
                {"why": "needed", "rule": Rule("at_least", number=2)},
                "Not your first wish, Gemeente: Provincie asks for at least 2 trainees in this period.",
            ),
            (
                {"why": "pair", "rule": Rule("apart", other="1")},
                "Gemeente (your first wish) would not fit with what is agreed.",
            ),
        ],
    )
    def test_what_else_a_trainee_may_read(self, told, missed, said):
        reason = reason_of(told, Missed(told.keys[0], 1, **missed))
        assert Teller(told.names, told.problem, to_trainee=True).why(reason).endswith(said)

    def test_a_first_wish_needs_no_more(self, told):
        assert self.said(told, told.keys[4]) == "First wish. Shows the sector public."


def test_a_host_that_offers_nothing_any_more_keeps_its_name(told, periods, cohort):
    host = host_with_seats([], name="Verdwenen")
    problem = Problem((), (Host(str(host.pk), "1"),), (), ())
    assert names_of(staffing.load(cohort), problem).host(str(host.pk)) == "Verdwenen"

"""The sheets with organisations and with wishes, and the periods that come with them."""

import datetime as dt
from itertools import pairwise

import pytest

from placements.models import LOOKS, Host, Seat, Sector, Wish
from placements.scheduling import equal_periods
from tests import sheets
from tests.factories import (
    CohortFactory,
    HostFactory,
    SeatFactory,
    SectorFactory,
    SkillFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
)

pytestmark = pytest.mark.django_db

ASKING = [*sheets.HOSTS, "Vraagt"]


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def cohort():
    return CohortFactory(periods=3)


def hosts(*rows, header=sheets.HOSTS):
    return sheets.xlsx(Organisaties=[header, *rows])


def wishes(*rows):
    return sheets.xlsx(Wensen=[sheets.WISHES, *rows])


def told(content, cohort):
    return [where for _sheet, where, _sentence in sheets.problems(content, cohort)]


def changes(content, cohort):
    plan = sheets.planned(content, cohort).plan
    return [
        (change.key, change.old_text, change.new_text)
        for part in plan.parts
        for item in part.changed
        for change in item.changes
    ]


class TestPeriods:
    def test_three_of_eight_months(self):
        assert equal_periods(dt.date(2026, 9, 1), dt.date(2028, 8, 31), 3) == [
            (dt.date(2026, 9, 1), dt.date(2027, 4, 30)),
            (dt.date(2027, 5, 1), dt.date(2027, 12, 31)),
            (dt.date(2028, 1, 1), dt.date(2028, 8, 31)),
        ]

    @pytest.mark.parametrize("count", range(1, 13))
    @pytest.mark.parametrize(
        ("first", "last"),
        [("2026-09-01", "2028-08-31"), ("2028-02-29", "2030-02-28"), ("2026-01-31", "2026-12-31"),
         ("2026-09-15", "2026-12-18"), ("2026-10-31", "2027-03-01")],
    )  # fmt: skip
    def test_follow_each_other_without_a_gap(self, first, last, count):
        first, last = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        found = equal_periods(first, last, count)
        assert len(found) == count
        assert (found[0][0], found[-1][1]) == (first, last)
        for before, after in pairwise(found):
            assert after[0] - before[1] == dt.timedelta(days=1)
        assert all((end - begin).days >= 5 for begin, end in found)

    def test_not_shorter_than_a_week(self):
        with pytest.raises(ValueError, match="too short"):
            equal_periods(dt.date(2026, 9, 1), dt.date(2026, 9, 20), 3)


class TestHosts:
    def test_get_a_sector_a_look_and_seats(self, by, cohort):
        taken = HostFactory(look=LOOKS[0][0])
        sheets.imported(hosts(sheets.GRO, sheets.LEF), cohort, by=by)
        groningen = Host.objects.get(code="GRO")
        assert (groningen.name, groningen.sector.name) == ("Gemeente Groningen", "overheid")
        looks = [host.look for host in (taken, groningen, Host.objects.get(code="LEF"))]
        assert looks == [key for key, label in LOOKS][:3]
        seats = Seat.objects.of_host(groningen).of_cohort(cohort).in_order()
        assert [(seat.minimum, seat.maximum, seat.created_by) for seat in seats] == [(1, 3, by)] * 3

    def test_looks_go_round_with_the_least_used_first(self, by, cohort):
        for key, _label in LOOKS[1:]:
            HostFactory(look=key)
        sheets.imported(hosts(sheets.GRO, sheets.LEF), cohort, by=by)
        assert [Host.objects.get(code=code).look for code in ("GRO", "LEF")] == [LOOKS[0][0], LOOKS[1][0]]

    def test_share_a_sector_however_it_is_spelled(self, by, cohort):
        there = SectorFactory(name="Energiecoöperatie", position=4)
        rows = [
            [*sheets.GRO[:2], "energiecooperatie", *sheets.GRO[3:]],
            [*sheets.LEF[:2], "nieuw", *sheets.LEF[3:]],
        ]
        sheets.imported(hosts(*rows), cohort, by=by)
        assert Host.objects.get(code="GRO").sector == there
        assert Sector.objects.get(name="nieuw").position == 5

    def test_a_code_may_be_typed_small(self, by, cohort):
        sheets.imported(hosts(["Lefier", "lef", *sheets.LEF[2:]]), cohort, by=by)
        assert Host.objects.get().code == "LEF"

    def test_each_change_shows_old_and_new(self, by, cohort):
        sheets.imported(hosts(sheets.GRO), cohort, by=by)
        row = ["gemeente groningen", "GRO", "stad", 0, 3, 1, 3, 1, 2]
        assert changes(hosts(row), cohort) == [
            ("name", "Gemeente Groningen", "gemeente groningen"),
            ("sector", "overheid", "stad"),
            ("period 1", "1–3", "0–3"),
            ("period 3", "1–3", "1–2"),
        ]
        sheets.imported(hosts(row), cohort, by=by)
        assert changes(hosts(row), cohort) == []
        seats = Seat.objects.of_cohort(cohort).in_order()
        assert [(seat.minimum, seat.maximum, seat.version) for seat in seats] == [
            (0, 3, 2),
            (1, 3, 1),
            (1, 2, 2),
        ]

    def test_an_empty_cell_changes_nothing(self, by, cohort):
        sheets.imported(hosts([*sheets.GRO, "rijbewijs"], header=ASKING), cohort, by=by)
        assert changes(hosts([*sheets.GRO[:3], *[None] * 7], header=ASKING), cohort) == []

    def test_an_empty_maximum_is_no_seat(self, by, cohort):
        sheets.imported(hosts([*sheets.GRO[:5], None, None, 0, 1]), cohort, by=by)
        assert [seat.period.number for seat in Seat.objects.of_cohort(cohort).in_order()] == [1, 3]

    def test_what_it_asks_goes_to_all_its_seats(self, by, cohort):
        SkillFactory(name="rijbewijs")
        sheets.imported(hosts([*sheets.GRO, "Driving licence, Duits; duits"], header=ASKING), cohort, by=by)
        asked = [sorted(skill.name for skill in seat.skills.all()) for seat in Seat.objects.of_cohort(cohort)]
        assert asked == [["Duits", "rijbewijs"]] * 3
        again = hosts([*sheets.GRO, "rijbewijs"], header=ASKING)
        assert changes(again, cohort) == [("asks", "Duits, rijbewijs", "rijbewijs")]
        sheets.imported(again, cohort, by=by)
        assert changes(again, cohort) == []

    def test_seats_of_another_cohort_stay(self, by, cohort):
        other = SeatFactory(host__code="GRO", host__name="Gemeente Groningen", maximum=9)
        sheets.imported(hosts(sheets.GRO), cohort, by=by)
        other.refresh_from_db()
        assert other.maximum == 9


class TestMistakesAboutHosts:
    @pytest.mark.parametrize(
        ("row", "places"),
        [
            (["Lefier", "GRO", "wonen"], ["B3"]),
            (["gemeente  groningen", "GEM", "wonen"], ["A3"]),
            (["Lefier", "LE", "wonen"], ["B3"]),
            (["Lefier", "LÉF", "wonen"], ["B3"]),
            (["Lefier", "LEF", None], ["C3"]),
            (["x" * 121, "LEF", "wonen"], ["A3"]),
            (["Lefier", "LEF", "x" * 81], ["C3"]),
            (["Lefier", "LEF", "wonen", 3, 1], ["D3"]),
            (["Lefier", "LEF", "wonen", 3, None], ["D3"]),
            (["Lefier", "LEF", "wonen", None, -2], ["E3"]),
            (["Lefier", "LEF", "wonen", "een", 0], ["D3"]),
            (["Lefier", "LEF", "wonen", 0, 201], ["E3"]),
            (["Lefier", "LEF", "wonen", 0, 2.5], ["E3"]),
        ],
    )
    def test_one_sentence_each(self, cohort, row, places):
        assert told(hosts(sheets.GRO, row), cohort) == places

    def test_a_code_of_another(self, cohort):
        HostFactory(code="GRO", name="Groene Oever")
        [(_sheet, where, sentence)] = sheets.problems(hosts(sheets.GRO), cohort)
        assert where == "B2"
        assert "Groene Oever" in sentence

    def test_a_name_with_another_code(self, cohort):
        HostFactory(code="GEM", name="Gemeente Groningen")
        [(_sheet, where, sentence)] = sheets.problems(hosts(sheets.GRO), cohort)
        assert where == "B2"
        assert "GEM" in sentence

    def test_more_periods_than_the_cohort_has(self, by):
        assert told(hosts(sheets.GRO), CohortFactory(periods=2)) == ["H1"]

    def test_a_skill_that_is_a_story(self, cohort):
        assert told(hosts([*sheets.GRO, "x" * 81], header=ASKING), cohort) == ["J2"]

    def test_a_higher_minimum_than_the_maximum_that_stays(self, by, cohort):
        sheets.imported(hosts(sheets.GRO), cohort, by=by)
        assert told(hosts([*sheets.GRO[:3], 4], header=sheets.HOSTS[:4]), cohort) == ["D2"]


class TestWishes:
    @pytest.fixture
    def trainee(self, cohort):
        return TraineeFactory(cohort=cohort, user__email="noor@example.org")

    @pytest.fixture(autouse=True)
    def offers(self, cohort):
        for code, name in (("GRO", "Gemeente Groningen"), ("LEF", "Lefier"), ("NIJ", "Nijestee")):
            SeatFactory(host__code=code, host__name=name, period=cohort.periods.get(number=1))

    def codes(self, trainee):
        return [wish.host.code for wish in Wish.objects.of_trainee(trainee).with_host().in_order()]

    def test_are_ranked_by_code_or_name(self, by, cohort, trainee):
        sheets.imported(wishes(["noor@example.org", "lefier", "GRO"]), cohort, by=by)
        assert self.codes(trainee) == ["LEF", "GRO"]

    def test_a_gap_closes(self, by, cohort, trainee):
        sheets.imported(wishes(["noor@example.org", None, "GRO", "LEF"]), cohort, by=by)
        assert [wish.rank for wish in Wish.objects.of_trainee(trainee).in_order()] == [1, 2]

    def test_a_new_list_takes_the_place_of_the_old(self, by, cohort, trainee):
        WishFactory(trainee=trainee, host=Host.objects.get(code="NIJ"))
        content = wishes(["noor@example.org", "GRO", "NIJ"])
        assert changes(content, cohort) == [("wishes", "NIJ", "GRO, NIJ")]
        sheets.imported(content, cohort, by=by)
        assert self.codes(trainee) == ["GRO", "NIJ"]
        assert changes(content, cohort) == []

    def test_an_empty_row_changes_nothing(self, by, cohort, trainee):
        WishFactory(trainee=trainee, host=Host.objects.get(code="NIJ"))
        assert changes(wishes(["noor@example.org"], ["jelle@example.org"][:0]), cohort) == []

    @pytest.mark.parametrize(
        ("row", "places"),
        [
            (["noor@example.org", "XXX"], ["B2"]),
            (["noor@example.org", "GRO", "Gemeente Groningen"], ["C2"]),
            (["noor@example.org", "XXX", "xxx"], ["B2", "C2"]),
            (["iemand@example.org", "GRO"], ["A2"]),
            ([None, "GRO"], ["A2"]),
            (["noor", "GRO"], ["A2"]),
        ],
    )
    def test_mistakes(self, cohort, trainee, row, places):
        assert told(wishes(row), cohort) == places

    def test_the_same_trainee_twice(self, cohort, trainee):
        assert told(wishes(["noor@example.org", "GRO"], ["NOOR@example.org", "LEF"]), cohort) == ["A3"]

    def test_known_codes_are_named(self, cohort, trainee):
        [(_sheet, _where, sentence)] = sheets.problems(wishes(["noor@example.org", "XXX"]), cohort)
        assert "GRO, LEF, NIJ" in sentence

    def test_an_organisation_without_seats_here_is_unknown(self, cohort, trainee):
        HostFactory(code="PAT")
        assert told(wishes(["noor@example.org", "PAT"]), cohort) == ["B2"]

    def test_without_any_organisation(self):
        cohort = CohortFactory()
        TraineeFactory(cohort=cohort, user__email="noor@example.org")
        assert told(wishes(["noor@example.org", "GRO"]), cohort) == ["B2"]

    def test_a_mistake_in_another_sheet_is_told_there_only(self, cohort):
        content = sheets.xlsx(
            Trainees=[sheets.TRAINEES, [None, *sheets.NOOR[1:]]],
            Organisaties=[sheets.HOSTS, ["Patrimonium", "PA", "wonen"]],
            Wensen=[sheets.WISHES, ["noor@example.org", "PA", "Patrimonium"]],
        )
        assert told(content, cohort) == ["A2", "B2"]


@pytest.mark.parametrize("rows", [[sheets.GRO], [sheets.GRO, sheets.LEF, ["Nijestee", "NIJ", "wonen", 0, 1]]])
def test_a_plan_costs_the_same_for_one_and_for_three(cohort, django_assert_num_queries, rows):
    with django_assert_num_queries(10):
        sheets.planned(hosts(*rows), cohort)

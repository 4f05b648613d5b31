import datetime as dt

import pytest
from django.utils import translation

from placements import choices, staffing
from placements.spans import Span
from tests.factories import ExclusionFactory, SkillFactory, WishFactory
from tests.placements.conftest import host_with_seats, placed, trainee_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def options(cohort, name="Noor Dijkema", number=1, besides=None):
    facts = staffing.load(cohort)
    person = next(person for person in facts.people if person.name == name)
    period = facts.periods[number - 1]
    return choices.options(facts, person, period, period.span, besides)


def by_group(found):
    groups = {}
    for option in found:
        groups.setdefault(option.group, []).append(option.host.code)
    return groups


class TestGroups:
    def test_everything_fits_who_has_been_nowhere(self, cohort, hosts, noor):
        assert by_group(options(cohort)) == {"good": ["GRO", "PRO", "LEF"]}

    def test_a_new_sector_fits_well_and_another_is_possible(self, cohort, hosts, noor, gro):
        placed(noor, gro, 1)
        assert by_group(options(cohort, number=2)) == {"good": ["LEF"], "also": ["GRO", "PRO"]}

    def test_who_has_seen_all_sectors_may_go_anywhere_new(self, cohort, hosts, noor, gro, lef):
        placed(noor, gro, 1)
        placed(noor, lef, 2)
        assert by_group(options(cohort, number=3)) == {"good": ["PRO"], "also": ["GRO", "LEF"]}

    def test_full_comes_last_but_can_be_chosen(self, cohort, hosts, noor, periods, lef):
        for number in range(2):
            placed(trainee_of(cohort, f"T{number}"), lef, 1)
        assert by_group(options(cohort)) == {"good": ["GRO", "PRO"], "full": ["LEF"]}

    def test_a_skill_that_is_asked_and_missing_does_not_fit_well(self, cohort, hosts, noor, lef):
        lef.seats.get(period__number=1).skills.add(SkillFactory(name="rijbewijs"))
        assert by_group(options(cohort)) == {"good": ["GRO", "PRO"], "also": ["LEF"]}
        noor.skills.add(SkillFactory(name="rijbewijs"))
        assert by_group(options(cohort)) == {"good": ["GRO", "PRO", "LEF"]}

    def test_where_somebody_is_not_sent_does_not_fit_well(self, cohort, hosts, noor, sander, lef):
        ExclusionFactory(trainee=noor, host=lef)
        assert by_group(options(cohort)) == {"good": ["GRO", "PRO"], "also": ["LEF"]}
        assert by_group(options(cohort, "Sander Holtrop")) == {"good": ["GRO", "PRO", "LEF"]}

    def test_wishes_go_first_within_a_group(self, cohort, hosts, noor, lef, pro):
        WishFactory(trainee=noor, host=pro, rank=2)
        WishFactory(trainee=noor, host=lef, rank=1)
        assert [option.host.code for option in options(cohort)] == ["LEF", "PRO", "GRO"]

    def test_a_placement_that_would_be_replaced_does_not_count(self, cohort, hosts, noor, gro):
        placement = placed(noor, gro, 1)
        assert by_group(options(cohort, besides=placement.pk)) == {"good": ["GRO", "PRO", "LEF"]}


class TestLabels:
    def label(self, found, code):
        return next(option.label() for option in found if option.host.code == code)

    def test_says_the_consequence_the_wish_and_the_seats_left(self, cohort, hosts, noor, gro, lef):
        WishFactory(trainee=noor, host=lef, rank=2)
        placed(noor, gro, 1)
        label = self.label(options(cohort, number=2), "LEF")
        assert (label.why, label.tag, label.tone, label.fits) == (
            "Adds housing · second wish",
            "2 free",
            "ok",
            True,
        )
        assert (label.code, label.look, label.name) == ("LEF", "rust", "Lefier")

    def test_says_that_somebody_has_been_there(self, cohort, hosts, noor, gro):
        placed(noor, gro, 1)
        found = options(cohort, number=2)
        assert self.label(found, "GRO").why == "Has already worked here"
        assert self.label(found, "PRO").why == "public again"

    def test_says_which_skill_is_missing(self, cohort, noor, lef):
        lef.seats.get(period__number=1).skills.add(SkillFactory(name="rijbewijs"))
        assert self.label(options(cohort), "LEF").why == "Adds housing · asks rijbewijs"

    @pytest.mark.parametrize(
        ("kind", "why"),
        [("employer", "Former employer"), ("veto", "Rather not"), ("unfit", "Not suitable")],
    )
    def test_says_first_why_somebody_is_not_sent_there(self, cohort, noor, lef, kind, why):
        ExclusionFactory(trainee=noor, host=lef, kind=kind)
        WishFactory(trainee=noor, host=lef, rank=1)
        label = self.label(options(cohort), "LEF")
        assert (label.why, label.fits) == (f"{why} · Adds housing · first wish", False)

    def test_full(self, cohort, periods, noor, housing):
        small = host_with_seats(periods, 1, name="Klein", code="KLE", sector=housing)
        placed(trainee_of(cohort, "Tess"), small)
        label = self.label(options(cohort), "KLE")
        assert (label.tag, label.tone, label.fits) == ("full", "", False)


class TestStory:
    def story(self, cohort, besides=None):
        facts = staffing.load(cohort)
        return choices.story(facts, facts.people[0], besides)

    def test_what_is_behind_and_what_is_needed(self, cohort, hosts, noor, gro):
        assert self.story(cohort) == "Still needed: public, housing."
        placed(noor, gro, 1)
        assert self.story(cohort) == "Besides: GRO (public). Still needed: housing."

    def test_all_covered(self, cohort, hosts, noor, gro, lef):
        placed(noor, gro, 1)
        placed(noor, lef, 2)
        assert self.story(cohort) == "Besides: GRO (public), LEF (housing). All sectors are covered."


class TestTogether:
    def suggested(self, cohort, number=1):
        facts = staffing.load(cohort)
        period = facts.periods[number - 1]
        found = choices.together(facts, [(person, period.span) for person in facts.people], period)
        names = {person.pk: person.name.split()[0] for person in facts.people}
        return {names[key]: option.host.code for key, option in found.items()}

    def test_one_seat_is_offered_to_one_person(self, cohort, periods, noor, sander, public):
        host_with_seats(periods, 1, name="Klein", code="KLE", sector=public)
        assert list(self.suggested(cohort).values()) == ["KLE"]

    def test_as_many_people_as_possible_get_one(self, cohort, periods, noor, sander, public, housing):
        """Both like Klein best, and only Noor can drive to Ver: so Sander gets Klein."""
        small = host_with_seats(periods, 1, name="Klein", code="KLE", sector=public)
        far = host_with_seats(periods, 1, name="Ver", code="VER", sector=housing)
        far.seats.get(period__number=1).skills.add(SkillFactory(name="rijbewijs"))
        noor.skills.add(SkillFactory(name="rijbewijs"))
        for trainee in (noor, sander):
            WishFactory(trainee=trainee, host=small, rank=1)
        assert self.suggested(cohort) == {"Noor": "VER", "Sander": "KLE"}

    def test_somebody_moves_on_to_make_room(self, cohort, periods, public, housing):
        """Without moving the first to the second host, the last would get nothing."""
        hosts = [
            host_with_seats(periods, 1, name=f"H{n}", code=f"HA{'ABC'[n]}", sector=public) for n in range(3)
        ]
        wishes = {"Ada": (0, 1), "Bo": (0, 1), "Cas": (1, 2)}
        for name, ranked in wishes.items():
            trainee = trainee_of(cohort, name, name)
            for rank, host in enumerate(ranked, 1):
                WishFactory(trainee=trainee, host=hosts[host], rank=rank)
        assert sorted(self.suggested(cohort).values()) == ["HAA", "HAB", "HAC"]

    def test_nobody_is_sent_back_or_to_what_they_cannot_do(self, cohort, noor, lef):
        placed(noor, lef, 1)
        assert self.suggested(cohort, number=2) == {}

    def test_nobody_is_sent_to_where_they_are_not_to_be_sent(self, cohort, noor, sander, lef):
        ExclusionFactory(trainee=noor, host=lef, kind="employer")
        assert self.suggested(cohort) == {"Sander": "LEF"}


class TestSearch:
    def search(self, cohort, trainee, period, on=None, today=dt.date(2026, 11, 18)):
        return choices.search(staffing.load(cohort), trainee.pk, period.pk, on=on, today=today)

    def test_offers_the_open_days(self, cohort, periods, noor, lef):
        placed(noor, lef, ends_on=dt.date(2027, 2, 28))
        assert self.search(cohort, noor, periods[0]).offered == Span(
            dt.date(2027, 3, 1), dt.date(2027, 4, 30)
        )

    def test_offers_the_stretch_with_the_day_that_was_asked(self, cohort, periods, noor, lef):
        placed(noor, lef, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2027, 2, 28))
        first, last = dt.date(2026, 9, 1), dt.date(2027, 3, 1)
        assert self.search(cohort, noor, periods[0], on=last).offered.first == last
        assert self.search(cohort, noor, periods[0], on=first).offered.first == first

    def test_prefers_days_that_have_not_passed(self, cohort, periods, noor, lef):
        placed(noor, lef, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2027, 2, 28))
        assert self.search(cohort, noor, periods[0]).offered.first == dt.date(2027, 3, 1)

    def test_nothing_is_open(self, cohort, periods, noor, lef):
        placed(noor, lef)
        assert self.search(cohort, noor, periods[0]).offered is None

    def test_somebody_who_does_not_take_part(self, cohort, periods, noor):
        noor.ends_on = dt.date(2027, 1, 31)
        noor.save()
        assert self.search(cohort, noor, periods[1]) is None

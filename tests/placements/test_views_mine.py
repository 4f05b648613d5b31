import datetime as dt

import pytest
from django.utils import timezone

from placements.models import HostMember
from tests.factories import (
    AbsenceFactory,
    ClosedDayFactory,
    CoordinatorFactory,
    HostMemberFactory,
    PauseFactory,
    PlanEntryFactory,
    WishFactory,
)
from tests.placements.conftest import page, placed, trainee_of
from trainees.models import ClosedDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestMyTrainees:
    url = "/my-trainees/"

    @pytest.fixture
    def as_anna(self, english, anna):
        english.force_login(anna.user)
        return english

    def tags(self, response):
        return [mine.today for mine in response.context["page"].trainees]

    def test_who_until_when_and_whom_to_turn_to(self, as_anna, noor, lef, anna, coordinator):
        placed(noor, lef, supervisor=anna)
        bas = HostMemberFactory(host=lef, user__first_name="Bas", user__last_name="de Wit")
        text = page(as_anna.get(self.url))
        for part in (
            "Noor Dijkema works with you today.",
            "1 September 2026 – 30 April 2027",
            "Monday to Thursday",
            "learning day: Friday",
            noor.user.email,
            "Marleen Kuipers",
            f"mailto:{coordinator.email}",
            str(bas),
        ):
            assert part in text

    def test_nothing_of_others(self, as_anna, noor, sander, lef, gro, anna):
        placed(noor, lef, supervisor=anna)
        placed(noor, gro, 2, supervised=True)
        placed(sander, gro, supervised=True)
        text = page(as_anna.get(self.url))
        assert "Sander Holtrop" not in text
        assert "Gemeente" not in text

    def stretches(self, response):
        return [
            (mine.host.code, stretch.period.number, stretch.taken or stretch.seats,
             [str(placement.trainee) for placement in stretch.placements])
            for mine in response.context["page"].hosts
            for stretch in mine.stretches
        ]  # fmt: skip

    def test_who_comes_when_also_for_who_supervises_nobody(self, as_anna, noor, sander, lef, gro):
        lef.seats.update(maximum=3)
        placed(noor, lef, supervised=True)
        placed(sander, lef)
        placed(sander, gro, 2)
        placed(noor, lef, 3, repeat_reason="graag nog eens")
        response = as_anna.get(self.url)
        assert self.stretches(response) == [
            ("LEF", 1, "2 of 3 seats taken", ["Noor Dijkema", "Sander Holtrop"]),
            ("LEF", 2, "3 seats", []),
            ("LEF", 3, "1 of 3 seats taken", ["Noor Dijkema"]),
        ]
        text = page(response)
        assert "You supervise nobody now, and nobody is coming." in text
        assert "Who comes to Lefier when" in text
        for hidden in ("graag nog eens", noor.user.email, "/trainees/"):
            assert hidden not in text

    def test_nothing_of_drafts_wishes_and_reasons(self, as_anna, noor, lef):
        PlanEntryFactory(trainee=noor, host=lef)
        WishFactory(trainee=noor, host=lef)
        text = page(as_anna.get(self.url))
        assert "Noor Dijkema" not in text
        assert "wish" not in text.lower()

    def test_what_runs_on_after_its_period_stays(self, as_anna, noor, lef, time_machine):
        noor.ends_on = dt.date(2028, 10, 31)
        noor.save()
        placed(noor, lef, 3, ends_on=noor.ends_on)
        time_machine.move_to(timezone.make_aware(dt.datetime(2028, 10, 2, 10)))
        as_anna.force_login(HostMember.objects.get(host=lef).user)
        found = self.stretches(as_anna.get(self.url))
        assert found == [("LEF", 3, "1 of 2 seats taken", ["Noor Dijkema"])]

    def test_of_two_organisations_both(self, as_anna, anna, noor, lef, gro):
        HostMemberFactory(host=gro, user=anna.user)
        placed(noor, gro)
        assert {code for code, *_more in self.stretches(as_anna.get(self.url))} == {"LEF", "GRO"}

    def test_it_closes_with_the_placement(self, as_anna, noor, lef, anna):
        placed(noor, lef, supervisor=anna, ends_on=dt.date(2026, 11, 17))
        assert "You supervise nobody now" in page(as_anna.get(self.url))

    def test_who_left_sees_it_no_more(self, as_anna, noor, lef, anna):
        placed(noor, lef, supervisor=anna)
        HostMember.objects.of_host(lef).update(ends_on=dt.date(2026, 11, 18))
        assert "Noor Dijkema works with you today." in page(as_anna.get(self.url))
        HostMember.objects.of_host(lef).update(ends_on=dt.date(2026, 11, 17))
        assert as_anna.get(self.url).status_code == 403
        assert as_anna.get(f"/hosts/{lef.pk}/").status_code == 404

    def test_colleagues_who_left_are_no_longer_named(self, as_anna, noor, lef, anna):
        placed(noor, lef, supervisor=anna)
        bas = HostMemberFactory(host=lef, user__first_name="Bas", ends_on=dt.date(2026, 11, 17))
        assert str(bas) not in page(as_anna.get(self.url))

    def test_who_comes_soon_stands_apart(self, as_anna, noor, sander, lef, anna):
        placed(noor, lef, supervisor=anna)
        placed(sander, lef, 2, supervisor=anna)
        response = as_anna.get(self.url)
        found = response.context["page"]
        assert [str(mine.placement.trainee) for mine in found.now] == ["Noor Dijkema"]
        assert [str(mine.placement.trainee) for mine in found.coming] == ["Sander Holtrop"]
        assert self.tags(response) == ["works with you today", "begins on 1 May 2027"]

    def test_two_today(self, as_anna, noor, sander, lef, anna):
        placed(noor, lef, supervisor=anna)
        placed(sander, lef, supervisor=anna)
        assert "2 trainees work with you today." in page(as_anna.get(self.url))

    @pytest.mark.parametrize(
        ("date", "said"),
        [
            (dt.date(2026, 11, 19), "works with you today"),
            (dt.date(2026, 11, 20), "learning day today"),
            (dt.date(2026, 11, 21), "no work day today"),
        ],
    )
    def test_the_day_of_the_week(self, english, noor, lef, anna, time_machine, date, said):
        placed(noor, lef, supervisor=anna)
        time_machine.move_to(timezone.make_aware(dt.datetime.combine(date, dt.time(10))))
        english.force_login(anna.user)
        assert self.tags(english.get(self.url)) == [said]

    def test_a_pause_without_a_reason(self, as_anna, noor, lef, anna):
        placed(noor, lef, supervisor=anna)
        PauseFactory(trainee=noor, starts_on=dt.date(2026, 11, 16), ends_on=dt.date(2026, 12, 4))
        response = as_anna.get(self.url)
        assert self.tags(response) == ["not here up to and including 4 December 2026"]
        assert response.context["page"].sentence == "Nobody works with you today."

    def test_a_public_holiday(self, as_anna, noor, lef, anna, today):
        placed(noor, lef, supervisor=anna)
        ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC, name="Feest", starts_on=today)
        assert self.tags(as_anna.get(self.url)) == ["free today: Feest"]

    def test_nobody(self, as_anna):
        assert "You supervise nobody now, and nobody is coming." in page(as_anna.get(self.url))

    def test_who_is_no_supervisor(self, as_coordinator):
        assert as_coordinator.get(self.url).status_code == 403

    @pytest.mark.parametrize("trainees", [1, 3])
    def test_queries_do_not_grow(
        self, as_anna, cohort, periods, lef, anna, trainees, django_assert_num_queries
    ):
        CoordinatorFactory(cohort=cohort)
        lef.seats.update(maximum=9)
        for number in range(trainees):
            trainee = trainee_of(cohort, f"T{number}")
            placed(trainee, lef, supervisor=anna)
            PauseFactory(trainee=trainee)
        with django_assert_num_queries(8):
            as_anna.get(self.url)

    def test_days_on_which_somebody_is_not_there(self, as_anna, noor, lef, anna):
        """Only days and which part, only within the placement, and not what is asked or withdrawn."""
        placed(noor, lef, supervisor=anna)
        AbsenceFactory(trainee=noor)
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 24), part="morning", kind="elsewhere")
        AbsenceFactory(trainee=noor, starts_on=dt.date(2027, 4, 29), ends_on=dt.date(2027, 5, 3))
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 1), leave=True)
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 2), state="withdrawn")
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 2))
        AbsenceFactory(trainee=noor, starts_on=dt.date(2027, 6, 1))
        response = as_anna.get(self.url)
        [mine] = response.context["page"].trainees
        assert (mine.today, mine.is_here) == ("absent today", False)
        assert [absent.said() for absent in mine.absences] == [
            "Wednesday 18 November 2026",
            "Tuesday 24 November 2026, only the morning",
            "29 April 2027 to 30 April 2027",
        ]
        assert "elsewhere" not in page(response).lower()

    def test_half_a_day(self, as_anna, noor, lef, anna):
        placed(noor, lef, supervisor=anna)
        AbsenceFactory(trainee=noor, part="afternoon")
        [mine] = as_anna.get(self.url).context["page"].trainees
        assert (mine.today, mine.is_here) == ("absent this afternoon", True)

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import (
    CatchUpFactory,
    ClosedDayFactory,
    CohortFactory,
    HostFactory,
    LessonFactory,
    MaterialFactory,
    PauseFactory,
    PlacementFactory,
    PlanningFactory,
    SessionFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
)
from tests.wijkmakers.conftest import follows, page
from trainees.models import ClosedDay, Trainee
from wijkmakers import week as weeks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def as_noor(english, noor):
    english.force_login(noor.user)
    return english


def load(trainee, monday, today):
    row = weeks.with_days(Trainee.objects.with_user(), monday=monday).get(pk=trainee.pk)
    return weeks.load(row, monday=monday, today=today)


MONDAY = dt.date(2026, 11, 16)


class TestWeek:
    url = "/week/"

    def test_says_first_where_somebody_works_today(self, as_noor, placed):
        assert "Today you work at Lefier." in page(as_noor.get(self.url))

    def test_says_first_what_the_learning_day_is_about(self, as_noor, noor, lesson, time_machine):
        time_machine.move_to(timezone.make_aware(dt.datetime(2026, 11, 20, 8)))
        as_noor.force_login(noor.user)
        assert "Today is your learning day: Data en besluitvorming, at 09:30." in page(as_noor.get(self.url))

    def test_says_at_the_weekend_what_comes_then(self, as_noor, noor, placed, lesson, time_machine):
        time_machine.move_to(timezone.make_aware(dt.datetime(2026, 11, 22, 8)))
        as_noor.force_login(noor.user)
        assert "You are free today. On Monday you work at Lefier." in page(as_noor.get(self.url))

    def test_shows_work_days_and_the_learning_day_with_what_to_prepare(self, as_noor, placed, lesson, today):
        response = as_noor.get(self.url)
        week = response.context["week"]
        assert [(day.date.day, day.kind, day.is_today) for day in week.days] == [
            (16, "work", False),
            (17, "work", False),
            (18, "work", True),
            (19, "work", False),
            (20, "learn", False),
        ]
        assert [(bar.kind, bar.span) for bar in week.bars] == [("host", 4), ("learn", 1)]
        text = page(response)
        for promised in ("Bram Postma", "09:00–17:00", "Module 9, session 2 of 3", "Anneke Sikkens", "Zaal 2",
                         "Prepare for Friday", "Lees hoofdstuk 2"):  # fmt: skip
            assert promised in text

    def test_after_the_session_the_next_one_is_to_be_prepared(self, as_noor, noor, lesson, time_machine):
        following = follows(lesson, 1)
        time_machine.move_to(timezone.make_aware(dt.datetime(2026, 11, 21, 8)))
        as_noor.force_login(noor.user)
        assert as_noor.get(self.url).context["week"].prepared == following

    def test_a_public_holiday_is_free_and_a_school_holiday_only_the_learning_day(self, noor, placed, today):
        ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC, name="Koningsdag", starts_on=dt.date(2027, 4, 27))
        ClosedDayFactory(
            kind=ClosedDay.Kind.SCHOOL,
            name="Meivakantie",
            starts_on=dt.date(2027, 4, 24),
            ends_on=dt.date(2027, 5, 2),
        )
        days = load(noor, dt.date(2027, 4, 26), today).days
        assert [(day.kind, day.closed) for day in days] == [
            ("work", ""), ("closed", "Koningsdag"), ("work", ""), ("work", ""), ("closed", "Meivakantie"),
        ]  # fmt: skip

    def test_a_switch_in_the_middle_of_a_week_shows_both_organisations(self, noor, placed, today):
        placed.ends_on = dt.date(2026, 11, 17)
        placed.save()
        PlacementFactory(
            trainee=noor,
            host=HostFactory(name="Rizoem"),
            starts_on=dt.date(2026, 11, 18),
            ends_on=dt.date(2027, 4, 30),
        )
        bars = load(noor, MONDAY, today).bars
        assert [(bar.placement.host.name, bar.span) for bar in bars if bar.kind == "host"] == [
            ("Lefier", 2),
            ("Rizoem", 2),
        ]

    def test_a_pause_is_called_a_pause(self, as_noor, noor, placed):
        PauseFactory(trainee=noor, starts_on=dt.date(2026, 11, 18), ends_on=dt.date(2026, 12, 1))
        response = as_noor.get(self.url)
        assert "Your traineeship is paused today." in page(response)
        assert [day.kind for day in response.context["week"].days] == [
            "work",
            "work",
            "paused",
            "paused",
            "paused",
        ]

    def test_nothing_of_another_cohort(self, as_noor, noor):
        SessionFactory(cohort=CohortFactory(), place="Elders")
        PlacementFactory(host__name="Andermans organisatie")
        text = page(as_noor.get(self.url))
        assert "Elders" not in text
        assert "Andermans organisatie" not in text

    def test_who_is_asked_for_wishes_and_gave_none(self, as_noor, noor):
        window = {"wishes_open_on": dt.date(2026, 11, 1), "wishes_close_on": dt.date(2026, 11, 18)}
        planning = PlanningFactory(cohort=noor.cohort, **window)
        asked = "you can give your wishes up to and including 18 November 2026."
        text = page(as_noor.get(self.url))
        assert asked in text
        assert 'href="/my-wishes/"' in text
        assert asked not in page(as_noor.get("/week/2027/1/"))
        wish = WishFactory(trainee=noor)
        assert asked not in page(as_noor.get(self.url))
        wish.delete()
        planning.wishes_close_on = dt.date(2026, 11, 17)
        planning.save()
        assert asked not in page(as_noor.get(self.url))

    def test_what_has_to_be_read_before_the_next_session(self, as_noor, placed, lesson):
        about = LessonFactory(module=lesson.module, number=lesson.number)
        for title, needed in (("Eerst lezen", True), ("Voor later", False)):
            MaterialFactory(module=lesson.module, lesson=about, title=title, is_required=needed)
        text = page(as_noor.get(self.url))
        assert "Eerst lezen" in text
        assert "Voor later" not in text

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_queries_do_not_grow(self, as_noor, placed, lesson, sessions, django_assert_num_queries):
        for later in range(1, sessions):
            follows(lesson, later)
        with django_assert_num_queries(5):
            as_noor.get(self.url)

    def test_who_is_no_trainee_gets_403(self, client):
        client.force_login(UserFactory())
        assert client.get(self.url).status_code == 403

    def test_who_is_not_signed_in_goes_to_the_login(self, client):
        assert client.get(self.url).url == "/accounts/login/?next=/week/"

    def test_only_reads(self, as_noor):
        assert as_noor.post(self.url).status_code == 405


class TestWeekOf:
    def test_another_week_has_links_back_and_on(self, as_noor, placed):
        text = page(as_noor.get("/week/2027/1/"))
        assert "Week 1, 4 January to 10 January 2027" in text
        assert 'href="/week/2026/53/"' in text
        assert 'href="/week/2027/2/"' in text
        assert "Today you work" not in text

    @pytest.mark.parametrize("path", ["/week/2027/54/", "/week/2027/0/", "/week/0/1/", "/week/9999/52/"])
    def test_a_week_that_does_not_exist_is_not_found(self, as_noor, path):
        assert as_noor.get(path).status_code == 404

    def test_who_is_no_trainee_finds_nothing(self, client):
        client.force_login(UserFactory())
        assert client.get("/week/2026/47/").status_code == 404

    def test_only_reads(self, as_noor):
        assert as_noor.post("/week/2026/47/").status_code == 405


class TestSchedule:
    url = "/schedule/"

    def test_shows_the_path_and_everything_to_come_by_month(self, as_noor, placed, lesson):
        ClosedDayFactory(name="Studiedag", starts_on=dt.date(2026, 11, 27))
        response = as_noor.get(self.url)
        months = [
            (month.first.month, [entry.kind for entry in month.entries]) for month in response.context["soon"]
        ]
        assert months == [(11, ["session", "closed"]), (5, ["switch"]), (1, ["switch"])]
        assert "Lefier" in page(response)

    def test_counts_down_to_the_switch(self, as_noor, placed):
        assert "23 weeks until your switch; where to is not known yet" in page(as_noor.get(self.url))

    def test_leads_to_the_wishes_once_there_is_something_to_see(self, as_noor, noor):
        assert "/my-wishes/" not in page(as_noor.get(self.url))
        WishFactory(trainee=noor)
        text = page(as_noor.get(self.url))
        assert "1 wish given." in text
        assert 'href="/my-wishes/"' in text
        PlanningFactory(
            cohort=noor.cohort, wishes_open_on=dt.date(2026, 11, 1), wishes_close_on=dt.date(2026, 11, 18)
        )
        sentence = "1 wish given. You can change your wishes up to and including 18 November 2026."
        assert sentence in page(as_noor.get(self.url))

    def test_what_is_further_away_than_three_months_unfolds(self, as_noor, lesson):
        for weeks_later in (1, 8, 14, 20, 24):
            follows(lesson, weeks_later)
        response = as_noor.get(self.url)
        assert len(response.context["soon"]) == 3
        assert [month.first.month for month in response.context["later"]] == [4, 5, 1]

    def test_without_a_programme_it_says_what_will_come(self, as_noor, noor):
        noor.cohort.periods.all().delete()
        assert "Nothing is planned yet." in page(as_noor.get(self.url))

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_queries_do_not_grow(self, as_noor, placed, lesson, sessions, django_assert_num_queries):
        for later in range(1, sessions):
            follows(lesson, later)
        with django_assert_num_queries(10):
            as_noor.get(self.url)

    def test_who_is_no_trainee_gets_403(self, client):
        client.force_login(UserFactory())
        assert client.get(self.url).status_code == 403

    def test_only_reads(self, as_noor):
        assert as_noor.post(self.url).status_code == 405


class TestTerm:
    url = "/schedule/term/"

    def test_the_coming_half_year_with_what_is_to_be_done_by_when(self, as_noor, noor, placed, lesson):
        follows(lesson, 27)
        ClosedDayFactory(name="Studiedag", starts_on=dt.date(2026, 11, 27))
        CatchUpFactory(trainee=noor, session=lesson, due_on=dt.date(2026, 12, 18))
        CatchUpFactory(trainee=noor, session=follows(lesson, 2), due_on=dt.date(2026, 11, 2))
        response = as_noor.get(self.url)
        assert [
            (month.first.month, [(entry.date.day, entry.kind) for entry in month.entries])
            for month in response.context["months"]
        ] == [
            (11, [(18, "catch_up"), (20, "session"), (27, "closed")]),
            (12, [(4, "session"), (18, "catch_up")]),
            (5, [(1, "switch")]),
        ]
        text = page(response)
        assert "from 18 November 2026 up to and including 19 May 2027." in text
        assert "Catch up on Data en besluitvorming" in text

    def test_not_beyond_the_traineeship(self, as_noor, noor, lesson):
        noor.ends_on = dt.date(2026, 11, 20)
        noor.save()
        follows(lesson, 1)
        response = as_noor.get(self.url)
        assert [len(month.entries) for month in response.context["months"]] == [1]
        assert "up to and including 20 November 2026." in page(response)

    def test_without_anything_it_says_what_will_come(self, as_noor, noor):
        noor.cohort.periods.all().delete()
        assert "Nothing is planned yet." in page(as_noor.get(self.url))

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_queries_do_not_grow(self, as_noor, noor, lesson, sessions, django_assert_num_queries):
        for later in range(1, sessions):
            CatchUpFactory(trainee=noor, session=follows(lesson, later))
        with django_assert_num_queries(6):
            as_noor.get(self.url)

    def test_the_schedule_leads_to_it(self, as_noor, noor):
        text = page(as_noor.get("/schedule/"))
        assert f'href="{self.url}"' in text
        assert 'href="/calendar/"' in text

    def test_who_is_no_trainee_gets_403(self, client):
        client.force_login(UserFactory())
        assert client.get(self.url).status_code == 403

    def test_who_is_not_signed_in_goes_to_the_login(self, client):
        assert client.get(self.url).url == f"/accounts/login/?next={self.url}"

    def test_only_reads(self, as_noor):
        assert as_noor.post(self.url).status_code == 405


def test_of_two_traineeships_the_running_one_is_shown(as_noor, noor):
    later = CohortFactory(name="Lichting 2029", starts_on=dt.date(2029, 9, 1), ends_on=dt.date(2031, 8, 31))
    TraineeFactory(user=noor.user, cohort=later)
    assert as_noor.get("/week/").context["week"].trainee == noor

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import CohortFactory, TraineeFactory, UserFactory
from trainees.models import Cohort, Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

WEEK = {
    "learning_weekday": "5",
    "work_weekdays": ["1", "2", "3", "4"],
    "day_starts_at": "9:30",
    "day_ends_at": "16.30",
    "place": "Wijkcentrum",
    "follows_school_holidays": "on",
}


def page(response):
    return response.content.decode()


class TestCohortList:
    url = "/cohorts/"

    def test_each_cohort_with_its_status_week_and_trainees(self, as_coordinator, coordinator, cohort):
        TraineeFactory.create_batch(2, cohort=cohort)
        for name, first, last in [
            ("Lichting 2024", dt.date(2024, 9, 1), dt.date(2026, 8, 31)),
            ("Lichting 2027", dt.date(2027, 9, 1), dt.date(2029, 8, 31)),
        ]:
            Coordinator.objects.create(
                user=coordinator, cohort=CohortFactory(name=name, starts_on=first, ends_on=last)
            )
        response = as_coordinator.get(self.url)
        rows = response.context["rows"]
        assert [(str(row["cohort"]), row["state"], row["trainees"]) for row in rows] == [
            ("Lichting 2027", Cohort.State.COMING, 0),
            ("Lichting 2026", Cohort.State.RUNNING, 2),
            ("Lichting 2024", Cohort.State.FINISHED, 0),
        ]
        assert "1 cohort is running now." in page(response)
        assert "12 of 104" in page(response)
        assert f'href="{reverse("cohort", kwargs={"pk": cohort.pk})}"' in page(response)

    def test_nothing_of_another_coordinator(self, as_coordinator, cohort):
        CohortFactory(name="Lichting van een ander")
        rows = as_coordinator.get(self.url).context["rows"]
        assert [row["cohort"] for row in rows] == [cohort]

    def test_without_cohorts_it_says_how_to_begin(self, english):
        english.force_login(UserFactory(admin=True))
        response = english.get(self.url)
        assert "No cohorts yet." in page(response)
        assert reverse("cohort_import") in page(response)
        assert reverse("cohort_new") in page(response)

    def test_words_of_the_name(self, english):
        english.force_login(UserFactory(admin=True))
        autumn, _spring = CohortFactory(name="Herfst 2026"), CohortFactory(name="Voorjaar 2026")
        assert [row["cohort"] for row in english.get(self.url, {"q": "2026 herfst"}).context["rows"]] == [
            autumn
        ]
        assert "No cohort has these words in its name." in page(english.get(self.url, {"q": "zomer"}))

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, client, django_assert_num_queries, count):
        client.force_login(UserFactory(admin=True))
        for _number in range(count):
            TraineeFactory()
        with django_assert_num_queries(6):
            assert len(client.get(self.url).context["rows"]) == count

    def test_a_trainee_has_no_business_here(self, client, trainee):
        client.force_login(trainee.user)
        assert client.get(self.url).status_code == 403

    def test_anonymous_signs_in_first(self, client):
        assert client.get(self.url).url == "/accounts/login/?next=/cohorts/"

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.post(self.url).status_code == 405


class TestCohortNew:
    url = "/cohorts/new/"
    sent = WEEK | {"name": "Lichting 2027", "starts_on": "1-9-2027", "ends_on": "31 augustus 2029"}

    def test_begins_with_two_years_from_next_september(self, as_coordinator):
        response = as_coordinator.get(self.url)
        form = response.context["form"]
        assert (form["starts_on"].value(), form["ends_on"].value()) == (
            dt.date(2027, 9, 1),
            dt.date(2029, 8, 31),
        )
        assert form["work_weekdays"].value() == [1, 2, 3, 4]
        assert 'value="2027-09-01"' in page(response)

    def test_who_makes_it_runs_it_and_goes_on_to_the_periods(self, as_coordinator, coordinator):
        response = as_coordinator.post(self.url, self.sent)
        made = Cohort.objects.get(name="Lichting 2027")
        assert response.url == reverse("period_edit", kwargs={"pk": made.pk})
        assert (made.starts_on, made.ends_on) == (dt.date(2027, 9, 1), dt.date(2029, 8, 31))
        assert (made.work_weekdays, made.learning_weekday) == ([1, 2, 3, 4], 5)
        assert (made.day_starts_at, made.day_ends_at) == (dt.time(9, 30), dt.time(16, 30))
        assert [row.user for row in made.coordinations.all()] == [coordinator]
        assert made.created_by == coordinator

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({"name": "lichting 2026"}, None, None),
            ({"name": "Lichting 2026"}, "name", "There is already a cohort with this name."),
            ({"name": ""}, "name", "This field is required."),
            ({"ends_on": "1-9-2027"}, "ends_on", "The last day of a cohort comes after its first day."),
            (
                {"ends_on": "31-6-2029"},
                "ends_on",
                "31-6-2029 does not exist. Choose a day that is in the calendar.",
            ),
            ({"day_ends_at": "9:30"}, "day_ends_at", "The learning day ends after it begins."),
            ({"work_weekdays": ["4", "5"]}, "work_weekdays", "The learning day cannot also be a work day."),
            ({"work_weekdays": []}, "work_weekdays", "This field is required."),
            (
                {"work_weekdays": ["8"]},
                "work_weekdays",
                "Select a valid choice. 8 is not one of the available choices.",
            ),
        ],
    )
    def test_what_cannot_be(self, as_coordinator, cohort, changed, field, sentence):
        response = as_coordinator.post(self.url, self.sent | changed)
        if field is None:
            assert response.status_code == 302
            return
        assert response.context["form"].errors == {field: [sentence]}
        assert Cohort.objects.count() == 1

    def test_a_trainee_may_not(self, client, trainee):
        client.force_login(trainee.user)
        assert client.post(self.url, self.sent).status_code == 403
        assert not Cohort.objects.filter(name="Lichting 2027").exists()

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.put(self.url).status_code == 405


class TestCohortEdit:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/edit/"

    def sent(self, **changed):
        return WEEK | {"name": "Lichting 2026", "seen": "1"} | changed

    def test_shows_settings_dates_and_coordinators(self, as_coordinator, cohort, coordinator, url):
        text = page(as_coordinator.get(url))
        assert "From 1 September 2026 up to and including 31 August 2028." in text
        assert reverse("period_edit", kwargs={"pk": cohort.pk}) in text
        assert coordinator.email in text
        assert "The last coordinator cannot be removed." in text
        assert 'name="starts_on"' not in text

    def test_with_two_coordinators_one_can_go(self, as_coordinator, cohort, url):
        other = Coordinator.objects.create(cohort=cohort, user=UserFactory())
        assert reverse("coordinator_remove", kwargs={"pk": other.pk}) in page(as_coordinator.get(url))

    def test_saves(self, as_coordinator, cohort, coordinator, url):
        sent = self.sent(place="Forum", learning_weekday="4", work_weekdays=["1", "2", "3"])
        del sent["follows_school_holidays"]
        response = as_coordinator.post(url, sent)
        assert response.url == reverse("cohort", kwargs={"pk": cohort.pk})
        cohort.refresh_from_db()
        assert (cohort.place, cohort.learning_weekday, cohort.work_weekdays) == ("Forum", 4, [1, 2, 3])
        assert (cohort.follows_school_holidays, cohort.version, cohort.changed_by) == (False, 2, coordinator)

    def test_dates_are_not_changed_here(self, as_coordinator, cohort, url):
        as_coordinator.post(url, self.sent(starts_on="2020-01-01"))
        cohort.refresh_from_db()
        assert cohort.starts_on == dt.date(2026, 9, 1)

    def test_somebody_else_was_first(self, as_coordinator, cohort, url):
        Cohort.objects.filter(pk=cohort.pk).update(version=2, place="Forum")
        response = as_coordinator.post(url, self.sent(place="Wijkhuis"))
        assert response.status_code == 409
        form = response.context["form"]
        assert (form["place"].value(), form["seen"].value()) == ("Wijkhuis", 2)
        assert "Somebody else changed this" in page(response)
        cohort.refresh_from_db()
        assert cohort.place == "Forum"

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, as_coordinator, cohort, url, django_assert_num_queries, count):
        for _number in range(count - 1):
            Coordinator.objects.create(cohort=cohort, user=UserFactory())
        with django_assert_num_queries(5):
            assert len(as_coordinator.get(url).context["coordinators"]) == count

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.get(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague, cohort, url):
        client.force_login(colleague)
        assert client.post(url, self.sent(place="Forum")).status_code == 403
        cohort.refresh_from_db()
        assert cohort.place == "Wijkcentrum"

    def test_a_trainee_finds_nothing(self, client, trainee, url):
        client.force_login(trainee.user)
        assert client.get(url).status_code == 404

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.delete(url).status_code == 405

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import ClosedDayFactory, CohortFactory
from trainees.models import ClosedDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

URL = "/closed-days/"


def page(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def names(response):
    return [row["day"].name for row in rows(response)]


def rows(response):
    return [row for each in response.context["years"] for row in each["rows"]]


@pytest.fixture
def some_of_each(cohort):
    ClosedDayFactory(name="Vroeger", starts_on=dt.date(2025, 5, 5))
    ClosedDayFactory(name="Studiedag", starts_on=dt.date(2026, 11, 27), cohort=cohort)
    ClosedDayFactory(name="Van een ander", starts_on=dt.date(2026, 12, 4), cohort=CohortFactory())
    ClosedDayFactory(
        name="Kerstvakantie", kind="school", starts_on=dt.date(2026, 12, 19), ends_on=dt.date(2027, 1, 3)
    )
    ClosedDayFactory(name="Koningsdag", kind="public", starts_on=dt.date(2027, 4, 27))


class TestClosedDayList:
    def test_from_today_on_those_for_all_and_ones_own(self, as_coordinator, some_of_each):
        response = as_coordinator.get(URL)
        assert names(response) == ["Studiedag", "Kerstvakantie", "Koningsdag"]
        text = page(response)
        assert "3 closed days from 18 November 2026 on" in text
        assert "Friday 27 November 2026" in text
        assert "19 December 2026 to 3 January 2027" in text
        assert "Cohorts that follow school holidays" in text

    def test_what_counts_for_a_cohort_and_how_many_learning_days_it_takes(
        self, as_coordinator, cohort, some_of_each
    ):
        response = as_coordinator.get(URL, {"cohort": cohort.pk})
        assert [(row["day"].name, row["learning_days"]) for row in rows(response)] == [
            ("Studiedag", "1 learning day"),
            ("Kerstvakantie", "2 learning days"),
            ("Koningsdag", "no learning day"),
        ]
        assert "3 closed days between 1 September 2026 and 31 August 2028" in page(response)
        assert f"{reverse('closed_day_new')}?cohort={cohort.pk}" in page(response)

    def test_a_cohort_that_works_on_in_school_holidays(self, as_coordinator, cohort, some_of_each):
        type(cohort).objects.filter(pk=cohort.pk).update(follows_school_holidays=False)
        response = as_coordinator.get(URL, {"cohort": cohort.pk})
        assert names(response) == ["Studiedag", "Koningsdag"]
        assert "Lichting 2026 has learning days in school holidays, so those are not here." in page(response)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"kind": "school"}, ["Kerstvakantie"]),
            ({"kind": "public"}, ["Koningsdag"]),
            ({"year": "2025"}, ["Vroeger"]),
            ({"year": "2027"}, ["Kerstvakantie", "Koningsdag"]),
            ({"year": "1066"}, ["Studiedag", "Kerstvakantie", "Koningsdag"]),
            ({"year": "x", "kind": "\x00", "cohort": "y"}, ["Studiedag", "Kerstvakantie", "Koningsdag"]),
        ],
    )
    def test_by_kind_and_year(self, as_coordinator, some_of_each, asked, found):
        assert names(as_coordinator.get(URL, asked)) == found

    def test_of_a_long_list_only_this_year_lies_open(self, as_coordinator):
        for year in (2026, 2027, 2028):
            for number in range(5):
                ClosedDayFactory(starts_on=dt.date(year, 12, 1 + number))
        response = as_coordinator.get(URL)
        years = [(each["year"], len(each["rows"]), each["is_open"]) for each in response.context["years"]]
        assert years == [(2026, 5, True), (2027, 5, False), (2028, 5, False)]
        response = as_coordinator.get(URL, {"year": "2028"})
        assert [(each["year"], each["is_open"]) for each in response.context["years"]] == [(2028, True)]
        assert page(response).count('<details class="fold" open>') == 1

    def test_a_public_holiday_can_only_go(self, as_coordinator):
        day = ClosedDayFactory(kind="public", name="Koningsdag", starts_on=dt.date(2027, 4, 27))
        text = page(as_coordinator.get(URL))
        assert reverse("closed_day_remove", kwargs={"pk": day.pk}) in text
        assert reverse("closed_day_edit", kwargs={"pk": day.pk}) not in text

    def test_without_any_it_says_how_to_begin(self, as_coordinator):
        text = page(as_coordinator.get(URL))
        assert "No closed days yet." in text
        assert reverse("closed_day_fill") in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, as_coordinator, cohort, django_assert_num_queries, count):
        for number in range(count):
            ClosedDayFactory(cohort=cohort, starts_on=dt.date(2026, 12, 1 + number))
        with django_assert_num_queries(6):
            assert len(names(as_coordinator.get(URL))) == count

    def test_a_trainee_has_no_business_here(self, client, trainee):
        client.force_login(trainee.user)
        assert client.get(URL).status_code == 403

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.post(URL).status_code == 405


class TestClosedDayNew:
    url = f"{URL}new/"
    sent = {"kind": "own", "name": "Studiedag", "starts_on": "27-11-2026"}

    def test_begins_with_the_cohort_one_came_from(self, as_coordinator, cohort):
        form = as_coordinator.get(self.url, {"cohort": cohort.pk}).context["form"]
        assert (form["cohort"].value(), form["kind"].value()) == (cohort.pk, "own")

    def test_a_single_day_for_all(self, as_coordinator, coordinator):
        response = as_coordinator.post(self.url, self.sent)
        assert response.url == URL
        assert said(response) == ["Studiedag is a closed day: Friday 27 November 2026."]
        day = ClosedDay.objects.get()
        assert (day.starts_on, day.ends_on) == (dt.date(2026, 11, 27), dt.date(2026, 11, 27))
        assert (day.kind, day.cohort, day.created_by) == ("own", None, coordinator)

    def test_a_run_of_days_for_one_cohort(self, as_coordinator, cohort):
        response = as_coordinator.post(self.url, self.sent | {"ends_on": "30 nov 2026", "cohort": cohort.pk})
        assert response.url == f"{URL}?cohort={cohort.pk}"
        assert said(response) == [
            "Studiedag is a closed day of Lichting 2026: 27 November 2026 to 30 November 2026."
        ]
        assert ClosedDay.objects.get().cohort == cohort

    @pytest.mark.parametrize(
        ("changed", "errors"),
        [
            ({"starts_on": ""}, {"starts_on": ["This field is required."]}),
            ({"ends_on": "26-11-2026"}, {"ends_on": ["The last day comes on or after the first day."]}),
            (
                {"kind": "public"},
                {"kind": ["Select a valid choice. public is not one of the available choices."]},
            ),
            (
                {"starts_on": "30-11-2026"},
                {"starts_on": ["There is already a closed day of this kind on these days."]},
            ),
        ],
    )
    def test_what_cannot_be(self, as_coordinator, changed, errors):
        ClosedDayFactory(starts_on=dt.date(2026, 11, 30))
        assert as_coordinator.post(self.url, self.sent | changed).context["form"].errors == errors
        assert ClosedDay.objects.count() == 1

    def test_a_school_holiday_is_for_all(self, as_coordinator, cohort):
        sent = self.sent | {"kind": "school", "cohort": cohort.pk}
        assert as_coordinator.post(self.url, sent).context["form"].errors == {
            "cohort": ["Public and school holidays are for all cohorts."]
        }

    def test_not_for_a_cohort_of_somebody_else(self, as_coordinator):
        response = as_coordinator.post(self.url, self.sent | {"cohort": CohortFactory().pk})
        assert list(response.context["form"].errors) == ["cohort"]
        assert not ClosedDay.objects.exists()

    def test_a_trainee_may_not(self, client, trainee):
        client.force_login(trainee.user)
        assert client.post(self.url, self.sent).status_code == 403
        assert not ClosedDay.objects.exists()

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.delete(self.url).status_code == 405


class TestClosedDayEdit:
    sent = {"seen": "1", "kind": "own", "name": "Heidag", "starts_on": "2026-12-04", "ends_on": "2026-12-04"}

    @pytest.fixture
    def day(self, cohort):
        return ClosedDayFactory(cohort=cohort)

    @pytest.fixture
    def url(self, day):
        return f"{URL}{day.pk}/edit/"

    def test_saves(self, as_coordinator, cohort, day, url):
        response = as_coordinator.post(url, self.sent | {"cohort": cohort.pk})
        assert response.url == f"{URL}?cohort={cohort.pk}"
        day.refresh_from_db()
        assert (day.name, day.starts_on, day.ends_on) == (
            "Heidag",
            dt.date(2026, 12, 4),
            dt.date(2026, 12, 4),
        )
        assert day.version == 2

    def test_somebody_else_was_first(self, as_coordinator, day, url):
        ClosedDay.objects.filter(pk=day.pk).update(version=2)
        assert as_coordinator.post(url, self.sent).status_code == 409
        day.refresh_from_db()
        assert day.name == "Studiedag"

    def test_a_public_holiday_stays_what_it_is(self, as_coordinator):
        public = ClosedDayFactory(kind="public")
        assert as_coordinator.post(f"{URL}{public.pk}/edit/", self.sent).status_code == 403

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.get(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague, url):
        client.force_login(colleague)
        assert client.post(url, self.sent).status_code == 403

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.delete(url).status_code == 405


class TestClosedDayRemove:
    @pytest.fixture
    def day(self, cohort):
        return ClosedDayFactory(cohort=cohort)

    @pytest.fixture
    def url(self, day):
        return f"{URL}{day.pk}/remove/"

    def test_says_what_it_means_first(self, as_coordinator, url, day):
        text = page(as_coordinator.get(url))
        assert "A learning day can then be planned on Friday 27 November 2026." in text
        assert "comes back too" not in text
        assert ClosedDay.objects.filter(pk=day.pk).exists()

    def test_a_public_holiday_may_come_back(self, as_coordinator):
        public = ClosedDayFactory(kind="public")
        assert "comes back too" in page(as_coordinator.get(f"{URL}{public.pk}/remove/"))

    def test_removes(self, as_coordinator, cohort, url):
        response = as_coordinator.post(url, {"seen": 1})
        assert response.url == f"{URL}?cohort={cohort.pk}"
        assert said(response) == ["Studiedag is no longer a closed day."]
        assert not ClosedDay.objects.exists()

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.post(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague, url):
        client.force_login(colleague)
        assert client.post(url).status_code == 403
        assert ClosedDay.objects.exists()

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.put(url).status_code == 405


class TestClosedDayFill:
    url = f"{URL}public/"

    def test_names_what_would_be_added_per_year(self, as_coordinator):
        ClosedDayFactory(kind="public", starts_on=dt.date(2027, 4, 27))
        form = as_coordinator.get(self.url).context["form"]
        choices = form.fields["years"].choices
        assert [(year, str(label), label.tag) for year, label in choices] == [
            (2026, "2026", "10 days"),
            (2027, "2027", "9 days"),
            (2028, "2028", "10 days"),
            (2029, "2029", "10 days"),
        ]
        assert "Koningsdag" in choices[0][1].why
        assert "Koningsdag" not in choices[1][1].why
        assert form["years"].value() == [2026, 2027, 2028, 2029]

    def test_adds_the_years_that_are_chosen(self, as_coordinator):
        response = as_coordinator.post(self.url, {"years": ["2027"]})
        assert response.url == URL
        assert said(response) == ["10 holidays are added."]
        assert ClosedDay.objects.of_kind("public").for_all().count() == 10
        again = as_coordinator.post(self.url, {"years": ["2027"]})
        assert said(again)[-1] == "Every holiday was already there. Nothing is added."

    def test_a_year_is_needed(self, as_coordinator):
        assert as_coordinator.post(self.url, {}).context["form"].errors == {
            "years": ["This field is required."]
        }
        assert list(as_coordinator.post(self.url, {"years": ["1066"]}).context["form"].errors) == ["years"]

    def test_a_trainee_may_not(self, client, trainee):
        client.force_login(trainee.user)
        assert client.post(self.url, {"years": ["2027"]}).status_code == 403
        assert not ClosedDay.objects.exists()

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.delete(self.url).status_code == 405


class TestClosedDayFillSchool:
    url = f"{URL}school/"

    def test_names_what_would_be_added(self, as_coordinator):
        text = page(as_coordinator.get(self.url))
        assert "Herfstvakantie" in text
        assert "10 October 2026 to 18 October 2026" in text

    def test_adds_them_once(self, as_coordinator):
        assert said(as_coordinator.post(self.url)) == ["15 holidays are added."]
        assert ClosedDay.objects.of_kind("school").for_all().count() == 15
        assert "btn--go" not in page(as_coordinator.get(self.url))
        assert "All school holidays that are known are already in the list." in page(
            as_coordinator.get(self.url)
        )

    def test_a_trainee_may_not(self, client, trainee):
        client.force_login(trainee.user)
        assert client.post(self.url).status_code == 403
        assert not ClosedDay.objects.exists()

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.delete(self.url).status_code == 405

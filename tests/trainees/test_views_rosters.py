import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import (
    CohortFactory,
    CoordinatorFactory,
    PauseFactory,
    TraineeFactory,
)
from trainees import rosters
from trainees.models import Trainee, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page(response):
    return response.content.decode()


def names(response):
    return [row["name"] for row in response.context["rows"]]


@pytest.fixture
def one_of_each(cohort):
    """A trainee in every state, by first name."""

    def made(first_name, **days):
        return TraineeFactory(cohort=cohort, user__first_name=first_name, user__last_name="X", **days)

    made("Actief")
    made("Later", starts_on=dt.date(2027, 1, 4))
    PauseFactory(trainee=made("Rust"), starts_on=dt.date(2026, 11, 18), ends_on=dt.date(2026, 11, 18))
    made("Gestopt", ends_on=dt.date(2026, 11, 17), stopped_at=timezone.now())
    made("Klaar", ends_on=dt.date(2026, 11, 17))
    # Has said when the last day is, and still takes part until then.
    made("Actief tot morgen", ends_on=dt.date(2026, 11, 19), stopped_at=timezone.now())


class TestTraineeList:
    url = "/trainees/"

    def test_each_trainee_with_what_one_looks_for(self, as_coordinator, trainee):
        text = page(as_coordinator.get(self.url))
        for part in (
            "Noor Dijkema",
            "noor@example.org",
            "Lichting 2026",
            "active",
            "Groningen",
            "Planologie",
        ):
            assert part in text
        assert "1 Sep 2026 – 31 Aug 2028" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert f'href="{reverse("trainee", kwargs={"pk": trainee.pk})}"' in text
        assert "1 trainee" in text

    def test_only_of_the_cohorts_one_coordinates(self, as_coordinator, trainee):
        TraineeFactory()
        assert names(as_coordinator.get(self.url)) == ["Noor Dijkema"]

    @pytest.mark.parametrize(
        ("state", "found"),
        [
            ("active", ["Actief X", "Actief tot morgen X"]),
            ("not_started", ["Later X"]),
            ("paused", ["Rust X"]),
            ("stopped", ["Gestopt X"]),
            ("finished", ["Klaar X"]),
            ("nonsense", ["Actief X", "Actief tot morgen X", "Gestopt X", "Klaar X", "Later X", "Rust X"]),
        ],
    )
    def test_by_status(self, as_coordinator, one_of_each, state, found):
        assert names(as_coordinator.get(self.url, {"state": state})) == found

    def test_each_shows_its_own_status(self, as_coordinator, one_of_each):
        rows = as_coordinator.get(self.url).context["rows"]
        assert [row["state"] for row in rows] == [
            "active",
            "active",
            "stopped early",
            "finished",
            "not started",
            "paused",
        ]

    def test_by_cohort_shows_the_pages_of_that_cohort(self, as_coordinator, coordinator, trainee, cohort):
        other = CoordinatorFactory(user=coordinator).cohort
        TraineeFactory(cohort=other)
        response = as_coordinator.get(self.url, {"cohort": cohort.pk})
        assert names(response) == ["Noor Dijkema"]
        assert reverse("trainee_new", kwargs={"pk": cohort.pk}) in page(response)
        assert reverse("cohort_edit", kwargs={"pk": cohort.pk}) in page(response)
        assert response.context["listing"].chips == [{"label": "Lichting 2026", "query": ""}]

    def test_a_cohort_of_somebody_else_is_left_out(self, as_coordinator, trainee):
        response = as_coordinator.get(self.url, {"cohort": CohortFactory().pk})
        assert response.context["cohort"] is None
        assert names(response) == ["Noor Dijkema"]

    @pytest.mark.parametrize("words", ["noor", "DIJK noo", "noor@example", "dijkéma"])
    def test_by_words(self, as_coordinator, trainee, words):
        TraineeFactory(cohort=trainee.cohort, user__first_name="Jelle", user__last_name="Wiersma")
        assert names(as_coordinator.get(self.url, {"q": words})) == ["Noor Dijkema"]

    @pytest.mark.parametrize(
        ("sort", "found"),
        [
            ("", ["Noor Dijkema", "Anna van der Veen"]),
            ("-name", ["Anna van der Veen", "Noor Dijkema"]),
            ("start", ["Anna van der Veen", "Noor Dijkema"]),
            ("cohort", ["Noor Dijkema", "Anna van der Veen"]),
            ("user__password", ["Noor Dijkema", "Anna van der Veen"]),
        ],
    )
    def test_in_order(self, as_coordinator, coordinator, trainee, sort, found):
        older = CohortFactory(name="Oud", starts_on=dt.date(2026, 3, 1))
        CoordinatorFactory(user=coordinator, cohort=older)
        TraineeFactory(cohort=older, user__first_name="Anna", user__last_name="van der Veen")
        assert names(as_coordinator.get(self.url, {"sort": sort})) == found

    def test_fifty_on_a_page(self, as_coordinator, cohort):
        TraineeFactory.create_batch(51, cohort=cohort)
        first, second = as_coordinator.get(self.url), as_coordinator.get(self.url, {"page": 2})
        assert (len(names(first)), len(names(second))) == (50, 1)
        assert "51 trainees" in page(second)
        assert "Page 2 of 2" in page(second)

    def test_nobody_yet(self, as_coordinator, cohort):
        assert reverse("cohort_import") in page(as_coordinator.get(self.url))
        text = page(as_coordinator.get(self.url, {"cohort": cohort.pk}))
        assert "No trainees in this cohort yet." in text
        assert reverse("trainee_new", kwargs={"pk": cohort.pk}) in text

    def test_nobody_found(self, as_coordinator, trainee):
        assert "Nobody fits these filters." in page(as_coordinator.get(self.url, {"q": "zzz"}))

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, as_coordinator, cohort, django_assert_num_queries, count):
        TraineeFactory.create_batch(count, cohort=cohort)
        with django_assert_num_queries(5):
            assert len(names(as_coordinator.get(self.url))) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_one_cohort(self, as_coordinator, cohort, django_assert_num_queries, count):
        TraineeFactory.create_batch(count, cohort=cohort)
        with django_assert_num_queries(6):
            asked = {"cohort": cohort.pk, "state": "active", "q": "voornaam"}
            assert len(names(as_coordinator.get(self.url, asked))) == count

    @pytest.mark.parametrize(
        "asked", [{"q": "\x00"}, {"cohort": "x"}, {"cohort": "9" * 30}, {"page": "-1"}, {"q": "a" * 30_000}]
    )
    def test_nothing_in_the_address_breaks_it(self, as_coordinator, trainee, asked):
        assert names(as_coordinator.get(self.url, asked)) == ["Noor Dijkema"]

    def test_a_trainee_has_no_business_here(self, client, trainee):
        client.force_login(trainee.user)
        assert client.get(self.url).status_code == 403

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.post(self.url).status_code == 405


class TestTraineeExport:
    url = "/trainees/export/"

    def sheet(self, response):
        return [list(row) for row in load_workbook(io.BytesIO(response.content)).worksheets[0].values]

    def test_the_same_list_as_a_spreadsheet(self, as_coordinator, trainee):
        User.objects.filter(pk=trainee.user_id).update(phone="0612345678")
        Trainee.objects.filter(pk=trainee.pk).update(study="=1+1", postcode="9711 AB")
        TraineeFactory(cohort=trainee.cohort, user__first_name="Jelle")
        response = as_coordinator.get(self.url, {"q": "noor"})
        assert response["Content-Disposition"] == 'attachment; filename="trainees-2026-11-18.xlsx"'
        assert self.sheet(response) == [
            [
                "First name",
                "Last name",
                "E-mail address",
                "Phone",
                "Cohort",
                "Status",
                "First day",
                "Last day",
                "Study",
                "City",
                "Postcode",
            ],
            [
                "Noor",
                "Dijkema",
                "noor@example.org",
                "0612345678",
                "Lichting 2026",
                "active",
                dt.datetime(2026, 9, 1),
                dt.datetime(2028, 8, 31),
                "=1+1",
                "Groningen",
                "9711 AB",
            ],
        ]

    def test_text_stays_text(self, as_coordinator, trainee):
        Trainee.objects.filter(pk=trainee.pk).update(study="=1+1")
        content = as_coordinator.get(self.url).content
        cell = load_workbook(io.BytesIO(content)).worksheets[0]["I2"]
        assert (cell.value, cell.data_type) == ("=1+1", "s")

    def test_says_who_is_left_out(self, as_coordinator, cohort, monkeypatch):
        monkeypatch.setattr(rosters, "EXPORTED", 2)
        TraineeFactory.create_batch(3, cohort=cohort)
        book = load_workbook(io.BytesIO(as_coordinator.get(self.url).content))
        assert len(list(book.worksheets[0].values)) == 3
        assert book.worksheets[1]["A1"].value.startswith("Only the first 2 of 3 trainees are here.")

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, as_coordinator, cohort, django_assert_num_queries, count):
        TraineeFactory.create_batch(count, cohort=cohort)
        with django_assert_num_queries(5):
            assert len(self.sheet(as_coordinator.get(self.url))) == count + 1

    def test_a_trainee_has_no_business_here(self, client, trainee):
        client.force_login(trainee.user)
        assert client.get(self.url).status_code == 403

    def test_wrong_method(self, as_coordinator):
        assert as_coordinator.post(self.url).status_code == 405

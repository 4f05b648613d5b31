import datetime as dt
import io

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import (
    CohortFactory,
    CoordinatorFactory,
    PauseFactory,
    SkillFactory,
    TraineeFactory,
    UserFactory,
)
from trainees import rosters
from trainees.models import Pause, Skill, Trainee, User
from wijkmakers.lib.constraints import rules_checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


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
        assert "1 Sep 2026 – 31 Aug 2028" in text
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


class TestTraineeNew:
    sent = {
        "email": "Jelle@Example.org",
        "first_name": "Jelle",
        "last_name": "Wiersma",
        "phone": "06 1",
        "starts_on": "2026-09-01",
        "ends_on": "31-8-2028",
        "study": "Bouwkunde",
        "city": "Haren",
        "postcode": "9751cd",
    }

    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/trainees/new/"

    def test_begins_with_the_days_of_the_cohort(self, as_coordinator, url):
        text = page(as_coordinator.get(url))
        assert "1 September 2026 to 31 August 2028" in text
        assert 'value="2026-09-01"' in text

    def test_somebody_new(self, as_coordinator, cohort, url):
        skill = SkillFactory(name="rijbewijs B")
        response = as_coordinator.post(
            url, self.sent | {"known_skills": [skill.pk], "other_skills": "Duits , , Revit"}
        )
        jelle = Trainee.objects.with_user().get(cohort=cohort)
        assert response.url == reverse("trainee", kwargs={"pk": jelle.pk})
        assert said(response) == [
            "Jelle Wiersma is a trainee of Lichting 2026, and can sign in as jelle@example.org."
        ]
        assert (jelle.user.email, jelle.user.phone) == ("jelle@example.org", "06 1")
        assert (jelle.study, jelle.city, jelle.postcode) == ("Bouwkunde", "Haren", "9751 CD")
        assert (jelle.starts_on, jelle.ends_on) == (dt.date(2026, 9, 1), dt.date(2028, 8, 31))
        assert [skill.name for skill in jelle.skills.in_order()] == ["Duits", "Revit", "rijbewijs B"]

    def test_somebody_known_keeps_their_name_and_that_is_said(self, as_coordinator, cohort, url):
        known = UserFactory(email="jelle@example.org", first_name="Jelle", last_name="de Vries")
        response = as_coordinator.post(url, self.sent)
        sentence = "This is how jelle@example.org is known here; that name stays."
        assert said(response) == [f"Jelle de Vries is a trainee of Lichting 2026. {sentence}"]
        assert Trainee.objects.get(cohort=cohort).user == known

    def test_without_skills_there_is_one_field_for_them(self, as_coordinator, url):
        form = as_coordinator.get(url).context["form"]
        assert "known_skills" not in form.fields
        assert form["other_skills"].label == "Skills"

    @pytest.mark.parametrize(
        ("changed", "errors"),
        [
            ({"email": "NOOR@example.org"}, {"email": ["This person is already a trainee of this cohort."]}),
            ({"email": "noor"}, {"email": ["Enter a valid email address."]}),
            ({"last_name": " "}, {"last_name": ["This field is required."]}),
            ({"ends_on": "1-8-2026"}, {"ends_on": ["The last day comes on or after the first day."]}),
            (
                {"starts_on": "gisteren"},
                {"starts_on": ["“gisteren” is not a date. Write it like 1-6-2027 or 1 June 2027."]},
            ),
            (
                {"other_skills": "x" * 81},
                {"other_skills": ["A skill has at most 80 characters. Put a comma between two skills."]},
            ),
        ],
    )
    def test_what_cannot_be(self, as_coordinator, trainee, url, changed, errors):
        response = as_coordinator.post(url, self.sent | changed)
        assert response.context["form"].errors == errors
        assert Trainee.objects.count() == 1
        assert not User.objects.filter(email="jelle@example.org").exists()

    def test_what_was_typed_stays(self, as_coordinator, url):
        text = page(as_coordinator.post(url, self.sent | {"ends_on": "1-8-2026"}))
        assert 'value="Jelle@Example.org"' in text
        assert 'value="2026-08-01"' in text

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.post(url, self.sent).status_code == 404

    def test_a_colleague_may_not(self, client, colleague, url):
        client.force_login(colleague)
        assert client.post(url, self.sent).status_code == 403
        assert not User.objects.filter(email="jelle@example.org").exists()

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.delete(url).status_code == 405


class TestTraineeEdit:
    sent = {"seen": "1", "first_name": "Noortje", "last_name": "Dijkema", "starts_on": "2026-09-01"}

    @pytest.fixture
    def url(self, trainee):
        return f"/trainees/{trainee.pk}/edit/"

    def test_begins_with_what_is_known(self, as_coordinator, trainee, url):
        german = SkillFactory(name="Duits")
        trainee.skills.add(german)
        response = as_coordinator.get(url)
        form = response.context["form"]
        assert [form[name].value() for name in ("first_name", "last_name", "city")] == [
            "Noor",
            "Dijkema",
            "Groningen",
        ]
        assert form["known_skills"].value() == [german.pk]
        assert "signs in as noor@example.org" in page(response)
        assert reverse("trainee_stop", kwargs={"pk": trainee.pk}) in page(response)
        assert reverse("trainee_extend", kwargs={"pk": trainee.pk}) in page(response)

    def test_saves(self, as_coordinator, trainee, url):
        trainee.skills.add(SkillFactory(name="Duits"))
        response = as_coordinator.post(url, self.sent | {"city": "Assen", "starts_on": "5-10-2026"})
        assert response.url == reverse("trainee", kwargs={"pk": trainee.pk})
        assert said(response) == ["The details of Noortje Dijkema are saved."]
        trainee = Trainee.objects.with_user().get(pk=trainee.pk)
        assert (trainee.user.first_name, trainee.city, trainee.study) == ("Noortje", "Assen", "")
        assert (trainee.starts_on, trainee.ends_on) == (dt.date(2026, 10, 5), dt.date(2028, 8, 31))
        assert not trainee.skills.exists()
        assert Skill.objects.count() == 1

    def test_a_pause_before_the_first_day(self, as_coordinator, trainee, url):
        with rules_checked():
            PauseFactory(trainee=trainee, starts_on=dt.date(2026, 9, 7), ends_on=dt.date(2026, 9, 11))
        response = as_coordinator.post(url, self.sent | {"starts_on": "2026-10-05"})
        assert response.context["form"].errors == {
            "starts_on": ["A pause of this trainee lies outside these days. Change the pause first."]
        }
        trainee.refresh_from_db()
        assert trainee.starts_on == dt.date(2026, 9, 1)
        assert User.objects.get(pk=trainee.user_id).first_name == "Noor"

    def test_the_address_cannot_be_changed_here(self, as_coordinator, trainee, url):
        as_coordinator.post(url, self.sent | {"email": "kaper@example.org"})
        assert User.objects.get(pk=trainee.user_id).email == "noor@example.org"

    def test_somebody_else_was_first(self, as_coordinator, trainee, url):
        Trainee.objects.filter(pk=trainee.pk).update(version=2)
        response = as_coordinator.post(url, self.sent | {"city": "Assen"})
        assert response.status_code == 409
        assert response.context["form"]["city"].value() == "Assen"
        assert User.objects.get(pk=trainee.user_id).first_name == "Noor"

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.get(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague, cohort):
        own = colleague.trainee_set.get()
        client.force_login(colleague)
        assert client.post(f"/trainees/{own.pk}/edit/", self.sent).status_code == 403

    def test_a_trainee_finds_nothing(self, client, trainee, url):
        client.force_login(trainee.user)
        assert client.get(url).status_code == 404

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.delete(url).status_code == 405


class TestPauseNew:
    @pytest.fixture
    def url(self, trainee):
        return f"/trainees/{trainee.pk}/pauses/new/"

    def test_asks_two_days_and_no_reason(self, as_coordinator, url):
        response = as_coordinator.get(url)
        assert set(response.context["form"].fields) == {"starts_on", "ends_on", "seen"}
        assert "from 1 September 2026 up to and including 31 August 2028" in page(response)

    def test_saves(self, as_coordinator, trainee, coordinator, url):
        response = as_coordinator.post(url, {"starts_on": "4-1-2027", "ends_on": "26-2-2027"})
        assert response.url == reverse("trainee", kwargs={"pk": trainee.pk})
        assert said(response) == [
            "Noor Dijkema pauses from 4 January 2027 up to and including 26 February 2027."
        ]
        pause = trainee.pauses.get()
        assert (pause.starts_on, pause.ends_on) == (dt.date(2027, 1, 4), dt.date(2027, 2, 26))
        assert pause.created_by == coordinator

    @pytest.mark.parametrize(
        ("first", "last", "errors"),
        [
            (
                "1-2-2027",
                "1-1-2027",
                {"ends_on": ["The last day of a pause comes on or after its first day."]},
            ),
            ("1-8-2026", "1-10-2026", {"starts_on": ["Choose 1-9-2026 or later."]}),
            ("1-8-2028", "1-9-2028", {"ends_on": ["Choose 31-8-2028 or earlier."]}),
            ("1-5-2027", "1-6-2027", {"starts_on": ["This trainee already has a pause in these days."]}),
        ],
    )
    def test_what_cannot_be(self, as_coordinator, trainee, url, first, last, errors):
        PauseFactory(trainee=trainee, starts_on=dt.date(2027, 5, 10), ends_on=dt.date(2027, 5, 14))
        response = as_coordinator.post(url, {"starts_on": first, "ends_on": last})
        assert response.context["form"].errors == errors
        assert trainee.pauses.count() == 1

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.get(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague):
        own = colleague.trainee_set.get()
        client.force_login(colleague)
        assert client.get(f"/trainees/{own.pk}/pauses/new/").status_code == 403

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.delete(url).status_code == 405


class TestPauseRemove:
    @pytest.fixture
    def pause(self, trainee):
        return PauseFactory(trainee=trainee)

    @pytest.fixture
    def url(self, pause):
        return f"/pauses/{pause.pk}/remove/"

    def test_says_what_it_means_first(self, as_coordinator, pause, url):
        text = page(as_coordinator.get(url))
        assert (
            "Noor Dijkema then takes part again from 4 January 2027 up to and including 26 February 2027."
            in text
        )
        assert Pause.objects.filter(pk=pause.pk).exists()

    def test_removes(self, as_coordinator, trainee, url):
        response = as_coordinator.post(url)
        assert response.url == reverse("trainee", kwargs={"pk": trainee.pk})
        assert said(response) == ["The pause of Noor Dijkema is removed."]
        assert not trainee.pauses.exists()

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.post(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague):
        own = PauseFactory(trainee=colleague.trainee_set.get())
        client.force_login(colleague)
        assert client.post(f"/pauses/{own.pk}/remove/").status_code == 403
        assert Pause.objects.filter(pk=own.pk).exists()

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.put(url).status_code == 405

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import (
    PauseFactory,
    SkillFactory,
    UserFactory,
)
from trainees.models import Skill, Trainee, User
from wijkmakers.lib.constraints import rules_checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


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

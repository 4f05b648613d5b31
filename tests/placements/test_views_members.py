import datetime as dt

import pytest

from placements.models import HostMember
from tests.factories import UserFactory
from tests.placements.conftest import page, placed, said
from trainees.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestHostMemberNew:
    @pytest.fixture
    def url(self, lef):
        return f"/hosts/{lef.pk}/members/new/"

    @pytest.fixture
    def typed(self):
        return {
            "email": "Bas@Example.org",
            "first_name": "Bas",
            "last_name": "de Wit",
            "phone": "050",
            "job": "chef",
        }

    def test_somebody_new_gets_an_account(self, as_coordinator, url, typed, lef):
        response = as_coordinator.post(url, typed)
        member = HostMember.objects.get()
        assert (member.host, member.job, str(member), member.user.phone) == (lef, "chef", "Bas de Wit", "050")
        assert member.user.email == "bas@example.org"
        assert not member.user.has_usable_password()
        assert response.url == f"/hosts/{lef.pk}/"
        assert said(response) == ["Bas de Wit belongs to Lefier, and can sign in with bas@example.org."]

    def test_somebody_known_keeps_account_and_name(self, as_coordinator, url, typed):
        known = UserFactory(email="bas@example.org", first_name="Sebastiaan", last_name="de Wit")
        response = as_coordinator.post(url, typed)
        assert HostMember.objects.get().user == known
        assert str(User.objects.get(pk=known.pk)) == "Sebastiaan de Wit"
        assert said(response) == ["Sebastiaan de Wit, who was here already, belongs to Lefier."]

    def test_of_somebody_known_the_address_is_enough(self, as_coordinator, url):
        known = UserFactory(email="bas@example.org")
        as_coordinator.post(url, {"email": "bas@example.org"})
        assert HostMember.objects.get().user == known

    def test_of_somebody_new_the_name_is_needed(self, as_coordinator, url):
        response = as_coordinator.post(url, {"email": "bas@example.org"})
        sentence = "This person is not here yet. Fill in the name too."
        assert response.context["form"].errors == {"first_name": [sentence], "last_name": [sentence]}

    def test_with_a_first_and_a_last_day(self, as_coordinator, url, typed):
        as_coordinator.post(url, typed | {"starts_on": "1-12-2026", "ends_on": "1 juni 2027"})
        member = HostMember.objects.get()
        assert (member.starts_on, member.ends_on) == (dt.date(2026, 12, 1), dt.date(2027, 6, 1))

    def test_nobody_leaves_before_they_came(self, as_coordinator, url, typed):
        response = as_coordinator.post(url, typed | {"starts_on": "2-12-2026", "ends_on": "1-12-2026"})
        assert response.context["form"].errors == {
            "ends_on": ["The last day comes on or after the first day."]
        }
        assert not HostMember.objects.exists()

    def test_somebody_is_added_once(self, as_coordinator, url, anna):
        response = as_coordinator.post(url, {"email": anna.user.email.upper()})
        assert response.context["form"].errors == {
            "email": ["This person already belongs to this organisation."]
        }


class TestHostMemberEdit:
    def test_job_name_and_phone(self, as_coordinator, anna, lef):
        url = f"/host-members/{anna.pk}/edit/"
        assert f"Signs in with {anna.user.email}." in page(as_coordinator.get(url))
        typed = {"first_name": "Anneke", "last_name": "Vos", "phone": "06", "job": "regisseur", "seen": 1}
        response = as_coordinator.post(url, typed)
        anna.refresh_from_db()
        assert (str(anna), anna.user.phone, anna.job) == ("Anneke Vos", "06", "regisseur")
        assert (response.url, said(response)) == (
            f"/hosts/{lef.pk}/",
            ["The details of Anneke Vos are saved."],
        )

    def test_the_last_day(self, as_coordinator, anna, lef):
        typed = {"first_name": "Anna", "last_name": "Vos", "ends_on": "17-11-2026", "seen": 1}
        as_coordinator.post(f"/host-members/{anna.pk}/edit/", typed)
        text = page(as_coordinator.get(f"/hosts/{lef.pk}/"))
        assert "1 person who left" in text
        assert "until 17 November 2026" in text

    def test_not_before_the_first_day(self, as_coordinator, anna):
        typed = {"first_name": "Anna", "last_name": "Vos", "seen": 1}
        days = {"starts_on": "2-12-2026", "ends_on": "1-12-2026"}
        response = as_coordinator.post(f"/host-members/{anna.pk}/edit/", typed | days)
        assert response.context["form"].errors == {
            "ends_on": ["The last day comes on or after the first day."]
        }

    def test_who_saves_second_is_told(self, as_coordinator, anna):
        HostMember.objects.update(version=2)
        typed = {"first_name": "Anneke", "last_name": "Vos", "seen": 1}
        assert as_coordinator.post(f"/host-members/{anna.pk}/edit/", typed).status_code == 409
        anna.refresh_from_db()
        assert str(anna) == "Anna Vos"


class TestHostMemberRemove:
    def test_the_account_stays(self, as_coordinator, anna, lef):
        url = f"/host-members/{anna.pk}/remove/"
        assert "Anna Vos no longer sees anything of Lefier. The account stays." in page(
            as_coordinator.get(url)
        )
        response = as_coordinator.post(url, {"seen": 1})
        assert not HostMember.objects.exists()
        assert User.objects.contains(anna.user)
        assert (response.url, said(response)) == (
            f"/hosts/{lef.pk}/",
            ["Anna Vos no longer belongs to Lefier."],
        )

    def test_not_while_placements_name_them(self, as_coordinator, anna, lef, noor):
        placed(noor, lef, supervisor=anna)
        url = f"/host-members/{anna.pk}/remove/"
        text = page(as_coordinator.get(url))
        assert "Anna Vos is the supervisor of 1 placement here, now or in the past." in text
        assert "btn--danger" not in text
        response = as_coordinator.post(url, {"seen": 1})
        assert HostMember.objects.contains(anna)
        assert response.context["form"].errors == {
            "__all__": ["Anna Vos is the supervisor of 1 placement here, now or in the past."]
        }

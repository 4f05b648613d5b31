import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.admin_pages import act, choices, errors, list_url, listed, new_url, row_url, save, typed
from tests.factories import (
    ClosedDayFactory,
    CohortFactory,
    CoordinatorFactory,
    PauseFactory,
    SkillFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
)
from tests.rules import settled
from trainees.models import ClosedDay, Cohort, Coordinator, Pause, Skill, Trainee, Upload, User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
NOOR = {"email": "noor@example.org", "first_name": "Noor", "last_name": "van der Veen"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class TestPeople:
    def test_new_without_a_password(self, admin):
        answer = save(
            admin, new_url(User), email="Noor@Example.org", first_name="Noor", last_name="van der Veen"
        )
        noor = User.objects.get(email="noor@example.org")
        assert answer["Location"] == row_url(noor)
        assert not noor.has_usable_password()

    def test_new_with_a_password(self, admin):
        words = {"password1": "een lange zin vol woorden", "password2": "een lange zin vol woorden"}
        save(admin, new_url(User), **NOOR, **words)
        assert User.objects.get(email="noor@example.org").check_password("een lange zin vol woorden")

    @pytest.mark.parametrize(
        ("first", "second", "told"),
        [
            ("een lange zin vol woorden", "", "The two password fields didn’t match."),
            ("kort", "kort", "This password is too short. Choose at least 12 characters."),
        ],
    )
    def test_a_password_that_will_not_do(self, admin, first, second, told):
        words = {"password1": first, "password2": second}
        answer = save(admin, new_url(User), **NOOR, **words)
        assert errors(answer) == [told]

    def test_an_address_that_is_taken(self, admin):
        UserFactory(email="noor@example.org")
        answer = save(admin, new_url(User), **NOOR | {"email": "NOOR@example.org"})
        assert errors(answer) == ["There is already somebody with this e-mail address."]

    def test_another_address_shuts_the_old_one(self, admin):
        noor = UserFactory(email="noor@example.org")
        EmailAddress.objects.create(user=noor, email="noor@example.org", verified=True, primary=True)
        save(admin, row_url(noor), email="noor@example.com")
        noor.refresh_from_db()
        assert noor.email == "noor@example.com"
        assert not EmailAddress.objects.filter(email="noor@example.org").exists()

    def test_what_somebody_is(self, admin):
        tess = TraineeFactory()
        page = admin.get(row_url(tess.user))
        link = f'<a href="{list_url(Trainee)}?user__id__exact={tess.user_id}">Trainees: 1</a>'
        assert link in page.content.decode()
        assert listed(admin.get(list_url(Trainee, f"?user__id__exact={tess.user_id}"))) == [tess.pk]

    def test_setting_a_password(self, admin):
        noor = UserFactory()
        url = reverse("admin:auth_user_password_change", args=[noor.pk])
        words = {"password1": "een lange zin vol woorden", "password2": "een lange zin vol woorden"}
        admin.post(url, {**words, "usable_password": "true", "set-password": "1"})
        noor.refresh_from_db()
        assert noor.check_password("een lange zin vol woorden")

    def test_a_link_to_choose_a_password(self, admin):
        noor = UserFactory(email="noor@example.org")
        act(admin, User, "send_password_link", noor, UserFactory(is_active=False))
        assert [message.to for message in mail.outbox] == [["noor@example.org"]]

    def test_a_lost_telephone(self, admin):
        noor = UserFactory()
        Authenticator.objects.create(user=noor, type=Authenticator.Type.TOTP, data={})
        act(admin, User, "remove_second_factor", noor)
        assert not Authenticator.objects.exists()

    def test_signing_somebody_out(self, admin):
        noor = UserFactory()
        other = Client()
        other.force_login(noor)
        UserSession.objects.create(user=noor, session_key=other.session.session_key, ip="127.0.0.1")
        act(admin, User, "sign_out", noor)
        assert not UserSession.objects.filter(user=noor).exists()
        assert other.get(reverse("admin:index")).status_code == 302

    def test_rights_are_given_by_who_has_them_all(self, client):
        boss, noor = UserFactory(admin=True), UserFactory()
        client.force_login(staff_who("view_user", "change_user", "delete_user"))
        shown = typed(client.get(row_url(noor)))
        assert "email" in shown
        assert not {"is_superuser", "is_staff", "groups"} & set(shown)
        client.post(row_url(noor), {**shown, "is_superuser": "on", "is_staff": "on"})
        noor.refresh_from_db()
        assert (noor.is_superuser, noor.is_staff) == (False, False)
        assert client.post(row_url(boss), {}).status_code == 403
        assert client.post(row_url(boss, "delete"), {"post": "yes"}).status_code == 403
        Authenticator.objects.create(user=boss, type=Authenticator.Type.TOTP, data={})
        act(client, User, "remove_second_factor", boss)
        assert Authenticator.objects.filter(user=boss).exists()


class TestSaving:
    def test_a_change_is_signed_and_counted(self, admin):
        cohort = CoordinatorFactory().cohort
        answer = save(admin, row_url(cohort), name="Lichting 2030")
        assert answer["Location"] == list_url(Cohort)
        cohort.refresh_from_db()
        assert (cohort.name, cohort.version, cohort.changed_by) == ("Lichting 2030", 2, admin.user)
        assert cohort.created_by is None

    def test_a_new_row_is_signed(self, admin):
        save(
            admin,
            new_url(ClosedDay),
            kind="own",
            name="Studiedag",
            starts_on="27-11-2026",
            ends_on="27-11-2026",
        )
        day = ClosedDay.objects.get()
        assert (day.created_by, day.changed_by, day.version) == (admin.user, admin.user, 1)

    def test_somebody_else_was_first(self, admin):
        day = ClosedDayFactory(name="Studiedag")
        mine = typed(admin.get(row_url(day)), name="Van mij")
        save(admin, row_url(day), name="Van een ander")
        answer = admin.post(row_url(day), mine)
        assert errors(answer) == [
            "Somebody else changed this meanwhile. Your input is still here; save again to replace theirs."
        ]
        again = typed(answer)
        assert again["name"] == ["Van mij"]
        admin.post(row_url(day), again)
        day.refresh_from_db()
        assert (day.name, day.version) == ("Van mij", 3)

    def test_somebody_else_was_first_in_a_row_of_the_page(self, admin):
        pause = PauseFactory()
        mine = typed(admin.get(row_url(pause.trainee)), city="Groningen")
        last = pause.ends_on + 7 * DAY
        save(admin, row_url(pause), ends_on=last.isoformat())
        answer = admin.post(row_url(pause.trainee), mine)
        assert errors(answer) == [
            "Somebody else changed this meanwhile. Your input is still here; save again to replace theirs."
        ]
        pause.refresh_from_db()
        assert pause.ends_on == last

    def test_rows_of_the_page_are_signed_and_counted(self, admin):
        pause = PauseFactory()
        save(admin, row_url(pause.trainee), **{"pauses-0-ends_on": "2027-03-05"})
        pause.refresh_from_db()
        assert (pause.ends_on, pause.version, pause.changed_by) == (dt.date(2027, 3, 5), 2, admin.user)

    def test_a_rule_of_one_row(self, admin):
        day = ClosedDayFactory()
        answer = save(admin, row_url(day), ends_on="2026-11-26")
        assert errors(answer) == ["The last day comes on or after the first day."]

    def test_a_rule_of_several_rows(self, admin):
        """The database says so only at the end; nothing is saved, and what was typed is still there."""
        pause = PauseFactory()
        settled()
        url = row_url(pause.trainee)
        first = (pause.starts_on + DAY).isoformat()
        answer = save(admin, url, starts_on=first, city="Assen")
        assert answer.status_code == 200
        assert errors(answer) == ["A pause of this trainee lies outside these days. Change the pause first."]
        assert list(answer.context["messages"]) == []
        assert typed(answer)["city"] == ["Assen"]
        pause.trainee.refresh_from_db()
        assert (pause.trainee.city, pause.trainee.version) == ("", 1)

    def test_both_at_once_keep_the_rule(self, admin):
        pause = PauseFactory()
        url = row_url(pause.trainee)
        first = (pause.starts_on + DAY).isoformat()
        save(admin, url, starts_on=first, **{"pauses-0-starts_on": first})
        pause.refresh_from_db()
        assert pause.starts_on.isoformat() == first

    def test_a_cohort_stays_chosen(self, admin):
        tess = TraineeFactory()
        assert "cohort" not in admin.get(row_url(tess)).context["adminform"].form.fields
        assert "cohort" in admin.get(new_url(Trainee)).context["adminform"].form.fields


class TestRemoving:
    def test_a_rule_keeps_it(self, admin):
        noor = CoordinatorFactory()
        answer = admin.post(row_url(noor, "delete"), {"post": "yes"}, follow=True)
        assert [str(message) for message in answer.context["messages"]] == [
            "A cohort keeps at least one coordinator. Add another one first."
        ]
        assert Coordinator.objects.filter(pk=noor.pk).exists()

    def test_a_rule_keeps_several(self, admin):
        noor = CoordinatorFactory()
        answer = act(admin, Coordinator, "delete_selected", noor, post="yes")
        assert [str(message) for message in answer.context["messages"]] == [
            "A cohort keeps at least one coordinator. Add another one first."
        ]
        assert Coordinator.objects.filter(pk=noor.pk).exists()

    def test_what_may_go(self, admin):
        first, second = PauseFactory(), PauseFactory()
        admin.post(row_url(first, "delete"), {"post": "yes"})
        act(admin, Pause, "delete_selected", second, post="yes")
        assert not Pause.objects.exists()

    def test_what_others_need_stays(self, admin):
        tess = TraineeFactory()
        page = admin.post(row_url(tess.user, "delete"), {"post": "yes"})
        assert page.context["protected"]
        assert User.objects.filter(pk=tess.user_id).exists()


class TestChoosing:
    def test_people_by_any_part_of_their_name(self, admin):
        UserFactory(first_name="Noor", last_name="van der Vëen", email="noor@example.org")
        UserFactory(first_name="Noor", last_name="Bakker", email="n.bakker@example.org")
        assert choices(admin, "trainees.Trainee.user", "veen NOOR") == [
            "Noor van der Vëen (noor@example.org)"
        ]

    def test_each_word_may_stand_elsewhere(self, admin):
        tess = TraineeFactory(user__first_name="Tess", cohort__name="Lichting 2026")
        TraineeFactory(user__first_name="Tess", cohort__name="Lichting 2027")
        assert listed(admin.get(list_url(Trainee, "?q=tess+2026"))) == [tess.pk]

    @pytest.mark.parametrize("term", ["\0", "a\0b", "%", "_", "'", "x" * 5000, "x " * 500])
    def test_whatever_is_typed(self, admin, term):
        TraineeFactory(user__first_name="Tess")
        assert choices(admin, "trainees.Pause.trainee", term) in (
            [],
            choices(admin, "trainees.Pause.trainee", ""),
        )

    def test_trainees_with_their_cohort(self, admin):
        tess = TraineeFactory(user__first_name="Tess", user__last_name="Mulder", cohort__name="Lichting 2026")
        assert choices(admin, "placements.Wish.trainee", "tess") == ["Tess Mulder · Lichting 2026"]
        wish = WishFactory(trainee=tess)
        assert "Tess Mulder · Lichting 2026</option>" in admin.get(row_url(wish)).content.decode()

    def test_who_has_no_business_here_chooses_nothing(self, client):
        client.force_login(UserFactory(is_staff=True))
        query = {"app_label": "trainees", "model_name": "trainee", "field_name": "user", "term": "noor"}
        assert client.get(reverse("admin:autocomplete"), query).status_code == 403


def test_a_row_that_others_use_too_is_not_removed_in_passing(admin):
    tess = TraineeFactory()
    page = admin.get(row_url(tess)).content.decode()
    assert 'id="change_id_user"' in page
    assert 'id="delete_id_user"' not in page


def test_times_are_to_the_minute(admin):
    cohort = CohortFactory()
    assert typed(admin.get(row_url(cohort)))["day_starts_at"] == ["09:30"]


class TestFilters:
    @pytest.mark.parametrize("when", ["running", "coming", "finished"])
    def test_when(self, admin, when):
        now = dt.date(2026, 11, 18)
        cohorts = {
            "running": CohortFactory(),
            "coming": CohortFactory(starts_on=now + 900 * DAY, ends_on=now + 990 * DAY),
            "finished": CohortFactory(starts_on=now - 900 * DAY, ends_on=now - 800 * DAY),
        }
        with time_machine.travel(now):
            assert listed(admin.get(list_url(Cohort, f"?when={when}"))) == [cohorts[when].pk]
            assert len(listed(admin.get(list_url(Cohort, "?when=x")))) == 3

    def test_state_of_trainees(self, admin):
        pause = PauseFactory(starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 9))
        TraineeFactory()
        with time_machine.travel(pause.starts_on):
            assert listed(admin.get(list_url(Trainee, "?state=paused"))) == [pause.trainee_id]
            assert len(listed(admin.get(list_url(Trainee, "?state=x")))) == 2


def test_uploads_are_looked_at_only(admin):
    sheet = Upload.objects.create(name="lichting.xlsx", content=b"x", created_by=admin.user)
    assert admin.get(new_url(Upload)).status_code == 403
    assert typed(admin.get(row_url(sheet))).keys() <= {"_save"}
    assert listed(admin.get(list_url(Upload, "?q=lichting"))) == [sheet.pk]


def test_skills(admin):
    SkillFactory(name="rijbewijs B")
    answer = admin.post(new_url(Skill), {"name": "rijbewijs B"})
    assert errors(answer) == ["This skill is already in the list."]


def staff_who(*permissions):
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return person

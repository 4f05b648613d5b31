"""The whole administration: each list, each page, for who may and for who may not."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin import site
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth.models import Group, Permission
from django.forms.models import InlineForeignKeyField, ModelChoiceField
from django.urls import reverse
from django.utils import translation

from curriculum.models import (
    Attendance,
    CatchUp,
    CheckIn,
    Coverage,
    Curriculum,
    Draft,
    Feedback,
    FeedbackGiven,
    Goal,
    Lesson,
    Material,
    Module,
    Prerequisite,
    Programme,
    Release,
    ReleaseChange,
    Room,
    Session,
    Theme,
    Track,
    Unavailable,
)
from placements.models import (
    Exclusion,
    Host,
    HostMember,
    Pair,
    Period,
    Placement,
    Plan,
    PlanEntry,
    Planning,
    PlanStep,
    Seat,
    Sector,
    Wish,
)
from tests import factories
from tests.admin_pages import errors, list_url, listed, new_url, row_url, save
from trainees.models import (
    Absence,
    ClosedDay,
    Cohort,
    Coordinator,
    Delivery,
    Feed,
    Message,
    Pause,
    Skill,
    Trainee,
    Upload,
    User,
)

pytestmark = pytest.mark.django_db

OURS = {"trainees", "placements", "curriculum"}
MADE_BY_MACHINES = {
    Upload, Message, Delivery, Feed, Plan, PlanEntry, PlanStep, Draft, Release, ReleaseChange, CheckIn,
    Feedback, Authenticator, UserSession,
}  # fmt: skip
# It would tell who answered.
SHOWN_TO_NOBODY = {FeedbackGiven}


def named(factory, **names):
    """Makes one row in which Noor or something of hers is found; the others are plain."""
    return lambda number: factory(**(names if number == 0 else {}))


def upload(number):
    name = "noor.xlsx" if number == 0 else "sheet.xlsx"
    return Upload.objects.create(name=name, content=b"", created_by=factories.UserFactory())


def authenticator(number):
    user = factories.UserFactory(**({"first_name": "Noor"} if number == 0 else {}))
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})


def user_session(number):
    user = factories.UserFactory(**({"first_name": "Noor"} if number == 0 else {}))
    return UserSession.objects.create(user=user, session_key=f"key{number}", ip="127.0.0.1")


def closed_day(number):
    day = factories.TODAY.replace(day=number + 1)
    return factories.ClosedDayFactory(name="Dag van Noor" if number == 0 else "Dag", starts_on=day)


def skill(number):
    return factories.SkillFactory(name="noorderlicht" if number == 0 else f"skill {number}")


def group(number):
    return Group.objects.create(name="noor" if number == 0 else f"group {number}")


def period(number):
    return factories.CohortFactory(
        periods=1, name=f"{'Noor' if number == 0 else 'Cohort'} {number}"
    ).periods.get()


# How rows of a model are made, and how many queries its list asks, however many rows there are.
LISTS = {
    User: (named(factories.UserFactory, first_name="Noor"), 4),
    Cohort: (named(factories.CohortFactory, name="Cohort van Noor"), 4),
    Coordinator: (named(factories.CoordinatorFactory, user__first_name="Noor"), 4),
    Skill: (skill, 4),
    Trainee: (named(factories.TraineeFactory, user__first_name="Noor"), 4),
    Pause: (named(factories.PauseFactory, trainee__user__first_name="Noor"), 4),
    ClosedDay: (closed_day, 6),
    Upload: (upload, 4),
    Absence: (named(factories.AbsenceFactory, trainee__user__first_name="Noor"), 5),
    Message: (named(factories.MessageFactory, to__first_name="Noor"), 5),
    Delivery: (named(factories.DeliveryFactory, message__to__first_name="Noor"), 5),
    Feed: (named(factories.FeedFactory, user__first_name="Noor"), 4),
    Sector: (named(factories.SectorFactory, name="noorden"), 4),
    Host: (named(factories.HostFactory, name="Noorderhuis"), 5),
    HostMember: (named(factories.HostMemberFactory, user__first_name="Noor"), 4),
    Period: (period, 4),
    Seat: (named(factories.SeatFactory, host__name="Noorderhuis"), 4),
    Wish: (named(factories.WishFactory, trainee__user__first_name="Noor"), 4),
    Exclusion: (named(factories.ExclusionFactory, trainee__user__first_name="Noor"), 4),
    Pair: (named(factories.PairFactory, first__user__first_name="Noor"), 4),
    Planning: (named(factories.PlanningFactory, cohort__name="Noor"), 4),
    Placement: (named(factories.PlacementFactory, trainee__user__first_name="Noor"), 4),
    Plan: (named(factories.PlanFactory, name="Concept van Noor"), 4),
    PlanEntry: (named(factories.PlanEntryFactory, trainee__user__first_name="Noor"), 4),
    PlanStep: (named(factories.PlanStepFactory, plan__name="Concept van Noor"), 4),
    Curriculum: (named(factories.CurriculumFactory, name="Noor"), 4),
    Programme: (named(factories.ProgrammeFactory, cohort__name="Noor"), 4),
    Track: (named(factories.TrackFactory, name="Noor"), 4),
    Theme: (named(factories.ThemeFactory, name="Noor"), 4),
    Goal: (named(factories.GoalFactory, text="Naar het noorden"), 4),
    Module: (named(factories.ModuleFactory, title="Noord"), 4),
    Lesson: (named(factories.LessonFactory, title="Noord"), 4),
    Prerequisite: (named(factories.PrerequisiteFactory, needs__title="Noord"), 4),
    Coverage: (named(factories.CoverageFactory, module__title="Noord"), 4),
    Material: (named(factories.MaterialFactory, title="Noord"), 5),
    Session: (named(factories.SessionFactory, place="Noord"), 5),
    Draft: (named(factories.DraftFactory, place="Noord"), 5),
    Release: (named(factories.ReleaseFactory, cohort__name="Noor"), 4),
    ReleaseChange: (named(factories.ReleaseChangeFactory, session__module__title="Noord"), 5),
    Room: (named(factories.RoomFactory, name="Noorderzaal"), 4),
    Unavailable: (named(factories.UnavailableFactory, user__first_name="Noor"), 4),
    Attendance: (named(factories.AttendanceFactory, trainee__user__first_name="Noor"), 5),
    CatchUp: (named(factories.CatchUpFactory, trainee__user__first_name="Noor"), 4),
    CheckIn: (named(factories.CheckInFactory, session__module__title="Noord"), 4),
    Feedback: (named(factories.FeedbackFactory, session__module__title="Noord"), 4),
    Group: (group, 5),
    Authenticator: (authenticator, 4),
    UserSession: (user_session, 4),
}
EACH = pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)


@EACH
def test_list(model, admin, django_assert_num_queries):
    queries = LISTS[model][1]
    before = set(model.objects.values_list("pk", flat=True))
    first = LISTS[model][0](0)
    with django_assert_num_queries(queries):
        page = admin.get(list_url(model))
    assert set(listed(page)) - before == {first.pk}
    others = [LISTS[model][0](number) for number in (1, 2)]
    with django_assert_num_queries(queries):
        page = admin.get(list_url(model))
    assert set(listed(page)) - before >= {first.pk, *(row.pk for row in others)}


def test_every_list_is_quick():
    assert {model.__name__: queries for model, (_, queries) in LISTS.items() if queries > 12} == {}


@EACH
def test_search(model, admin):
    wanted = LISTS[model][0](0)
    LISTS[model][0](1)
    assert listed(admin.get(list_url(model, "?q=noor"))) == [wanted.pk]
    assert listed(admin.get(list_url(model, "?q=nobody+is+called+this"))) == []


@EACH
def test_page_of_a_row(model, admin):
    row = LISTS[model][0](0)
    page = admin.get(row_url(row))
    assert page.context["original"] == row
    assert admin.get(row_url(row, "delete")).context["object"] == row
    assert admin.get(row_url(row, "history")).context["object"] == row


@EACH
def test_page_for_a_new_row(model, admin):
    page = admin.get(new_url(model))
    if model in MADE_BY_MACHINES:
        assert page.status_code == 403
    else:
        assert page.context["add"] is True


@EACH
def test_others_are_refused(model, client):
    row = LISTS[model][0](0)
    urls = [list_url(model), new_url(model), row_url(row), row_url(row, "delete"), row_url(row, "history")]
    login = reverse("account_login")
    assert [client.get(url)["Location"].split("?")[0] for url in urls] == [reverse("admin:login")] * 5
    client.force_login(factories.UserFactory(is_staff=True))
    assert [client.get(url).status_code for url in urls] == [403] * 5
    assert [client.post(url, {"post": "yes"}).status_code for url in urls[:4]] == [403] * 4
    assert type(row).objects.filter(pk=row.pk).exists()
    assert client.get(reverse("admin:login")).status_code == 302
    client.logout()
    assert client.get(reverse("admin:login"))["Location"].split("?")[0] == login


def test_a_coordinator_is_no_administrator(client):
    client.force_login(factories.CoordinatorFactory().user)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_staff_without_rights_sees_an_empty_house(client):
    client.force_login(factories.UserFactory(is_staff=True))
    assert client.get(reverse("admin:index")).context["app_list"] == []


@EACH
def test_who_may_only_look_changes_nothing(model, client):
    row = LISTS[model][0](0)
    reader = factories.UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    assert row.pk in listed(client.get(list_url(model)))
    page = client.get(row_url(row))
    assert page.context["original"] == row
    assert not page.context["has_change_permission"]
    assert client.get(new_url(model)).status_code == 403
    assert client.post(row_url(row), {}).status_code == 403
    assert client.post(row_url(row, "delete"), {"post": "yes"}).status_code == 403


def test_the_front_page_follows_the_house(admin):
    apps_shown = [app["app_label"] for app in admin.get(reverse("admin:index")).context["app_list"]]
    assert apps_shown[:3] == ["trainees", "placements", "curriculum"]


def test_everything_of_ours_is_in_the_administration():
    ours = {model for model in apps.get_models() if model._meta.app_label in OURS and not model._meta.proxy}
    assert set(site._registry) == ours - SHOWN_TO_NOBODY | {Group, Authenticator, UserSession}
    assert set(LISTS) == set(site._registry)


@EACH
def test_choosing_is_searching(model, admin):
    """No list to choose from holds every row there is."""
    page = admin.get(row_url(LISTS[model][0](0)))
    forms = [page.context["adminform"].form]
    forms += [inline.formset.empty_form for inline in page.context["inline_admin_formsets"]]
    fields = {name: field for form in forms for name, field in form.fields.items()}
    giants = {
        name
        for name, field in fields.items()
        if isinstance(field, ModelChoiceField)
        and not isinstance(field, InlineForeignKeyField)
        and not isinstance(getattr(field.widget, "widget", field.widget), AutocompleteMixin)
    }
    assert giants - {"id"} == ({"permissions"} if model is Group else set())


@EACH
def test_the_page_concerned(model, admin):
    """From the administration one goes straight to the row as everybody else sees it."""
    row = LISTS[model][0](0)
    page = site.get_model_admin(model)
    if model is Group or page.view_on_site is False:
        assert "viewsitelink" not in admin.get(row_url(row)).content.decode()
    else:
        url = page.get_view_on_site_url(row)
        assert f'<a href="{url}" class="viewsitelink">' in admin.get(row_url(row)).content.decode()


@pytest.mark.parametrize("model", [Delivery, Message, Room, Unavailable])
def test_the_page_concerned_is_there(model, admin):
    """Also for who coordinates nothing."""
    row = LISTS[model][0](0)
    assert admin.get(site.get_model_admin(model).get_view_on_site_url(row)).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_in_both_languages(admin, language):
    admin.cookies["django_language"] = language
    with translation.override(language):
        assert (
            str(Cohort._meta.verbose_name_plural)
            in admin.get(reverse("admin:index")).content.decode().lower()
        )


@pytest.mark.parametrize("sent", ["a@b", "a\0b", "9" * 40, "-1", "٣"])
def test_what_is_no_key_is_refused_where_one_searches(admin, sent):
    """One row, and several: Django itself fails when it draws the field again."""
    attendance, module = factories.AttendanceFactory(), factories.ModuleFactory()
    assert errors(save(admin, row_url(attendance), trainee=sent)) != []
    assert errors(save(admin, row_url(module), lecturers=[sent])) != []


def test_who_claims_a_million_rows_is_not_believed(admin):
    page = admin.post(new_url(Curriculum), {"tracks-TOTAL_FORMS": "1000000", "tracks-INITIAL_FORMS": "0"})
    assert max(len(inline.formset.forms) for inline in page.context["inline_admin_formsets"]) == 300

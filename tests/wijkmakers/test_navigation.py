"""Of every page it is known where in the menu it is, for everybody who may enter it."""

from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.factories import CohortFactory, TraineeFactory, UserFactory
from wijkmakers.auth import RoleBackend
from wijkmakers.context import NAV, chrome

pytestmark = pytest.mark.django_db

PAGES = {
    "coordinator": {
        "cohort_list": """
            absence_approve absence_decline absence_list absence_withdraw attendance attendance_fill
            attendance_list board board_export catch_up_done catch_up_list catch_up_undo check_in
            check_in_close check_in_open closed_day_edit closed_day_fill closed_day_fill_school
            closed_day_list closed_day_new closed_day_remove cohort cohort_edit cohort_import cohort_list
            cohort_new coordinator_new coordinator_remove draft_drop draft_edit draft_pin draft_split
            draft_swap draft_unpin feedback_list import_confirm import_discard import_preview
            import_template message message_cancel message_edit message_hold message_release
            message_restore message_retry outbox outbox_cancel outbox_hold outbox_release outbox_retry
            pair_list pair_new pair_remove pair_undo period_edit placement_edit placement_new
            placement_remove placement_undo plan plan_adopt plan_alternatives plan_cell plan_compare
            plan_export plan_hosts plan_list plan_new plan_pin plan_publish plan_redo plan_remove
            plan_rename plan_solve_rest plan_stop plan_suppose plan_suppose_new plan_swap plan_try
            plan_undo plan_unpin planning_edit planning_reset programme programme_drop programme_edit
            programme_lay programme_publish programme_unlay programme_year release release_list
            repair_event repair_new seat_edit seat_grid session session_cancel session_edit session_new
            session_pin session_restore session_split session_swap session_text session_unpin
        """,
        "trainee_list": """
            absence_new exclusion_new exclusion_remove exclusion_undo pause_new pause_remove trainee
            trainee_edit trainee_export trainee_extend trainee_list trainee_new trainee_stop wish_edit
        """,
        "host_list": """
            host host_edit host_list host_member_edit host_member_new host_member_remove host_new
            host_remove sector_edit sector_list sector_new sector_remove
        """,
        "curriculum_list": """
            coverage coverage_edit coverage_export curriculum curriculum_copy curriculum_edit
            curriculum_list curriculum_new goal_down goal_edit goal_new goal_remove goal_up lessons_edit
            material_down material_edit material_file material_new material_remove material_up module
            module_edit module_new module_remove room_edit room_list room_new room_remove theme_edit
            theme_new theme_remove track_edit track_new track_remove unavailable_edit unavailable_list
            unavailable_new unavailable_remove
        """,
        "": """
            calendar calendar_new calendar_remove home me me_edit my_data my_messages
        """,
    },
    "trainee": {
        "week": """
            absence_withdraw feedback_list feedback_new my_absence_new my_absences my_check_in week week_of
        """,
        "schedule": """
            my_wish_add my_wish_down my_wish_order my_wish_remove my_wish_undo my_wish_up my_wishes release
            schedule session session_text term
        """,
        "my_modules": """
            module my_modules
        """,
        "": """
            attendance attendance_fill calendar calendar_new calendar_remove check_in check_in_close
            check_in_open home host material_down material_edit material_file material_new material_remove
            material_up me me_edit my_data my_messages
        """,
    },
    "supervisor": {
        "my_trainees": """
            host my_trainees
        """,
        "": """
            absence_withdraw attendance attendance_fill calendar calendar_new calendar_remove check_in
            check_in_close check_in_open feedback_list home material_down material_edit material_file
            material_new material_remove material_up me me_edit module my_data my_messages release session
            session_text
        """,
    },
    "lecturer": {
        "my_sessions": """
            attendance attendance_fill check_in check_in_close check_in_open feedback_list material_down
            material_edit material_file material_new material_remove material_up module my_sessions
            my_unavailable_edit my_unavailable_new my_unavailable_remove release session session_text
        """,
        "": """
            absence_withdraw calendar calendar_new calendar_remove home host me me_edit my_data my_messages
        """,
    },
}


def views(resolver: URLResolver | None = None) -> Iterator[tuple[str, str]]:
    """(URL name, entry) of every page of ours."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            if hasattr(pattern.callback, "entry"):
                yield str(pattern.name), pattern.callback.entry
        elif str(pattern.pattern) not in ("accounts/", "admin/"):
            yield from views(pattern)


@pytest.fixture
def people(lesson, placed, noor):
    cohort = CohortFactory()
    people = {
        "coordinator": UserFactory(coordinates=cohort),
        "trainee": noor.user,
        "supervisor": placed.supervisor.user,
        "lecturer": lesson.lecturers.get(),
        "both": TraineeFactory(cohort=cohort, user=UserFactory(coordinates=cohort)).user,
    }
    return {name: RoleBackend().get_user(user.pk) for name, user in people.items()}


def marked(user, name):
    """{address: aria-current} of what is marked in the menu on the page with this URL name."""
    request = RequestFactory().get("/")
    request.user, request.resolver_match = user, ResolverMatch(views, (), {}, url_name=name)
    return {entry["url"]: entry["current"] for entry in chrome(request)["nav"] if entry["current"]}


@pytest.mark.parametrize("role", PAGES)
def test_where_each_page_is(people, role):
    user = people[role]
    assert user.roles == {role}
    expected = {name: entry for entry, names in PAGES[role].items() for name in names.split()}
    for name, entry in views():
        if entry in (role, "signed_in"):
            here = expected.get(name, "stands in no list")
            how = "page" if here == name else "true"
            assert marked(user, name) == ({reverse(here): how} if here else {}), name


def test_the_pages_of_signing_in_are_nowhere(people):
    for role in PAGES:
        assert marked(people[role], "account_change_password") == {}


def test_who_has_two_roles_has_one_place(people):
    user = people["both"]
    assert user.roles == {"coordinator", "trainee"}
    assert marked(user, "my_absences") == {reverse("week"): "true"}
    assert marked(user, "session") == {reverse("cohort_list"): "true"}
    assert all(len(marked(user, name)) <= 1 for name, _entry in views())


def test_every_role_is_looked_at():
    assert PAGES.keys() == NAV.keys()

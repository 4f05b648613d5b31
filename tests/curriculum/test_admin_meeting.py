"""The administration of the programme: what is published, drafted, recorded and said of it."""

import pytest
from django.utils import translation

from curriculum.models import CheckIn, Coverage, Draft, Feedback, Lesson, Prerequisite, Session, Unavailable
from tests.admin_pages import choices, errors, list_url, listed, new_url, row_url, save
from tests.factories import (
    TODAY,
    CatchUpFactory,
    CheckInFactory,
    DraftFactory,
    FeedbackFactory,
    GoalFactory,
    LessonFactory,
    MaterialFactory,
    ModuleFactory,
    ProgrammeFactory,
    RoomFactory,
    SessionFactory,
    TrackFactory,
    UserFactory,
    local,
)
from tests.rules import settled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class TestModule:
    def test_its_drafts_follow_its_track(self, admin):
        draft = DraftFactory()
        other = TrackFactory(curriculum=draft.module.curriculum)
        settled()
        answer = save(admin, row_url(draft.module), track=other.pk)
        assert answer.status_code == 302, errors(answer)
        assert Draft.objects.get().track == other

    def test_what_it_consists_of_and_builds_on(self, admin):
        module = ModuleFactory(number=2)
        first = ModuleFactory(number=1, curriculum=module.curriculum, track=module.track)
        goal = GoalFactory(curriculum=module.curriculum)
        answer = save(
            admin, row_url(module),
            **{
                "lessons-TOTAL_FORMS": 1, "lessons-0-number": 1, "lessons-0-title": "Kijken",
                "lessons-0-seen": 0,
                "-1-TOTAL_FORMS": 1, "-1-0-needs": first.pk,
                "coverages-TOTAL_FORMS": 1, "coverages-0-goal": goal.pk,
            },
        )  # fmt: skip
        assert answer.status_code == 302, errors(answer)
        lesson, prerequisite, coverage = (
            Lesson.objects.get(),
            Prerequisite.objects.get(),
            Coverage.objects.get(),
        )
        assert (lesson.module, lesson.title, lesson.created_by) == (module, "Kijken", admin.user)
        assert (prerequisite.module, prerequisite.needs) == (module, first)
        assert (coverage.module, coverage.goal) == (module, goal)

    def test_what_it_needs_comes_before_it(self, admin):
        module = ModuleFactory(number=1)
        later = ModuleFactory(number=2, curriculum=module.curriculum, track=module.track)
        settled()
        answer = save(admin, row_url(module), **{"-1-TOTAL_FORMS": 1, "-1-0-needs": later.pk})
        assert errors(answer) == ["A module comes after the modules that have to be done before it."]

    def test_material_of_a_lesson_of_its_own(self, admin):
        material, lesson = MaterialFactory(), LessonFactory()
        settled()
        answer = save(admin, row_url(material), lesson=lesson.pk)
        assert errors(answer) == ["The session belongs to another module than the material."]
        own = LessonFactory(module=material.module)
        assert save(admin, row_url(material), lesson=own.pk, is_required="on").status_code == 302
        material.refresh_from_db()
        assert (material.lesson, material.is_required) == (own, True)

    def test_a_lesson_is_chosen_with_its_module(self, admin):
        LessonFactory(title="Kijken", module__number=3, module__title="De wijk lezen")
        assert choices(admin, "curriculum.Material.lesson", "kijken") == ["Module 3 · De wijk lezen · Kijken"]


class TestProgramme:
    def test_what_it_goes_by(self, admin):
        programme, room = ProgrammeFactory(), RoomFactory()
        answer = save(admin, row_url(programme), rooms=[room.pk], attendance_threshold=90)
        assert answer.status_code == 302, errors(answer)
        programme.refresh_from_db()
        assert (list(programme.rooms.all()), programme.attendance_threshold) == ([room], 90)

    def test_a_rule_is_a_sentence(self, admin):
        answer = save(admin, row_url(ProgrammeFactory()), morning_ends_at="14:00")
        assert errors(answer) == ["The afternoon begins after the morning ends."]


class TestSession:
    def test_calendars_take_in_a_change(self, admin):
        session = SessionFactory()
        assert save(admin, row_url(session), place="Aula").status_code == 302
        session.refresh_from_db()
        assert (session.place, session.sequence) == ("Aula", 1)
        assert save(admin, row_url(session)).status_code == 302
        session.refresh_from_db()
        assert session.sequence == 1

    def test_its_identity_stays(self, admin):
        session = SessionFactory()
        session.refresh_from_db()
        fields = admin.get(row_url(session)).context["adminform"].form.fields
        assert {"uid", "sequence", "cancelled_at", "cancelled_by"}.isdisjoint(fields)
        assert str(session.uid) in admin.get(row_url(session)).text

    def test_a_new_one_has_no_identity_yet(self, admin):
        page = admin.get(new_url(Session)).text
        assert "django.db" not in page
        assert "In calendars" not in page


class TestFeedback:
    def test_hidden_while_one_could_tell_who_wrote(self, admin):
        session = SessionFactory()
        rows = [FeedbackFactory(session=session, words="Te snel", usefulness=2) for _number in range(2)]
        for page in (admin.get(row_url(rows[0])), admin.get(list_url(Feedback))):
            assert "Te snel" not in page.text
            assert [row for row in page.text.split('class="field-score"')[1:] if row.startswith(">2<")] == []
        Feedback.objects.update(is_shown=True)
        assert "Te snel" in admin.get(row_url(rows[0])).text

    def test_its_name_tells_nothing(self, admin):
        row = FeedbackFactory(usefulness=1)
        assert str(row) == str(row.session)


def test_the_secret_of_a_code_is_shown_to_nobody(admin):
    check_in = CheckInFactory()
    for url in (row_url(check_in), list_url(CheckIn), row_url(check_in, "delete")):
        assert check_in.secret not in admin.get(url).text


def test_what_is_still_to_catch_up(admin):
    todo, done = CatchUpFactory(), CatchUpFactory(done_at=local(TODAY, 10))
    for choice, found in (("no", [todo.pk]), ("yes", [done.pk]), ("", [done.pk, todo.pk])):
        assert sorted(listed(admin.get(list_url(type(todo), f"?done={choice}" if choice else "")))) == sorted(
            found
        )


class TestUnavailable:
    def test_with_the_room(self, admin):
        room = RoomFactory()
        asked = {
            "unavailable-TOTAL_FORMS": 1, "unavailable-0-starts_on": "7-12-2026",
            "unavailable-0-ends_on": "18-12-2026", "unavailable-0-seen": 0,
        }  # fmt: skip
        answer = save(admin, row_url(room), **asked)
        assert answer.status_code == 302, errors(answer)
        assert Unavailable.objects.get().room == room

    @pytest.mark.parametrize("both", [True, False])
    def test_of_one(self, admin, both):
        asked = {"starts_on": "7-12-2026", "ends_on": "18-12-2026"}
        if both:
            asked |= {"user": UserFactory().pk, "room": RoomFactory().pk}
        answer = save(admin, new_url(Unavailable), **asked)
        assert errors(answer) == ["Say which lecturer or which room is not available, not both."]

"""Sessions that were published, drafts, releases, and what is kept of a day afterwards."""

import datetime as dt

import pytest

from tests.factories import (
    TODAY,
    AttendanceFactory,
    CatchUpFactory,
    CheckInFactory,
    CohortFactory,
    DraftFactory,
    FeedbackFactory,
    FeedbackGivenFactory,
    ModuleFactory,
    ReleaseChangeFactory,
    ReleaseFactory,
    SessionFactory,
    TrackFactory,
    TraineeFactory,
    local,
)
from tests.rules import allows, breaks, change

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
NOW = local(TODAY, 10)


class TestPublishedSession:
    def test_one_identity(self):
        first, second = SessionFactory(), SessionFactory()
        for session in (first, second):
            session.refresh_from_db()
        with breaks("curriculum_session_uid_key"):
            change(second, uid=first.uid)
        with allows("curriculum_session_uid_key"):
            change(second, uid=second.uid)

    def test_one_that_was_cancelled_is_in_nobodys_way(self):
        cancelled = SessionFactory(cancelled_at=NOW)
        with allows("session_one_at_a_time"):
            SessionFactory(cohort=cancelled.cohort, module=cancelled.module, number=2)
        with allows("session_number_once"):
            again = SessionFactory(
                cohort=cancelled.cohort, module=cancelled.module, number=1, on=dt.date(2026, 11, 27)
            )
        with breaks("session_number_once"):
            change(cancelled, cancelled_at=None, starts_at=again.ends_at, ends_at=again.ends_at + MINUTE)

    def test_what_took_place_is_not_cancelled(self):
        session = AttendanceFactory().session
        with breaks("session_cancelled_before_attendance"):
            change(session, cancelled_at=NOW)
        with allows("session_cancelled_before_attendance"):
            change(SessionFactory(), cancelled_at=NOW)

    def test_nobody_attends_what_was_cancelled(self):
        with breaks("attendance_of_what_takes_place"):
            AttendanceFactory(session=SessionFactory(cancelled_at=NOW))
        with allows("attendance_of_what_takes_place"):
            AttendanceFactory()


class TestDraft:
    def test_one_for_a_session(self):
        draft = DraftFactory(session=SessionFactory())
        with breaks("curriculum_draft_session_id_key"):
            DraftFactory(session=draft.session)
        with allows("curriculum_draft_session_id_key"):
            DraftFactory()
            DraftFactory()

    def test_ends_after_it_begins(self):
        draft = DraftFactory()
        with breaks("draft_ends_after_start"):
            change(draft, ends_at=draft.starts_at)
        with allows("draft_ends_after_start"):
            change(draft, ends_at=draft.starts_at + MINUTE)

    @pytest.mark.parametrize("number", [None, 0])
    def test_a_number_with_a_module(self, number):
        draft = DraftFactory()
        with breaks("draft_number_with_module"):
            change(draft, number=number)
        with breaks("draft_number_with_module"):
            change(draft, module=None, title="Excursie")
        with allows("draft_number_with_module"):
            change(draft, module=None, number=None, title="Excursie")

    def test_is_named(self):
        draft = DraftFactory()
        with breaks("draft_is_named"):
            change(draft, module=None, number=None)
        with allows("draft_is_named"):
            change(draft, module=None, number=None, title="Excursie")

    def test_only_what_is_known_is_cancelled(self):
        with breaks("draft_cancels_what_is_known"):
            DraftFactory(is_cancelled=True)
        with allows("draft_cancels_what_is_known"):
            DraftFactory(session=SessionFactory(), is_cancelled=True)

    def test_stays_in_the_cohort_and_the_track(self):
        draft = DraftFactory(session=SessionFactory())
        curriculum = draft.module.curriculum
        with breaks("draft_of_own_cohort"):
            change(draft, cohort=CohortFactory())
        with breaks("draft_of_own_cohort"):
            change(draft, track=TrackFactory(curriculum=curriculum))
        with allows("draft_of_own_cohort"):
            change(draft, module=ModuleFactory(track=draft.track, curriculum=curriculum))

    def test_two_may_clash_until_they_are_published(self):
        draft = DraftFactory()
        again = DraftFactory(cohort=draft.cohort, module=draft.module)
        assert (again.starts_at, again.number) == (draft.starts_at, draft.number)


class TestRelease:
    def test_numbered_once_for_a_cohort(self):
        release = ReleaseFactory()
        with breaks("release_number_once"):
            ReleaseFactory(cohort=release.cohort, number=release.number)
        with allows("release_number_once"):
            ReleaseFactory(number=release.number)

    def test_kind_known(self):
        with breaks("release_change_kind_known"):
            ReleaseChangeFactory(kind="gone", before={})
        with allows("release_change_kind_known"):
            ReleaseChangeFactory(kind="restored", before={})

    @pytest.mark.parametrize(
        ("kind", "before", "after"),
        [
            ("new", None, None),
            ("new", {}, {}),
            ("cancelled", None, {}),
            ("moved", {}, None),
            ("changed", None, {}),
            ("restored", None, {}),
        ],
    )
    def test_says_what(self, kind, before, after):
        with breaks("release_change_says_what"):
            ReleaseChangeFactory(kind=kind, before=before, after=after)

    @pytest.mark.parametrize(
        ("kind", "before", "after"),
        [("new", None, {}), ("cancelled", {}, None), ("cancelled", {}, {}), ("moved", {}, {})],
    )
    def test_says_enough(self, kind, before, after):
        with allows("release_change_says_what"):
            ReleaseChangeFactory(kind=kind, before=before, after=after)


def test_catch_up_once():
    catch_up = CatchUpFactory()
    with breaks("catch_up_once"):
        CatchUpFactory(session=catch_up.session, trainee=catch_up.trainee)
    with allows("catch_up_once"):
        CatchUpFactory(session=catch_up.session)


class TestCheckIn:
    def test_one_for_a_session(self):
        check_in = CheckInFactory()
        with breaks("curriculum_checkin_session_id_key"):
            CheckInFactory(session=check_in.session)
        with allows("curriculum_checkin_session_id_key"):
            CheckInFactory()

    def test_closes_after_it_opens(self):
        check_in = CheckInFactory()
        with breaks("check_in_closes_after_opening"):
            change(check_in, closes_at=check_in.opened_at - MINUTE)
        with allows("check_in_closes_after_opening"):
            change(check_in, closes_at=check_in.opened_at)

    def test_the_code_turns(self):
        """This one and the one before it are taken, until it closes."""
        check_in = CheckInFactory(secret="0" * 64)
        at, turn = check_in.opened_at, check_in.TURN
        code = check_in.code(at)
        assert [check_in.accepts(code, at + turns * turn) for turns in (-1, 0, 1, 2)] == [
            False, True, True, False,
        ]  # fmt: skip
        assert not check_in.accepts(check_in.code(check_in.closes_at), check_in.closes_at)

    def test_codes_are_four_digits(self):
        check_in = CheckInFactory()
        codes = {check_in.code(NOW + turn * check_in.TURN) for turn in range(100)}
        assert all(len(code) == 4 and code.isdecimal() for code in codes)
        assert len(codes) > 90

    @pytest.mark.parametrize("typed", ["", "x", "٠١٢٣", "\0", "9" * 40])
    def test_whatever_is_typed(self, typed):
        check_in = CheckInFactory()
        assert not check_in.accepts(typed, check_in.opened_at)

    def test_each_has_a_secret_of_its_own(self):
        assert CheckInFactory().secret != CheckInFactory().secret


class TestFeedback:
    @pytest.mark.parametrize(("refused", "taken"), [(0, 1), (6, 5)])
    def test_in_scale(self, refused, taken):
        with breaks("feedback_in_scale"):
            FeedbackFactory(usefulness=refused)
        with allows("feedback_in_scale"):
            FeedbackFactory(usefulness=taken)

    def test_once(self):
        given = FeedbackGivenFactory()
        with breaks("feedback_once"):
            FeedbackGivenFactory(session=given.session, trainee=given.trainee)
        with allows("feedback_once"):
            FeedbackGivenFactory(session=given.session, trainee=TraineeFactory())

    def test_nothing_leads_to_who_wrote(self):
        """No person, no moment, and keys that tell no order."""
        names = {field.name for field in FeedbackFactory._meta.model._meta.get_fields()}
        assert names == {"id", "session", "usefulness", "words", "is_shown"}
        session = SessionFactory()
        keys = [FeedbackFactory(session=session).pk for _number in range(20)]
        assert keys != sorted(keys)

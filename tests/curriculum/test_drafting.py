"""The programme as planners see it: published sessions, and over them drafts."""

import pytest

from curriculum import actions, drafting, parts
from curriculum.drafting import Kind, Row
from curriculum.models import Draft, Session
from tests.curriculum.conftest import FRIDAY, NEXT_FRIDAY
from tests.factories import DraftFactory, ModuleFactory, RoomFactory, SessionFactory, UserFactory, local
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db


def row_of(session):
    draft = Draft.objects.of_session(session).with_everything().first()
    return Row(Session.objects.with_module().get(pk=session.pk), draft)


def rows(cohort):
    return [(row.planned.day(), row.kind, row.is_off) for row in drafting.rows(cohort)]


class TestRows:
    def test_a_draft_lies_over_its_session(self, cohort, session):
        assert rows(cohort) == [(FRIDAY, None, False)]
        DraftFactory(session=session, on=NEXT_FRIDAY)
        assert rows(cohort) == [(NEXT_FRIDAY, Kind.MOVED, False)]

    def test_a_new_one_stands_among_them(self, cohort, session, module):
        DraftFactory(cohort=cohort, module=module, number=1, on=NEXT_FRIDAY)
        assert rows(cohort) == [(FRIDAY, None, False), (NEXT_FRIDAY, Kind.NEW, False)]

    def test_what_was_cancelled_is_left_out_unless_it_takes_place_after_all(self, cohort, session, now):
        Session.objects.update(cancelled_at=now)
        assert rows(cohort) == []
        DraftFactory(session=session, on=FRIDAY)
        assert rows(cohort) == [(FRIDAY, Kind.RESTORED, False)]

    def test_nothing_of_another_cohort(self, cohort, session):
        DraftFactory()
        SessionFactory()
        assert len(drafting.rows(cohort)) == 1

    def test_two_at_one_time(self, cohort, session, module):
        DraftFactory(cohort=cohort, module=module, number=1, on=FRIDAY)
        [(first, second)] = drafting.clashes(drafting.rows(cohort))
        assert {first.kind, second.kind} == {None, Kind.NEW}

    def test_what_is_cancelled_is_in_nobody_s_way(self, cohort, session, module):
        DraftFactory(cohort=cohort, module=module, number=1, on=FRIDAY)
        DraftFactory(session=session, on=FRIDAY, is_cancelled=True)
        assert drafting.clashes(drafting.rows(cohort)) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, cohort, module, count, django_assert_num_queries):
        for number in range(count):
            DraftFactory(session=SessionFactory(cohort=cohort, module=ModuleFactory()), on=NEXT_FRIDAY)
            DraftFactory(cohort=cohort, module=module, number=number + 1)
            Session.objects.update(starts_at=local(FRIDAY, 1), ends_at=local(FRIDAY, 2), cancelled_at=None)
            break
        with django_assert_num_queries(2):
            drafting.rows(cohort)


class TestChange:
    def test_nobody_else_sees_it(self, session, coordinator):
        draft = drafting.draft_of(session)
        draft.place = "Kantine"
        actions.change_draft(draft=draft, seen=0, known=session.version, by=coordinator)
        session.refresh_from_db()
        assert (session.place, session.version) == ("Leerhuis, zaal 2", 1)
        assert Draft.objects.get().place == "Kantine"

    def test_back_as_it_was_is_no_draft(self, session, lecturer, coordinator):
        draft = drafting.draft_of(session)
        draft.place = "Kantine"
        made = actions.change_draft(
            draft=draft, seen=0, known=session.version, lecturers=[lecturer], by=coordinator
        )
        made.place = session.place
        actions.change_draft(draft=made, seen=made.version, lecturers=[lecturer], by=coordinator)
        assert not Draft.objects.exists()

    def test_somebody_drafted_it_meanwhile(self, session, coordinator):
        mine = drafting.draft_of(session)
        theirs = DraftFactory(session=session, on=NEXT_FRIDAY)
        with pytest.raises(Conflict) as conflict:
            actions.change_draft(draft=mine, seen=0, known=session.version, by=coordinator)
        assert conflict.value.current == theirs

    def test_somebody_published_it_meanwhile(self, session, coordinator):
        mine = drafting.draft_of(session)
        Session.objects.update(version=2)
        with pytest.raises(Conflict):
            actions.change_draft(draft=mine, seen=0, known=1, by=coordinator)

    def test_a_new_one_that_was_dropped_meanwhile(self, module, cohort, coordinator):
        draft = DraftFactory(cohort=cohort, module=module)
        Draft.objects.all().delete()
        with pytest.raises(Refused):
            actions.change_draft(draft=draft, seen=1, by=coordinator)


class TestSwap:
    def test_each_takes_the_time_and_place_of_the_other(self, session, cohort, module, coordinator):
        room = RoomFactory()
        other = SessionFactory(cohort=cohort, module=module, number=3, on=NEXT_FRIDAY, room=room, place="Z")
        gives = UserFactory()
        other.lecturers.add(gives)
        actions.swap_sessions(one=row_of(session), other=row_of(other), by=coordinator)
        mine, theirs = (Draft.objects.get(session=each) for each in (session, other))
        assert (mine.day(), mine.place, mine.room) == (NEXT_FRIDAY, "Z", room)
        assert (theirs.day(), theirs.place, theirs.room) == (FRIDAY, "Leerhuis, zaal 2", None)
        assert list(theirs.lecturers.all()) == [gives]

    def test_with_a_draft_that_has_the_number_of_the_session(self, session, cohort, module, coordinator):
        """The one is a row of another table than the other."""
        new = DraftFactory(pk=session.pk, cohort=cohort, module=module, number=3, on=NEXT_FRIDAY)
        actions.swap_sessions(one=row_of(session), other=Row(None, new), by=coordinator)
        new.refresh_from_db()
        assert (Draft.objects.get(session=session).day(), new.day()) == (NEXT_FRIDAY, FRIDAY)

    def test_twice_is_as_it_was(self, session, cohort, module, coordinator):
        other = SessionFactory(cohort=cohort, module=module, number=3, on=NEXT_FRIDAY)
        for _each in range(2):
            actions.swap_sessions(one=row_of(session), other=row_of(other), by=coordinator)
        assert not Draft.objects.exists()


class TestSplit:
    def test_the_rest_is_a_session_of_its_own(self, session, lecturer, coordinator):
        rest = actions.split_session(
            row=row_of(session), until=local(FRIDAY, 12), starts_at=local(NEXT_FRIDAY, 13),
            ends_at=local(NEXT_FRIDAY, 16), number=4, by=coordinator,
        )  # fmt: skip
        assert Draft.objects.get(session=session).hours() == "09:30–12:00"
        assert (rest.module, rest.number, rest.day(), rest.place) == (
            session.module, 4, NEXT_FRIDAY, "Leerhuis, zaal 2",
        )  # fmt: skip
        assert list(rest.lecturers.all()) == [lecturer]

    @pytest.mark.parametrize("hour", [9, 17])
    def test_only_between_its_beginning_and_its_end(self, session, coordinator, hour):
        with pytest.raises(Refused) as refused:
            actions.split_session(
                row=row_of(session), until=local(FRIDAY, hour), starts_at=local(FRIDAY, 18),
                ends_at=local(FRIDAY, 19), number=4, by=coordinator,
            )  # fmt: skip
        assert refused.value.field == "until"
        assert not Draft.objects.exists()


class TestCancel:
    def test_in_the_draft_only_and_back(self, session, coordinator):
        actions.cancel_session(session=session, by=coordinator)
        assert Draft.objects.get().is_cancelled
        assert Session.objects.get().cancelled_at is None
        actions.restore_session(session=session, by=coordinator)
        assert not Draft.objects.exists()

    def test_what_people_know_to_be_cancelled_takes_place_after_all(self, session, coordinator, now):
        Session.objects.update(cancelled_at=now)
        session.refresh_from_db()
        actions.restore_session(session=session, by=coordinator)
        assert not Draft.objects.get().is_cancelled


class TestDrop:
    def test_one(self, session, coordinator):
        draft = DraftFactory(session=session)
        DraftFactory()
        actions.drop_draft(draft=draft, by=coordinator)
        assert Draft.objects.count() == 1

    def test_all_that_were_there_when_somebody_looked(self, cohort, session, coordinator, now, time_machine):
        DraftFactory(session=session)
        time_machine.move_to(local(FRIDAY, 12), tick=False)
        later = DraftFactory(cohort=cohort)
        other = DraftFactory()
        assert actions.drop_drafts(cohort=cohort, by=coordinator, until=now) == 1
        assert set(Draft.objects.all()) == {later, other}


class TestPin:
    def test_keeps_what_was_published_since_the_page_was_read(self, session, coordinator):
        read = Session.objects.get(pk=session.pk)
        Session.objects.update(place="Kantine", version=2)
        actions.pin_session(planned=read, stays=True, by=coordinator)
        session.refresh_from_db()
        assert (session.is_pinned, session.place, session.version) == (True, "Kantine", 3)

    def test_a_draft_that_was_dropped_meanwhile(self, cohort, module, coordinator):
        draft = DraftFactory(cohort=cohort, module=module, number=1)
        Draft.objects.all().delete()
        with pytest.raises(Refused):
            actions.pin_session(planned=draft, stays=True, by=coordinator)


def test_what_is_drafted_is_planned_already(cohort, curriculum, session, module):
    DraftFactory(cohort=cohort, module=module, number=1)
    free = [part.number for part in parts.to_plan(cohort, curriculum) if part.module == module]
    assert free == [3, 4]


def test_what_is_cancelled_can_be_planned_again(cohort, curriculum, session, module):
    DraftFactory(session=session, is_cancelled=True)
    free = [part.number for part in parts.to_plan(cohort, curriculum) if part.module == module]
    assert free == [1, 2, 3, 4]

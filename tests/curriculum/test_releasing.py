"""What publishing changes, for whom, what stops it and what it says; and what it then does."""

import datetime as dt

import pytest
from django.utils import translation

from curriculum import actions, changes, drafting
from curriculum.models import Draft, Release, ReleaseChange, Session
from curriculum.releasing import review
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY, NEXT_FRIDAY
from tests.factories import (
    ClosedDayFactory,
    DraftFactory,
    LessonFactory,
    ModuleFactory,
    PauseFactory,
    PrerequisiteFactory,
    RoomFactory,
    SessionFactory,
    TraineeFactory,
    UnavailableFactory,
    UserFactory,
    local,
)
from tests.lib.calendars import by_icalendar
from trainees.models import Message
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db

FAR = dt.date(2027, 1, 15)
MINE = "Module 1, session 2 on Friday 20 November"
MOVES = "Module 1, session 2 moves from Friday 20 to Friday 27 November"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def publish(cohort, coordinator, now):
    def act(note=""):
        seen = review(cohort, now=now).version
        return actions.publish_programme(cohort=cohort, seen=seen, by=coordinator, now=now, note=note)

    return act


def draft(session, *, on=None, lecturers=(), **values):
    made = drafting.draft_of(session)
    if on:
        made.starts_at, made.ends_at = local(on, 9, 30), local(on, 16, 30)
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    made.lecturers.set(lecturers or session.lecturers.all())
    return made


def said(cohort, now):
    return [change.sentence for change in review(cohort, now=now).changes]


class TestSentences:
    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"on": NEXT_FRIDAY}, MOVES),
            (
                {"on": dt.date(2026, 12, 4)},
                "Module 1, session 2 moves from Friday 20 November to Friday 4 December",
            ),
            ({"place": ""}, f"{MINE}: at place follows instead of Leerhuis, zaal 2"),
            (
                {"on": NEXT_FRIDAY, "place": "Kantine"},
                f"{MOVES}; at Kantine instead of Leerhuis, zaal 2",
            ),
            ({"number": 3}, "Module 1, session 3 on Friday 20 November: it was Module 1, session 2"),
            ({"is_cancelled": True}, f"{MINE} is cancelled"),
            ({"title": "Buiten"}, f"{MINE}: title “Buiten”"),
        ],
    )  # fmt: skip
    def test_of_a_session_that_people_know(self, cohort, session, now, values, sentence):
        draft(session, **values)
        assert said(cohort, now) == [sentence]

    def test_of_other_hours_and_another_lecturer(self, cohort, session, now):
        made = draft(session, lecturers=[UserFactory(first_name="Linde", last_name="Postema")])
        made.ends_at = local(FRIDAY, 12)
        made.save()
        assert said(cohort, now) == [f"{MINE}: 09:30–12:00 instead of 09:30–16:30; lecturer Linde Postema"]

    def test_of_a_room_behind_the_same_place(self, cohort, session, now):
        """Also what few people notice is told: nothing that was drafted goes in silence."""
        made = draft(session, room=RoomFactory(name="Zaal 2"))
        assert said(cohort, now) == [f"{MINE}: room Zaal 2"]
        Session.objects.update(room=made.room)
        Draft.objects.update(room=None)
        assert said(cohort, now) == [f"{MINE}: no room of ours"]
        Draft.objects.update(place="Kantine")
        assert said(cohort, now) == [f"{MINE}: at Kantine instead of Leerhuis, zaal 2"]

    def test_of_a_day_outside_the_modules_in_another_track(self, cohort, track, vonk, now):
        day = SessionFactory(cohort=cohort, module=None, number=None, title="Aftrap", track=track, on=FRIDAY)
        draft(day, track=vonk)
        assert said(cohort, now) == ["Aftrap on Friday 20 November: now part of Vonk"]

    def test_of_a_new_one_and_one_that_takes_place_after_all(self, cohort, session, module, now):
        DraftFactory(cohort=cohort, module=module, number=1, on=NEXT_FRIDAY)
        Session.objects.update(cancelled_at=now)
        session.refresh_from_db()
        draft(session, is_cancelled=False)
        assert said(cohort, now) == [
            "Module 1, session 2 takes place after all, on Friday 20 November, 09:30–16:30",
            "Module 1, session 1 on Friday 27 November, 09:30–16:30",
        ]

    def test_in_dutch(self, cohort, session, now):
        draft(session, on=NEXT_FRIDAY)
        with translation.override("nl"):
            assert said(cohort, now) == ["Module 1, les 2 gaat van vrijdag 20 naar vrijdag 27 november"]

    def test_what_is_as_it_was_changes_nothing(self, cohort, session, now):
        draft(session)
        assert said(cohort, now) == []


class TestForWhom:
    def test_exactly_who_takes_part_or_teaches(self, cohort, session, trainee, lecturer, now):
        later = TraineeFactory(cohort=cohort, starts_on=dt.date(2027, 1, 1))
        paused = TraineeFactory(cohort=cohort)
        PauseFactory(trainee=paused, starts_on=FRIDAY, ends_on=NEXT_FRIDAY)
        guest = UserFactory(first_name="Linde", last_name="Postema")
        TraineeFactory()
        draft(session, on=NEXT_FRIDAY, lecturers=[guest])
        told = review(cohort, now=now).told
        assert [(person.user, person.teaches) for person in told] == [
            (trainee.user_id, False),
            (guest.pk, True),
            (lecturer.pk, True),
        ]
        assert later.user_id not in {person.user for person in told}

    def test_each_only_what_concerns_them(self, cohort, session, module, trainee, lecturer, now):
        early = TraineeFactory(cohort=cohort, ends_on=NEXT_FRIDAY)
        draft(session, place="Kantine")
        DraftFactory(cohort=cohort, module=module, number=3, on=FAR)
        counts = {person.user: len(person.changes) for person in review(cohort, now=now).told}
        assert counts == {trainee.user_id: 2, early.user_id: 1, lecturer.pk: 1}


class TestWhatStopsIt:
    def test_two_at_one_time(self, cohort, session, module, now, publish):
        DraftFactory(cohort=cohort, module=module, number=1, on=FRIDAY)
        assert review(cohort, now=now).blockers == [
            "Module 1, session 1 and Module 1, session 2 are at the same time on Friday 20 November 2026."
        ]
        with pytest.raises(Refused):
            publish()
        assert not Release.objects.exists()

    def test_the_same_session_twice(self, cohort, session, module, now):
        DraftFactory(cohort=cohort, module=module, number=2, on=NEXT_FRIDAY)
        assert review(cohort, now=now).blockers == ["Module 1, session 2 is planned twice."]

    def test_what_has_begun(self, cohort, past_session, now):
        draft(past_session, on=NEXT_FRIDAY)
        assert review(cohort, now=now).blockers == [
            "Module 1, session 1 on Friday 13 November has begun already; it stays as it was."
        ]

    def test_nothing_to_publish(self, publish):
        with pytest.raises(Refused):
            publish()

    def test_somebody_changed_the_draft_meanwhile(self, cohort, session, coordinator, now):
        made = draft(session, on=NEXT_FRIDAY)
        seen = review(cohort, now=now).version
        Draft.objects.filter(pk=made.pk).update(version=2)
        with pytest.raises(Conflict):
            actions.publish_programme(cohort=cohort, seen=seen, by=coordinator, now=now)
        assert Draft.objects.exists()


class TestWhatToThinkOf:
    def warnings(self, cohort, now):
        return review(cohort, now=now).warnings

    def test_short_notice(self, cohort, session, now):
        draft(session, place="Kantine")
        assert self.warnings(cohort, now) == [
            "1 change is within two weeks: Module 1, session 2 (20 November). Call who has to know."
        ]

    def test_an_unusual_day(self, cohort, session, now):
        Session.objects.update(starts_at=local(FAR, 9), ends_at=local(FAR, 16))
        session.refresh_from_db()
        ClosedDayFactory(name="Studiedag", starts_on=dt.date(2027, 1, 22), cohort=cohort)
        draft(session, on=dt.date(2027, 1, 22))
        assert self.warnings(cohort, now) == ["Friday 22 January 2027 is closed: Studiedag."]

    def test_the_lecturer_or_the_room_is_with_another_cohort(self, cohort, module, lecturer, now):
        room = RoomFactory(name="Zaal 9")
        theirs = SessionFactory(on=FAR, room=room, cohort__name="Lichting 2025")
        theirs.lecturers.add(lecturer)
        made = DraftFactory(cohort=cohort, module=module, number=1, on=FAR, room=room)
        made.lecturers.add(lecturer)
        assert self.warnings(cohort, now) == [
            "Anneke Sikkens teaches Lichting 2025 at that time: Module 1, session 1 on Friday 15 January.",
            "Zaal 9 is taken by Lichting 2025 at that time: Module 1, session 1 on Friday 15 January.",
        ]
        Session.objects.update(cancelled_at=now)
        assert self.warnings(cohort, now) == []

    def test_somebody_is_not_available(self, cohort, module, lecturer, now):
        UnavailableFactory(user=lecturer, starts_on=FAR, ends_on=FAR)
        UnavailableFactory(user=UserFactory(), starts_on=FAR, ends_on=FAR)
        made = DraftFactory(cohort=cohort, module=module, number=1, on=FAR)
        made.lecturers.add(lecturer)
        assert self.warnings(cohort, now) == [
            "Anneke Sikkens is not available on Friday 15 January: Module 1, session 1."
        ]

    def test_before_what_it_needs_is_done(self, cohort, module, track, lecturer, now):
        second = ModuleFactory(curriculum=track.curriculum, track=track, number=2, title="Daarna")
        PrerequisiteFactory(module=second, needs=module)
        for each, day in ((second, FAR), (module, dt.date(2027, 1, 22))):
            DraftFactory(cohort=cohort, module=each, number=1, on=day).lecturers.add(lecturer)
        assert self.warnings(cohort, now) == [
            "Module 2 (Daarna) begins before module 1 (Data en besluitvorming) is done."
        ]

    def test_nobody_and_nowhere(self, cohort, module, now):
        DraftFactory(cohort=cohort, module=module, number=1, on=FAR, place="")
        assert self.warnings(cohort, now) == [
            "1 session has no lecturer yet: Module 1, session 1 (15 January).",
            "1 session has no place yet: Module 1, session 1 (15 January).",
        ]

    def test_what_was_held_unplanned(self, cohort, module, lecturer, now):
        DraftFactory(cohort=cohort, module=module, number=1, on=LAST_FRIDAY).lecturers.add(lecturer)
        assert self.warnings(cohort, now) == ["Module 1, session 1 on Friday 13 November lies in the past."]


@pytest.mark.parametrize("count", [1, 3])
def test_queries(cohort, module, lecturer, now, count, django_assert_num_queries):
    for number in range(1, count + 1):
        TraineeFactory(cohort=cohort)
        day = FAR + dt.timedelta(weeks=number)
        DraftFactory(cohort=cohort, module=module, number=number, on=day).lecturers.add(lecturer)
        known = SessionFactory(
            cohort=cohort, module=module, number=number + 10, on=day + dt.timedelta(days=1)
        )
        draft(known, place="Kantine", lecturers=[lecturer])
        SessionFactory(on=day).lecturers.add(lecturer)
        UnavailableFactory(user=lecturer, starts_on=day, ends_on=day)
    with django_assert_num_queries(13):
        review(cohort, now=now)


class TestPublish:
    def test_a_session_that_moves_stays_the_same(self, session, trainee, publish):
        uid = session.uid
        draft(session, on=NEXT_FRIDAY)
        publish()
        moved = Session.objects.get()
        assert (moved.pk, moved.uid, moved.sequence, moved.day()) == (session.pk, uid, 1, NEXT_FRIDAY)
        assert not Draft.objects.exists()

    def test_what_few_people_notice_is_published_too(self, session, publish):
        room = RoomFactory()
        draft(session, title="Buiten", room=room)
        publish()
        session.refresh_from_db()
        assert (session.title, session.room) == ("Buiten", room)

    def test_a_new_one_takes_over_what_the_curriculum_says_of_it(self, cohort, module, lecturer, publish):
        LessonFactory(module=module, number=1, title="De eerste keer", preparation="lezen")
        made = DraftFactory(cohort=cohort, module=module, number=1, on=NEXT_FRIDAY, is_pinned=True)
        made.lecturers.add(lecturer)
        publish()
        new = Session.objects.get()
        assert (new.title, new.preparation, new.is_pinned) == ("De eerste keer", "lezen", True)
        assert list(new.lecturers.all()) == [lecturer]

    def test_own_words_win(self, cohort, module, publish):
        LessonFactory(module=module, number=1, title="De eerste keer", preparation="lezen")
        DraftFactory(
            cohort=cohort, module=module, number=1, on=NEXT_FRIDAY, title="Buiten", preparation="laarzen"
        )
        publish()
        assert list(Session.objects.values_list("title", "preparation")) == [("Buiten", "laarzen")]

    def test_cancelled_and_back(self, session, trainee, coordinator, publish):
        actions.cancel_session(session=session, by=coordinator)
        publish()
        session.refresh_from_db()
        assert (session.cancelled_by, session.sequence) == (coordinator, 1)
        actions.restore_session(session=session, by=coordinator)
        publish()
        session.refresh_from_db()
        assert (session.cancelled_at, session.sequence, session.lecturers.count()) == (None, 2, 1)

    def test_two_that_change_places(self, session, cohort, module, coordinator, publish):
        other = SessionFactory(cohort=cohort, module=module, number=3, on=NEXT_FRIDAY)
        rows = [drafting.Row(Session.objects.with_module().get(pk=each.pk)) for each in (session, other)]
        actions.swap_sessions(one=rows[0], other=rows[1], by=coordinator)
        publish()
        assert [each.pk for each in Session.objects.in_order()] == [other.pk, session.pk]

    def test_each_release_is_kept_with_what_it_changed(self, session, publish, coordinator, now):
        draft(session, on=NEXT_FRIDAY)
        release = publish(note="De zaal was dubbel geboekt.")
        assert (release.number, release.note, release.released_by) == (
            1, "De zaal was dubbel geboekt.", coordinator,
        )  # fmt: skip
        session.delete()
        [row] = ReleaseChange.objects.of_release(release).with_session()
        assert (
            changes.stored(row).sentence == "Module 1, session 2 moves from Friday 20 to Friday 27 November"
        )
        draft(SessionFactory(cohort=release.cohort, module=session.module), on=FAR)
        assert publish().number == 2

    def test_who_is_told_what(self, session, trainee, lecturer, publish):
        trainee.user.language = "en"
        trainee.user.save()
        draft(session, on=NEXT_FRIDAY)
        release = publish(note="De zaal was dubbel geboekt.")
        mine = Message.objects.get(to=trainee.user)
        theirs = Message.objects.get(to=lecturer)
        assert (mine.kind, theirs.kind) == (Message.Kind.PROGRAMME, Message.Kind.TEACHING)
        assert (mine.about, mine.cohort) == (release.pk, release.cohort)
        assert mine.subject == "Module 1, session 2 moves from Friday 20 to Friday 27 November"
        assert "De zaal was dubbel geboekt." in mine.text
        assert f"/releases/{release.pk}/" in mine.text
        assert theirs.subject == (
            "Module 1, les 2 gaat van vrijdag 20 naar vrijdag 27 november (Lichting 2026)"
        )
        [event] = by_icalendar(mine.calendar.encode())
        assert (event["uid"], event["start"]) == (str(session.uid), local(NEXT_FRIDAY, 9, 30))

    def test_a_cancelled_one_says_so_in_the_calendar(self, session, trainee, coordinator, publish):
        actions.cancel_session(session=session, by=coordinator)
        publish()
        [event] = by_icalendar(Message.objects.get(to=trainee.user).calendar.encode())
        assert event["status"] == "CANCELLED"
        assert event["summary"].startswith("Vervallen")

    def test_nobody_else_is_told(self, session, coordinator, publish):
        TraineeFactory()
        draft(session, on=NEXT_FRIDAY)
        publish()
        assert {message.to for message in Message.objects.all()} == set(session.lecturers.all())

    def test_all_or_nothing(self, cohort, session, module, coordinator, now, monkeypatch):
        """A rule of the database that only publishing breaks: nothing is written."""
        draft(session, on=NEXT_FRIDAY)
        made = DraftFactory(cohort=cohort, module=module, number=3, on=NEXT_FRIDAY)
        Draft.objects.filter(pk=made.pk).update(
            starts_at=local(NEXT_FRIDAY, 16, 30), ends_at=local(NEXT_FRIDAY, 17)
        )
        seen = review(cohort, now=now).version
        SessionFactory(cohort=cohort, module=ModuleFactory(), on=NEXT_FRIDAY)
        with pytest.raises((Refused, Conflict)):
            actions.publish_programme(cohort=cohort, seen=seen, by=coordinator, now=now)
        assert not Release.objects.exists()
        assert Draft.objects.count() == 2

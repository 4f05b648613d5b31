"""The whole programme laid out: from rows to the generator, and from its answer to drafts."""

import datetime as dt
from contextlib import contextmanager
from itertools import count

import pytest
from django.db import connection
from django.utils import translation

from curriculum import outcomes
from curriculum.actions.laying import lay_out
from curriculum.asking import ask
from curriculum.models import Draft, Module, Programme, Session
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY, NEXT_FRIDAY
from tests.factories import (
    TODAY,
    ClosedDayFactory,
    DraftFactory,
    LessonFactory,
    ModuleFactory,
    PrerequisiteFactory,
    RoomFactory,
    SessionFactory,
    UnavailableFactory,
    UserFactory,
)
from trainees.models import ClosedDay

pytestmark = pytest.mark.django_db

FRIDAYS = [FRIDAY + dt.timedelta(weeks=week) for week in range(8)]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def programme(curriculum, cohort, module):
    """Three sessions of one module, and no development days; eight learning days to come."""
    cohort.ends_on = FRIDAYS[-1]
    cohort.save()
    made = Programme.objects.of_cohort(cohort).with_cohort().get()
    made.development_every = 0
    made.save()
    return made


@pytest.fixture
def lay(programme, coordinator, now):
    def act(**options):
        switches = options.pop("switches", ())
        fresh = Programme.objects.with_cohort().get(pk=programme.pk)
        return lay_out(programme=fresh, switches=switches, by=coordinator, now=now, today=TODAY, **options)

    return act


def drafts():
    return [
        (draft.module.number, draft.number, draft.day()) for draft in Draft.objects.with_session().in_order()
    ]


class TestLayOut:
    def test_everything_gets_a_place_and_nobody_is_told(self, lay, cohort, lecturer):
        outcome = lay()
        assert [(module, number) for module, number, _day in drafts()] == [(1, 1), (1, 2), (1, 3)]
        assert {day for *_session, day in drafts()} <= set(FRIDAYS)
        assert (outcome.placed, outcome.missing, outcome.is_best) == (3, 0, True)
        first = Draft.objects.in_order().first()
        assert (first.place, first.hours(), list(first.lecturers.all())) == (
            "Wijkcentrum", "09:30–16:30", [lecturer],
        )  # fmt: skip
        assert not Session.objects.exists()

    def test_twice_gives_the_same(self, lay):
        lay()
        before = drafts()
        lay()
        assert drafts() == before

    def test_only_open_learning_days(self, lay, cohort):
        for day in FRIDAYS[1:6]:
            ClosedDayFactory(starts_on=day, cohort=cohort)
        lay()
        assert {day for *_session, day in drafts()} <= {FRIDAYS[0], *FRIDAYS[6:]}

    def test_what_was_published_stays_where_it_can(self, lay, session, past_session):
        lay()
        assert [number for _module, number, _day in drafts()] == [3]
        assert Session.objects.get(pk=session.pk).day() == FRIDAY

    def test_a_closed_day_moves_one_session(self, lay, cohort, session, past_session):
        ClosedDayFactory(starts_on=FRIDAY, cohort=cohort)
        outcome = lay()
        assert outcome.moved == 1
        moved = Draft.objects.get(session=session)
        assert (moved.number, moved.place) == (2, "Leerhuis, zaal 2")
        assert moved.day() > FRIDAY
        assert list(moved.lecturers.all()) == list(session.lecturers.all())

    def test_what_is_fixed_does_not_move(self, lay, session, cohort, past_session):
        Session.objects.filter(pk=session.pk).update(is_pinned=True)
        ClosedDayFactory(starts_on=FRIDAY, cohort=cohort)
        lay()
        assert not Draft.objects.filter(session=session).exists()

    def test_drafts_are_laid_anew_unless_they_are_kept(self, lay, cohort, module):
        made = DraftFactory(cohort=cohort, module=module, number=1, on=FRIDAYS[5])
        lay(keeps_drafts=True)
        assert Draft.objects.get(pk=made.pk).day() == FRIDAYS[5]
        lay()
        assert not Draft.objects.filter(pk=made.pk).exists()
        assert len(drafts()) == 3

    def test_a_fixed_draft_is_kept_anyhow(self, lay, cohort, module):
        made = DraftFactory(cohort=cohort, module=module, number=1, on=FRIDAYS[3], is_pinned=True)
        lay()
        assert Draft.objects.get(pk=made.pk).day() == FRIDAYS[3]
        assert [day > FRIDAYS[3] for _module, number, day in drafts() if number > 1] == [True, True]

    def test_words_of_a_draft_are_taken_over(self, lay, cohort, module):
        DraftFactory(cohort=cohort, module=module, number=1, title="Buiten", preparation="laarzen")
        lay()
        assert Draft.objects.filter(title="Buiten", preparation="laarzen", number=1).count() == 1

    def test_what_is_cancelled_is_not_laid(self, lay, session, past_session, now):
        Session.objects.filter(pk=session.pk).update(cancelled_at=now)
        lay()
        assert [number for _module, number, _day in drafts()] == [3]

    def test_a_day_of_its_own_is_left_alone(self, lay, cohort, track):
        visit = DraftFactory(cohort=cohort, module=None, number=None, track=track, title="Bezoek", on=FRIDAY)
        lay()
        assert Draft.objects.get(pk=visit.pk).day() == FRIDAY
        assert Draft.objects.exclude(module=None).in_order().first().day() > FRIDAY

    def test_development_days_are_spread_between(self, lay, programme, vonk):
        programme.development_every = 4
        programme.save()
        coach = UserFactory()
        SessionFactory(track=vonk, module=None, number=None, title="Eerder").lecturers.add(coach)
        lay()
        days = Draft.objects.of_track(vonk).with_lecturers().in_order()
        assert [str(day) for day in days] == [
            f"Development day {number}" for number in range(1, len(days) + 1)
        ]
        assert len(days) >= 2
        assert all(list(day.lecturers.all()) == [coach] for day in days)

    def test_half_days(self, lay, module):
        Module.objects.update(is_half_day=True)
        lay()
        assert {draft.hours() for draft in Draft.objects.all()} <= {"09:30–12:30", "13:15–16:30"}

    def test_a_room_that_is_free(self, lay, programme):
        taken, free = RoomFactory(name="A"), RoomFactory(name="B")
        programme.rooms.set([taken, free])
        for day in FRIDAYS:
            SessionFactory(on=day, room=taken)
        lay()
        assert set(Draft.objects.values_list("room__name", "place")) == {("B", "B")}

    def test_a_lecturer_who_is_there(self, lay, cohort, lecturer):
        UnavailableFactory(user=lecturer, starts_on=FRIDAYS[0], ends_on=FRIDAYS[3])
        SessionFactory(on=FRIDAYS[4]).lecturers.add(lecturer)
        DraftFactory(on=FRIDAYS[5]).lecturers.add(lecturer)
        lay()
        assert [draft.day() for draft in Draft.objects.of_cohort(cohort).in_order()] == FRIDAYS[6:]

    def test_no_module_begins_just_before_a_switch(self, lay, cohort):
        for day in FRIDAYS[:3]:
            ClosedDayFactory(starts_on=day, cohort=cohort)
        lay(switches=[FRIDAYS[4] - dt.timedelta(days=4)])
        assert drafts()[0][2] != FRIDAYS[3]


class TestMeanwhile:
    """Nobody waits for a programme that is laid out: what they changed is seen before anything is written."""

    def test_settings_stay_as_somebody_just_saved_them(self, programme, coordinator, now):
        Programme.objects.update(attendance_threshold=60)
        lay_out(programme=programme, switches=(), by=coordinator, now=now, today=TODAY)
        assert Programme.objects.get().attendance_threshold == 60

    def test_a_day_that_closes_is_not_used(self, lay, cohort):
        with at_each_look(lambda number: number == 2 and close(cohort, FRIDAY)):
            outcome = lay()
        assert ClosedDay.objects.get().starts_on == FRIDAY
        assert (outcome.placed, outcome.missing) == (3, 0)
        assert FRIDAY not in {day for *_session, day in drafts()}

    def test_not_for_ever(self, lay, cohort, programme):
        with at_each_look(lambda number: close(cohort, FRIDAYS[number])), pytest.raises(TimeoutError):
            lay()
        assert not Draft.objects.exists()
        assert Programme.objects.get().laid is None


def close(cohort, day):
    ClosedDayFactory(cohort=cohort, starts_on=day)


@contextmanager
def at_each_look(act):
    """Somebody acts just before the programme is looked at, the first time (1) and each next one."""
    looks = count(1)

    def wrapper(execute, sql, params, many, context):
        if sql.startswith('SELECT "trainees_cohort"') and "FOR NO KEY UPDATE" in sql:
            act(next(looks))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


class TestWhatDoesNotFit:
    def shut(self, cohort, count):
        for day in FRIDAYS[:count]:
            ClosedDayFactory(starts_on=day, cohort=cohort)

    def test_is_told_with_what_would_help(self, lay, cohort, programme):
        self.shut(cohort, 6)
        outcome = lay()
        assert (outcome.placed, outcome.missing) == (2, 1)
        assert outcomes.sentences(outcome) == [
            "1 session has no place.",
            "3 learning days are asked, and 2 are open.",
            "The learning days are full. Without a place: Module 1 · Data en besluitvorming (session 3).",
        ]
        ways = outcomes.ways(outcome)
        assert (
            "Learning on days of the kind “own closed day” as well gives 6 days: 1 session more fits." in ways
        )
        assert "Ending 1 week later: 1 session more fits." in ways
        programme.refresh_from_db()
        assert outcomes.Outcome.read(programme.laid) == outcome

    def test_a_lecturer_who_is_never_there(self, lay, lecturer):
        UnavailableFactory(user=lecturer, starts_on=TODAY, ends_on=FRIDAYS[-1])
        outcome = lay()
        assert outcomes.sentences(outcome) == [
            "3 sessions have no place.",
            (
                "On all days that would do, its lecturers are away. "
                "Without a place: Module 1 · Data en besluitvorming (sessions 1, 2 and 3)."
            ),
        ]
        assert any("If Anneke Sikkens were always there" in way for way in outcomes.ways(outcome))

    def test_rooms_that_others_have(self, lay, programme):
        room = RoomFactory(name="A")
        programme.rooms.set([room])
        for day in FRIDAYS[2:]:
            SessionFactory(on=day, room=room)
        assert outcomes.sentences(lay()) == [
            "1 session has no place.",
            (
                "A room is free on 2 of the 8 days that would do. "
                "Without a place: Module 1 · Data en besluitvorming (session 3)."
            ),
        ]

    def test_what_people_count_on_is_cancelled_where_planners_see_it(
        self, lay, cohort, session, past_session
    ):
        self.shut(cohort, 8)
        outcome = lay()
        assert outcome.missing == 2
        assert Draft.objects.get(session=session).is_cancelled
        assert Session.objects.get(pk=session.pk).cancelled_at is None


class TestAsk:
    def test_what_the_generator_is_told(self, programme, module, track, session, past_session):
        later = ModuleFactory(curriculum=track.curriculum, track=track, number=2, study_hours=24)
        PrerequisiteFactory(module=later, needs=module)
        asked = ask(programme, switches=[NEXT_FRIDAY, dt.date(2020, 1, 1)], today=TODAY)
        cohort = asked.laid
        [line] = cohort.lines
        assert [(each.key, each.sessions, each.heavy, each.after) for each in line.modules] == [
            (str(module.pk), 3, False, ()),
            (str(later.pk), 2, True, (str(module.pk),)),
        ]
        assert [
            (each.number, each.day, each.stays) for each in sorted(cohort.kept, key=lambda k: k.number)
        ] == [
            (1, LAST_FRIDAY, True),
            (2, FRIDAY, False),
        ]
        assert cohort.switches == (NEXT_FRIDAY,)
        assert cohort.begin == TODAY + dt.timedelta(days=1)
        assert (asked.standing, asked.movable, asked.free, asked.session_count) == (1, 1, 3, 5)

    def test_only_who_and_what_it_may_have(self, programme, lecturer):
        """However many other cohorts there are, with lecturers and rooms of their own."""
        own, other = RoomFactory(), RoomFactory()
        programme.rooms.add(own)
        for person, room in ((lecturer, other), (UserFactory(), own), (UserFactory(), other)):
            SessionFactory(on=FRIDAY, room=room).lecturers.add(person)
            DraftFactory(on=FRIDAY, room=room).lecturers.add(person)
            UnavailableFactory(room=room, user=None)
            UnavailableFactory(user=person)
        problem = ask(programme, switches=[], today=TODAY).problem
        assert problem.lecturers_away.keys() == {str(lecturer.pk)}
        assert problem.rooms_away.keys() == {str(own.pk)}
        assert Session.objects.claiming({lecturer.pk}, {own.pk}).count() == 2

    def test_an_extra_session_belongs_to_its_module(self, programme, module, cohort):
        SessionFactory(cohort=cohort, module=module, number=5, on=FRIDAYS[7])
        [line] = ask(programme, switches=[], today=TODAY).laid.lines
        assert (line.modules[0].sessions, line.modules[0].dropped) == (5, frozenset({4}))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, programme, module, cohort, vonk, rows, django_assert_num_queries):
        for number in range(rows):
            other = ModuleFactory(curriculum=module.curriculum, track=module.track, number=number + 2)
            LessonFactory(module=other)
            SessionFactory(cohort=cohort, module=other, on=FRIDAYS[number]).lecturers.add(UserFactory())
            DraftFactory(cohort=cohort, module=other, number=2, on=FRIDAYS[number + 4]).lecturers.add(
                UserFactory()
            )
            room = RoomFactory()
            programme.rooms.add(room)
            SessionFactory(on=FRIDAYS[number], room=room).lecturers.add(UserFactory())
            UnavailableFactory(room=room, user=None)
        with django_assert_num_queries(15):
            ask(programme, switches=[], today=TODAY)

"""Many people at the same moment, in threads with connections of their own."""

import threading
from collections import Counter

import pytest
from django.db import connection

from curriculum import actions
from curriculum.models import Attendance, Module
from tests.factories import AttendanceFactory, ModuleFactory

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = 12


@pytest.fixture
def choices(past_session, trainee, coordinator, now):
    """Everybody saw "present"; half of them choose late and half absent."""
    AttendanceFactory(session=past_session, trainee=trainee, state="present")

    def choosing(state):
        def attempt():
            states, seen = {trainee.pk: state}, {trainee.pk: "present"}
            try:
                changed = actions.record_attendance(
                    session=past_session, states=states, seen=seen, by=coordinator, now=now
                )
            except actions.StateConflict as conflict:
                return f"told of {conflict.theirs[trainee.pk]}"
            return f"{state} {changed}"

        return attempt

    return [choosing(state) for state in ("late", "absent") * (ATTEMPTS // 2)]


def test_attendance_is_recorded_once_and_the_others_are_told(at_once, choices):
    outcomes = Counter(at_once(choices))
    won = Attendance.objects.get().state
    assert outcomes == {f"{won} 1": 1, f"{won} 0": ATTEMPTS // 2 - 1, f"told of {won}": ATTEMPTS // 2}


def test_it_could_go_wrong(at_once, choices):
    """The same without the lock: everybody overwrites what they have not seen."""
    everybody_looked = threading.Barrier(ATTEMPTS)

    def unlocked(execute, sql, params, many, context):
        result = execute(sql.replace(" FOR UPDATE", ""), params, many, context)
        if sql.startswith('SELECT "curriculum_attendance"'):
            everybody_looked.wait(timeout=30)
        return result

    def defenceless(attempt):
        def run():
            with connection.execute_wrapper(unlocked):
                return attempt()

        return run

    outcomes = Counter(at_once([defenceless(attempt) for attempt in choices]))
    assert outcomes == {"late 1": ATTEMPTS // 2, "absent 1": ATTEMPTS // 2}


def test_modules_that_come_at_once_keep_the_numbers_in_order(at_once, track, coordinator, now):
    for number in (1, 2):
        ModuleFactory(curriculum=track.curriculum, track=track, number=number)

    def adding(title):
        module = Module(curriculum=track.curriculum, track=track, number=2, title=title)
        return lambda: actions.add_module(module=module, by=coordinator, now=now).title

    at_once([adding(title) for title in "abcd"])
    assert [module.number for module in Module.objects.in_order()] == [1, 2, 3, 4, 5, 6]

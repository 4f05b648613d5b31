"""A session is cancelled at the moment that its attendance is recorded."""

import re
import threading
from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction

from curriculum.models import Attendance, Session
from tests.factories import AttendanceFactory, TraineeFactory
from wijkmakers.lib.constraints import sentence_for

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = 12
RULE = "attendance_of_what_takes_place"


@pytest.fixture
def attempts(past_session, cohort, now):
    """attempts(…): one cancels, the others record somebody; all have written before the first is checked.

    With another meeting point all have been checked, too, before the first commits.
    """
    everybody_wrote = threading.Barrier(ATTEMPTS)

    def attempt(write, everybody_checked):
        def run():
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    write()
                    everybody_wrote.wait(timeout=30)
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    if everybody_checked:
                        everybody_checked.wait(timeout=30)
            except IntegrityError as error:
                return str(sentence_for(error))
            return "done"

        return run

    def cancel():
        Session.objects.filter(pk=past_session.pk).update(cancelled_at=now)

    def record(trainee):
        return lambda: AttendanceFactory(session=past_session, trainee=trainee)

    trainees = [TraineeFactory(cohort=cohort) for _number in range(ATTEMPTS - 1)]
    writes = [cancel, *map(record, trainees)]
    return lambda everybody_checked=None: [attempt(write, everybody_checked) for write in writes]


def test_who_records_is_told(at_once, attempts):
    outcomes = Counter(at_once(attempts()))
    assert outcomes == {"done": 1, "This session was cancelled: nobody was there.": ATTEMPTS - 1}
    assert not Attendance.objects.exists()


def test_it_could_go_wrong(at_once, attempts):
    """The same without the lock: everybody was at a session that nobody was at."""
    with without_lock(RULE):
        assert Counter(at_once(attempts(threading.Barrier(ATTEMPTS)))) == {"done": ATTEMPTS}
    assert Attendance.objects.count() == ATTEMPTS - 1
    assert not Session.objects.taking_place().exists()


class without_lock:  # noqa: N801, reads as words where it is used
    """The rule as it is, but that it looks without waiting for who is still at it."""

    def __init__(self, rule):
        self.rule = rule

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE %s",
                [f"pgtrigger_{self.rule}%"],
            )
            [[self.whole]] = cursor.fetchall()
            cursor.execute(re.sub(r"PERFORM 1 FROM [^;]+;", "", self.whole))

    def __exit__(self, *error):
        with connection.cursor() as cursor:
            cursor.execute(self.whole)

"""The same absence reported many times at once: a tap that is sent again is one absence, and told once."""

import datetime as dt

import pytest
from django.db import connection

from tests.factories import CohortFactory, TraineeFactory, UserFactory
from trainees.models import Absence, Message, Trainee
from wijkmakers import absences

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = 12
NOW = dt.datetime(2026, 11, 18, 9, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 18)


@pytest.fixture
def reports():
    trainee = TraineeFactory(cohort=CohortFactory())
    UserFactory(coordinates=trainee.cohort)

    def report():
        own = Trainee.objects.with_user().with_pauses().get(pk=trainee.pk)
        absence = Absence(trainee=own, starts_on=DAY, ends_on=DAY)
        try:
            return absences.report(absence=absence, by=own.user, now=NOW).absence.pk
        except Exception as error:  # noqa: BLE001, what became of each is what is looked at
            return type(error).__name__

    return [report] * ATTEMPTS


def test_one_absence_and_one_message(at_once, reports):
    outcomes = at_once(reports)
    assert set(outcomes) == {Absence.objects.get().pk}
    assert Message.objects.count() == 1


def test_it_could_go_wrong(at_once, reports):
    """The same without the lock: somebody is told of a rule, for what they did themselves."""

    def unlocked(execute, sql, params, many, context):
        return execute(sql.replace(" FOR NO KEY UPDATE", ""), params, many, context)

    def without_lock(attempt):
        def run():
            with connection.execute_wrapper(unlocked):
                return attempt()

        return run

    for _round in range(5):
        if "IntegrityError" in at_once([without_lock(report) for report in reports]):
            return
        Message.objects.all().delete()
        Absence.objects.all().delete()
    pytest.fail("Without the lock nothing went wrong: this race proves nothing.")

"""The demo is a promise too: it is current whatever the day, and made through the real actions."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from curriculum.models import Attendance, Session
from placements.models import Exclusion, Pair, Placement, Wish
from trainees.models import Cohort, Trainee, User
from wijkmakers.demo.build import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", [dt.date(2026, 11, 22), dt.date(2027, 7, 1), dt.date(2028, 9, 2)])
def test_three_cohorts_around_today(today, time_machine):
    now = timezone.make_aware(dt.datetime.combine(today, dt.time(12)))
    time_machine.move_to(now)
    build(now=now, today=today, tell=lambda sentence: None)
    newest, second, finished = Cohort.objects.newest_first()
    assert newest.starts_on <= today < newest.starts_on + dt.timedelta(days=366)
    assert second.starts_on + dt.timedelta(days=364) <= today <= second.ends_on
    assert finished.ends_on < today
    assert [cohort.trainees.count() for cohort in (newest, second, finished)] == [11, 11, 11]
    assert Wish.objects.filter(trainee__cohort=newest).count() == 74
    assert Exclusion.objects.count() == 6
    assert not Placement.objects.filter(host__exclusions__trainee=F("trainee")).exists()
    assert [pair.together for pair in Pair.objects.of_cohort(newest)] == [False]
    assert Placement.objects.of_cohort(newest).on(today).count() >= 9
    assert Session.objects.of_cohort(newest).count() >= 52
    assert Attendance.objects.filter(session__starts_at__gt=now).count() == 0


def test_everybody_of_the_demo_is_fictional():
    call_command("seed", stdout=io.StringIO())
    assert not User.objects.exclude(email__endswith="@example.org").exists()
    assert Trainee.objects.get(
        user__email="noor.dijkema@example.org", cohort__name__startswith="Lichting"
    ).user.has_usable_password()


def test_a_second_time_adds_nothing(capsys):
    call_command("seed")
    before = User.objects.count()
    call_command("seed")
    assert User.objects.count() == before
    assert "nothing was added" in capsys.readouterr().out

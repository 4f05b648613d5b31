"""Absences, the calendar one subscribes to, and how one wants to be told."""

import datetime as dt

import pytest

from tests.factories import TODAY, AbsenceFactory, FeedFactory, TraineeFactory, UserFactory
from tests.rules import allows, breaks, change, settled
from trainees.models import Absence, Feed
from trainees.models.feed import hashed, new_token

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
MORNING, AFTERNOON = Absence.Part.MORNING, Absence.Part.AFTERNOON


class TestAbsence:
    def test_kind_known(self):
        with breaks("absence_kind_known"):
            AbsenceFactory(kind="ill")
        with allows("absence_kind_known"):
            AbsenceFactory(kind=Absence.Kind.ELSEWHERE)

    def test_ends_on_or_after_the_first_day(self):
        with breaks("absence_ends_after_start"):
            AbsenceFactory(ends_on=TODAY - DAY)
        with allows("absence_ends_after_start"):
            AbsenceFactory(ends_on=TODAY)

    def test_half_a_day_is_of_one_day(self):
        with breaks("absence_half_of_one_day"):
            AbsenceFactory(part=MORNING, ends_on=TODAY + DAY)
        with breaks("absence_half_of_one_day"):
            AbsenceFactory(part="evening")
        with allows("absence_half_of_one_day"):
            AbsenceFactory(part=AFTERNOON)
            AbsenceFactory(ends_on=TODAY + DAY)

    def test_only_leave_is_answered(self):
        with breaks("absence_state_fits_kind"):
            AbsenceFactory(state=Absence.State.APPROVED)
        with breaks("absence_state_fits_kind"):
            AbsenceFactory(leave=True, state=Absence.State.REPORTED)
        with allows("absence_state_fits_kind"):
            AbsenceFactory(leave=True, state=Absence.State.APPROVED)
            AbsenceFactory(state=Absence.State.WITHDRAWN)

    def test_once_on_a_day(self):
        absence = AbsenceFactory(ends_on=TODAY + DAY)
        with breaks("absence_no_overlap"):
            AbsenceFactory(trainee=absence.trainee, starts_on=TODAY + DAY, ends_on=TODAY + 2 * DAY)
        with breaks("absence_no_overlap"):
            AbsenceFactory(trainee=absence.trainee, starts_on=TODAY + DAY, part=AFTERNOON)
        with allows("absence_no_overlap"):
            AbsenceFactory(trainee=absence.trainee, starts_on=TODAY + 2 * DAY)
            AbsenceFactory()

    def test_a_morning_and_an_afternoon(self):
        absence = AbsenceFactory(part=MORNING)
        with breaks("absence_no_overlap"):
            AbsenceFactory(trainee=absence.trainee, part=MORNING)
        with allows("absence_no_overlap"):
            AbsenceFactory(trainee=absence.trainee, part=AFTERNOON)

    @pytest.mark.parametrize("state", [Absence.State.DECLINED, Absence.State.WITHDRAWN])
    def test_what_does_not_count_is_in_nobodys_way(self, state):
        absence = AbsenceFactory(leave=True, state=state)
        with allows("absence_no_overlap"):
            AbsenceFactory(trainee=absence.trainee)

    def test_another_may_take_its_days_at_once(self):
        absence = AbsenceFactory()
        with allows("absence_no_overlap"):
            AbsenceFactory(trainee=absence.trainee, leave=True)
            change(absence, state=Absence.State.WITHDRAWN)

    def test_stays_with_its_trainee(self):
        absence = AbsenceFactory()
        with breaks("absence_stays"):
            change(absence, trainee=TraineeFactory())
        with allows("absence_stays"):
            change(absence, trainee=absence.trainee)

    def test_inside_the_days_of_the_trainee(self):
        trainee = TraineeFactory(starts_on=TODAY, ends_on=TODAY + DAY)
        with breaks("absence_inside_trainee"):
            AbsenceFactory(trainee=trainee, starts_on=TODAY - DAY)
        with breaks("absence_inside_trainee"):
            AbsenceFactory(trainee=trainee, ends_on=TODAY + 2 * DAY)
        with allows("absence_inside_trainee"):
            AbsenceFactory(trainee=trainee, ends_on=TODAY + DAY)

    @pytest.mark.parametrize("state", [Absence.State.DECLINED, Absence.State.WITHDRAWN])
    def test_what_lies_outside_can_be_refused_or_withdrawn(self, state):
        """The trainee stopped since it was asked for."""
        absence = AbsenceFactory(leave=True, starts_on=TODAY + DAY)
        settled()
        change(absence.trainee, ends_on=TODAY)
        with allows("absence_inside_trainee"):
            change(absence, state=state)

    def test_counting_and_standing(self):
        asked, approved, declined = (
            AbsenceFactory(leave=True, state=state)
            for state in (Absence.State.ASKED, Absence.State.APPROVED, Absence.State.DECLINED)
        )
        reported, withdrawn = AbsenceFactory(), AbsenceFactory(state=Absence.State.WITHDRAWN)
        assert set(Absence.objects.counting()) == {approved, reported}
        assert set(Absence.objects.standing()) == {asked, approved, reported}
        assert set(Absence.objects.asked()) == {asked}
        assert {declined, withdrawn}.isdisjoint(Absence.objects.standing())


class TestFeed:
    def test_one_for_each_person(self):
        feed = FeedFactory()
        with breaks("trainees_feed_user_id_key"):
            FeedFactory(user=feed.user)
        with allows("trainees_feed_user_id_key"):
            FeedFactory()

    def test_one_address_for_one_calendar(self):
        FeedFactory(token="secret")
        with breaks("trainees_feed_token_hash_key"):
            FeedFactory(token="secret")
        with allows("trainees_feed_token_hash_key"):
            FeedFactory(token="another secret")

    def test_opens_with_its_token_alone(self):
        feed = FeedFactory(token="secret")
        assert Feed.objects.with_token("secret").get() == feed
        for other in ("Secret", "", hashed("secret"), "secret "):
            assert not Feed.objects.with_token(other).exists()

    def test_a_token_is_long_and_new_each_time(self):
        tokens = {new_token() for _number in range(50)}
        assert len(tokens) == 50
        assert {len(token) for token in tokens} == {43}  # 32 bytes in base 64


def test_how_one_is_told():
    with breaks("user_mail_pace_known"):
        UserFactory(mail_pace="never")
    with allows("user_mail_pace_known"):
        UserFactory(mail_pace="daily")

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.factories import (
    ClosedDayFactory,
    CohortFactory,
    CoordinatorFactory,
    PauseFactory,
    SkillFactory,
    TraineeFactory,
    UserFactory,
)
from tests.rules import allows, breaks, change
from trainees.models import ClosedDay, Coordinator, Skill, User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


class TestUser:
    def test_address_in_lower_case(self):
        noor = UserFactory(email="Noor@Example.org ")
        assert noor.email == "noor@example.org"
        with breaks("user_email_lower_case"):
            User.objects.filter(pk=noor.pk).update(email="Noor@example.org")
        with allows("user_email_lower_case"):
            User.objects.filter(pk=noor.pk).update(email="noor.2@example.org")

    def test_one_account_per_address(self):
        UserFactory(email="noor@example.org")
        with breaks("trainees_user_email_key"):
            User.objects.bulk_create([User(email="noor@example.org")])
        with allows("trainees_user_email_key"):
            User.objects.bulk_create([User(email="noor@example.com")])

    def test_letters_that_fold_into_many(self):
        """The longest name there can be is kept whole, however long its folded form."""
        noor = UserFactory(first_name="ﷺ" * 100, last_name="æ" * 150)
        noor.refresh_from_db()
        assert (len(noor.first_name), len(noor.last_name)) == (100, 150)
        assert (len(noor.sort_name), len(noor.search_text)) == (300, 600)


class TestCohort:
    def test_name_once(self):
        CohortFactory(name="Lichting 2026")
        with breaks("trainees_cohort_name_key"):
            CohortFactory(name="Lichting 2026")
        with allows("trainees_cohort_name_key"):
            CohortFactory(name="Lichting 2027")

    def test_ends_after_start(self):
        cohort = CohortFactory()
        with breaks("cohort_ends_after_start"):
            change(cohort, ends_on=cohort.starts_on)
        with allows("cohort_ends_after_start"):
            change(cohort, ends_on=cohort.starts_on + DAY)

    def test_learning_day_ends_after_it_begins(self):
        cohort = CohortFactory()
        with breaks("cohort_day_ends_after_start"):
            change(cohort, day_starts_at=dt.time(9, 30), day_ends_at=dt.time(9, 30))
        with allows("cohort_day_ends_after_start"):
            change(cohort, day_starts_at=dt.time(9, 30), day_ends_at=dt.time(9, 31))

    @pytest.mark.parametrize("weekday", [0, 8])
    def test_learning_day_is_a_weekday(self, weekday):
        with breaks("cohort_learning_weekday_is_one"):
            CohortFactory(learning_weekday=weekday)

    @pytest.mark.parametrize("weekday", [5, 7])
    def test_learning_day_at_the_end_of_the_week(self, weekday):
        with allows("cohort_learning_weekday_is_one"):
            CohortFactory(learning_weekday=weekday)

    @pytest.mark.parametrize("weekdays", [[], [1, 8], [0, 1]])
    def test_work_days_are_weekdays(self, weekdays):
        with breaks("cohort_work_weekdays_are_days"):
            CohortFactory(work_weekdays=weekdays)

    @pytest.mark.parametrize("weekdays", [[1], [1, 2, 3, 4, 6, 7]])
    def test_one_work_day_is_enough(self, weekdays):
        with allows("cohort_work_weekdays_are_days"):
            CohortFactory(work_weekdays=weekdays)

    def test_learning_day_is_no_work_day(self):
        with breaks("cohort_learning_day_is_no_work_day"):
            CohortFactory(learning_weekday=4, work_weekdays=[1, 2, 3, 4])
        with allows("cohort_learning_day_is_no_work_day"):
            CohortFactory(learning_weekday=4, work_weekdays=[1, 2, 3, 5])


class TestCoordinator:
    def test_once_per_cohort(self):
        noor = CoordinatorFactory()
        with breaks("coordinator_once_per_cohort"):
            Coordinator.objects.create(cohort=noor.cohort, user=noor.user)
        with allows("coordinator_once_per_cohort"):
            Coordinator.objects.create(cohort=CohortFactory(), user=noor.user)

    def test_the_last_one_stays(self):
        noor = CoordinatorFactory()
        with breaks("cohort_keeps_a_coordinator"):
            Coordinator.objects.filter(pk=noor.pk).delete()
        with breaks("cohort_keeps_a_coordinator"):
            change(noor, cohort=CohortFactory())

    def test_one_goes_when_another_comes(self):
        noor = CoordinatorFactory()
        with allows("cohort_keeps_a_coordinator"):
            Coordinator.objects.filter(pk=noor.pk).delete()
            CoordinatorFactory(cohort=noor.cohort)

    def test_they_go_with_their_cohort(self):
        noor = CoordinatorFactory()
        with allows("cohort_keeps_a_coordinator"):
            noor.cohort.delete()


def test_skill_once():
    SkillFactory(name="rijbewijs B")
    with breaks("trainees_skill_name_key"):
        Skill.objects.create(name="rijbewijs B")
    with allows("trainees_skill_name_key"):
        Skill.objects.create(name="rijbewijs C")


class TestTrainee:
    def test_ends_after_start(self):
        tess = TraineeFactory()
        with breaks("trainee_ends_after_start"):
            change(tess, ends_on=tess.starts_on - DAY)
        with allows("trainee_ends_after_start"):
            change(tess, ends_on=tess.starts_on)

    def test_once_per_cohort(self):
        tess = TraineeFactory()
        with breaks("trainee_once_per_cohort"):
            TraineeFactory(user=tess.user, cohort=tess.cohort)
        with allows("trainee_once_per_cohort"):
            TraineeFactory(user=tess.user)

    def test_stays_in_the_cohort(self):
        tess = TraineeFactory()
        with breaks("trainee_stays"):
            change(tess, cohort=CohortFactory())
        with allows("trainee_stays"):
            change(tess, cohort=tess.cohort, city="Groningen")

    def test_keeps_pauses_inside(self):
        pause = PauseFactory()
        with breaks("trainee_keeps_pauses_inside"):
            change(pause.trainee, starts_on=pause.starts_on + DAY)
        with breaks("trainee_keeps_pauses_inside"):
            change(pause.trainee, ends_on=pause.ends_on - DAY)
        with allows("trainee_keeps_pauses_inside"):
            change(pause.trainee, starts_on=pause.starts_on, ends_on=pause.ends_on)


class TestPause:
    def test_ends_after_start(self):
        pause = PauseFactory()
        with breaks("pause_ends_after_start"):
            change(pause, ends_on=pause.starts_on - DAY)
        with allows("pause_ends_after_start"):
            change(pause, ends_on=pause.starts_on)

    def test_no_overlap(self):
        pause = PauseFactory()
        later = pause.ends_on + 30 * DAY
        with breaks("pause_no_overlap"):
            PauseFactory(trainee=pause.trainee, starts_on=pause.ends_on, ends_on=later)
        with allows("pause_no_overlap"):
            PauseFactory(trainee=pause.trainee, starts_on=pause.ends_on + DAY, ends_on=later)
        with allows("pause_no_overlap"):
            PauseFactory(starts_on=pause.starts_on, ends_on=pause.ends_on)

    def test_inside_the_time_of_the_trainee(self):
        tess = TraineeFactory()
        with breaks("pause_inside_trainee"):
            PauseFactory(trainee=tess, starts_on=tess.starts_on - DAY, ends_on=tess.ends_on)
        with breaks("pause_inside_trainee"):
            PauseFactory(trainee=tess, starts_on=tess.starts_on, ends_on=tess.ends_on + DAY)
        with allows("pause_inside_trainee"):
            PauseFactory(trainee=tess, starts_on=tess.starts_on, ends_on=tess.ends_on)

    def test_moves_along_with_the_trainee(self):
        """Inside one transaction the order does not matter."""
        pause = PauseFactory()
        with allows("pause_inside_trainee"):
            change(pause, starts_on=pause.trainee.starts_on - DAY)
            change(pause.trainee, starts_on=pause.trainee.starts_on - DAY)


class TestClosedDay:
    def test_kind_known(self):
        with breaks("closed_day_kind_known"):
            ClosedDayFactory(kind="birthday")
        with allows("closed_day_kind_known"):
            ClosedDayFactory(kind=ClosedDay.Kind.SCHOOL)

    def test_ends_after_start(self):
        day = ClosedDayFactory()
        with breaks("closed_day_ends_after_start"):
            change(day, ends_on=day.starts_on - DAY)
        with allows("closed_day_ends_after_start"):
            change(day, ends_on=day.starts_on + DAY)

    def test_holidays_are_for_all(self):
        cohort = CohortFactory()
        with breaks("closed_day_only_own_for_cohort"):
            ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC, cohort=cohort)
        with allows("closed_day_only_own_for_cohort"):
            ClosedDayFactory(kind=ClosedDay.Kind.OWN, cohort=cohort)

    def test_no_overlap_in_a_kind(self):
        day = ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC)
        with breaks("closed_day_no_overlap_in_kind"):
            ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC, starts_on=day.starts_on - DAY, ends_on=day.ends_on)
        with allows("closed_day_no_overlap_in_kind"):
            ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC, starts_on=day.ends_on + DAY)
        with allows("closed_day_no_overlap_in_kind"):
            ClosedDayFactory(kind=ClosedDay.Kind.SCHOOL, starts_on=day.starts_on)
        with allows("closed_day_no_overlap_in_kind"):
            ClosedDayFactory(cohort=CohortFactory(), starts_on=day.starts_on)


class TestCleaning:
    """What a form finds before the database is asked."""

    def test_the_sentence_of_one_row(self):
        pause = PauseFactory()
        pause.ends_on = pause.starts_on - DAY
        with translation.override("en"), pytest.raises(ValidationError) as refused:
            pause.full_clean()
        assert refused.value.messages == ["The last day of a pause comes on or after its first day."]

    def test_what_holds_at_the_end_is_left_to_the_end(self):
        """Two pauses may trade places in one form."""
        pause = PauseFactory()
        PauseFactory.build(trainee=pause.trainee, starts_on=pause.starts_on).full_clean()

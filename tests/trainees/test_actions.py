import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import (
    TODAY,
    AbsenceFactory,
    ClosedDayFactory,
    CohortFactory,
    PauseFactory,
    SkillFactory,
    TraineeFactory,
    UserFactory,
)
from tests.rules import breaks
from trainees import actions
from trainees.actions.absences import answer_leave
from trainees.actions.people import NamedPerson
from trainees.models import Absence, ClosedDay, Cohort, Coordinator, Pause, Skill, Trainee, User
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db

NOOR = NamedPerson("Noor@Example.org", "Noor", "Dijkema", "06 12345678")


class TestPeople:
    def test_somebody_new_gets_an_account_without_a_password(self, coordinator):
        found = actions.find_or_add_person(NOOR, by=coordinator)
        assert (found.added, found.under_other_name) == (True, False)
        noor = User.objects.get(email="noor@example.org")
        assert (noor.first_name, noor.last_name, noor.phone) == ("Noor", "Dijkema", "06 12345678")
        assert not noor.has_usable_password()
        assert noor.sort_name == "dijkema, noor"

    def test_who_exists_keeps_name_and_phone(self, coordinator):
        known = UserFactory(email="noor@example.org", first_name="Eleonora", phone="050 1234567")
        found = actions.find_or_add_person(NOOR, by=coordinator)
        known.refresh_from_db()
        assert (found.user, found.added, found.under_other_name) == (known, False, True)
        assert (known.first_name, known.phone) == ("Eleonora", "050 1234567")

    def test_a_missing_phone_is_filled_in(self, coordinator):
        known = UserFactory(email="noor@example.org", first_name="Noor", last_name="Dijkema")
        found = actions.find_or_add_person(NOOR, by=coordinator)
        known.refresh_from_db()
        assert not found.under_other_name
        assert known.phone == "06 12345678"

    def test_own_details_are_ones_own(self, coordinator, stranger):
        with pytest.raises(ValueError, match="somebody else"):
            actions.change_own_details(user=stranger, by=coordinator)


class TestCohorts:
    def test_who_starts_a_cohort_runs_it(self, stranger):
        new = Cohort(name="Lichting 2027", starts_on=dt.date(2027, 9, 1), ends_on=dt.date(2029, 8, 31))
        started = actions.start_cohort(cohort=new, by=stranger)
        assert started.created_by == stranger
        assert Cohort.objects.run_by(stranger).newest_first().first() == started

    def test_two_people_save_at_once(self, cohort, coordinator):
        mine, theirs = Cohort.objects.get(pk=cohort.pk), Cohort.objects.get(pk=cohort.pk)
        theirs.place = "Forum"
        actions.change_cohort(cohort=theirs, seen=1, by=coordinator)
        mine.place = "Wijkhuis"
        with pytest.raises(Conflict) as conflict:
            actions.change_cohort(cohort=mine, seen=1, by=coordinator)
        assert conflict.value.current.place == "Forum"
        assert Cohort.objects.get(pk=cohort.pk).place == "Forum"

    def test_the_last_coordinator_stays(self, cohort, coordinator):
        with breaks("cohort_keeps_a_coordinator"):
            actions.remove_coordinator(coordinator=coordinator.coordinations.get(), by=coordinator)

    def test_one_of_two_coordinators_goes(self, cohort, coordinator):
        actions.add_coordinator(cohort=cohort, person=NOOR, by=coordinator)
        actions.remove_coordinator(coordinator=coordinator.coordinations.get(), by=coordinator)
        assert [str(row.user) for row in Coordinator.objects.of_cohort(cohort)] == ["Noor Dijkema"]


class TestTrainees:
    def new(self, cohort):
        return Trainee(cohort=cohort, starts_on=cohort.starts_on, ends_on=cohort.ends_on)

    def test_add_with_skills_by_name(self, cohort, coordinator):
        SkillFactory(name="Rijbewijs B")
        found = actions.add_trainee(
            trainee=self.new(cohort), person=NOOR, skills=["rijbewijs b", "Duits"], by=coordinator
        )
        trainee = Trainee.objects.get(user=found.user)
        assert (trainee.cohort, trainee.created_by) == (cohort, coordinator)
        assert [skill.name for skill in trainee.skills.in_order()] == ["Duits", "Rijbewijs B"]
        assert Skill.objects.count() == 2

    def test_a_trainee_only_once_in_a_cohort(self, cohort, trainee, coordinator):
        with breaks("trainee_once_per_cohort"), transaction.atomic():
            actions.add_trainee(trainee=self.new(cohort), person=NOOR, skills=[], by=coordinator)

    def test_change_leaves_the_address(self, trainee, coordinator):
        trainee.city = "Assen"
        person = NamedPerson("other@example.org", "Noortje", "Dijkema", "")
        actions.change_trainee(trainee=trainee, person=person, skills=[], seen=1, by=coordinator)
        trainee = Trainee.objects.with_user().get(pk=trainee.pk)
        assert (trainee.city, trainee.version, trainee.changed_by) == ("Assen", 2, coordinator)
        assert (trainee.user.first_name, trainee.user.email) == ("Noortje", "noor@example.org")

    def test_stop_cuts_pauses_at_the_last_day(self, trainee, coordinator):
        before = PauseFactory(trainee=trainee, starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 9))
        across = PauseFactory(trainee=trainee, starts_on=dt.date(2027, 1, 4), ends_on=dt.date(2027, 2, 26))
        PauseFactory(trainee=trainee, starts_on=dt.date(2027, 6, 1), ends_on=dt.date(2027, 6, 30))
        now, last = timezone.now(), dt.date(2027, 1, 31)
        actions.stop_trainee(trainee=trainee, last_day=last, seen=1, by=coordinator, now=now)
        trainee.refresh_from_db()
        assert (trainee.ends_on, trainee.stopped_at, trainee.stopped_by) == (last, now, coordinator)
        assert list(Pause.objects.of_trainee(trainee).in_order().values_list("pk", "ends_on")) == [
            (before.pk, dt.date(2026, 10, 9)),
            (across.pk, last),
        ]

    def test_extend_takes_back_a_stop(self, trainee, coordinator):
        actions.stop_trainee(
            trainee=trainee, last_day=dt.date(2027, 1, 31), seen=1, by=coordinator, now=timezone.now()
        )
        actions.extend_trainee(trainee=trainee, last_day=dt.date(2028, 12, 31), seen=2, by=coordinator)
        trainee.refresh_from_db()
        assert (trainee.ends_on, trainee.stopped_at, trainee.stopped_by) == (
            dt.date(2028, 12, 31),
            None,
            None,
        )

    def test_pause_comes_and_goes(self, trainee, coordinator):
        pause = Pause(trainee=trainee, starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2027, 3, 31))
        actions.add_pause(pause=pause, by=coordinator)
        assert pause.created_by == coordinator
        actions.remove_pause(pause=pause, by=coordinator)
        assert not Pause.objects.of_trainee(trainee).exists()


class TestClosedDays:
    def test_public_holidays_are_added_once(self, coordinator):
        assert actions.fill_public_holidays(years=[2027], by=coordinator) == 10
        assert actions.fill_public_holidays(years=[2027, 2028], by=coordinator) == 10
        assert actions.fill_public_holidays(years=[2027, 2028], by=coordinator) == 0
        found = (
            ClosedDay.objects.of_kind("public").between(dt.date(2027, 5, 1), dt.date(2027, 5, 31)).in_order()
        )
        assert [(day.name, day.starts_on, day.ends_on, day.created_by) for day in found] == [
            ("Hemelvaartsdag", dt.date(2027, 5, 6), dt.date(2027, 5, 6), coordinator),
            ("Eerste pinksterdag", dt.date(2027, 5, 16), dt.date(2027, 5, 16), coordinator),
            ("Tweede pinksterdag", dt.date(2027, 5, 17), dt.date(2027, 5, 17), coordinator),
        ]

    def test_school_holidays_leave_what_is_there(self, coordinator):
        own_words = ClosedDayFactory(
            kind="school", name="Herfst", starts_on=dt.date(2026, 10, 12), ends_on=dt.date(2026, 10, 16)
        )
        assert actions.fill_school_holidays(by=coordinator) == 14
        assert actions.fill_school_holidays(by=coordinator) == 0
        autumn = ClosedDay.objects.of_kind("school").between(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
        assert list(autumn) == [own_words]

    def test_change_and_remove(self, cohort, coordinator):
        day = ClosedDay(
            kind="own", name="Studiedag", starts_on=dt.date(2026, 12, 4), ends_on=dt.date(2026, 12, 4)
        )
        actions.change_closed_day(day=day, seen=0, by=coordinator)
        day.name = "Sinterklaas"
        actions.change_closed_day(day=day, seen=1, by=coordinator)
        assert ClosedDay.objects.get().name == "Sinterklaas"
        actions.remove_closed_day(day=day, by=coordinator)
        assert not ClosedDay.objects.exists()


def test_trainees_of_two_cohorts_are_counted_apart(cohort):
    other = CohortFactory()
    TraineeFactory.create_batch(2, cohort=cohort)
    TraineeFactory(cohort=other)
    assert Trainee.objects.count_per_cohort([cohort, other]) == {cohort.pk: 2, other.pk: 1}
    assert Trainee.objects.count_per_cohort([cohort]) == {cohort.pk: 2}


class TestAnswerLeave:
    def test_keeps_what_was_corrected_since_the_page_was_read(self, coordinator):
        """The answer is to the request as it is now, not as it was when the page was opened."""
        read = AbsenceFactory(leave=True, starts_on=TODAY)
        later = TODAY + dt.timedelta(days=1)
        Absence.objects.update(ends_on=later, version=2)
        answer_leave(absence=read, approved=True, by=coordinator, now=timezone.now())
        stored = Absence.objects.get()
        assert (stored.state, stored.ends_on, stored.version) == ("approved", later, 3)

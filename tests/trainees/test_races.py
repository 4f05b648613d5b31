"""Many people at the same moment, in threads with connections of their own."""

from collections import Counter
from contextlib import ExitStack

import pgtrigger
import pytest
from django.db import IntegrityError

from tests.factories import CoordinatorFactory, UserFactory
from trainees import actions
from trainees.actions.people import NamedPerson
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import sentence_for
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = 10


def leaving(coordinator, *, without_rule=False):
    def attempt():
        with ExitStack() as stack:
            if without_rule:
                stack.enter_context(pgtrigger.ignore("trainees.Coordinator:cohort_keeps_a_coordinator"))
            try:
                actions.remove_coordinator(coordinator=coordinator, by=coordinator.user)
            except IntegrityError as broken:
                return str(sentence_for(broken))
        return "gone"

    return attempt


class TestLastCoordinator:
    @pytest.fixture
    def coordinators(self, cohort):
        return [CoordinatorFactory(cohort=cohort) for _number in range(ATTEMPTS)]

    def test_one_stays_and_is_told_why(self, at_once, cohort, coordinators):
        found = Counter(at_once([leaving(coordinator) for coordinator in coordinators]))
        last = "A cohort keeps at least one coordinator. Add another one first."
        assert found == {"gone": ATTEMPTS - 1, last: 1}
        assert cohort.coordinations.count() == 1

    def test_it_could_go_wrong(self, at_once, cohort, coordinators):
        """The same attempts without the rule: so the test above can fail."""
        leave = [leaving(coordinator, without_rule=True) for coordinator in coordinators]
        assert Counter(at_once(leave)) == {"gone": ATTEMPTS}
        assert not cohort.coordinations.exists()


def test_one_account_for_a_new_address(at_once):
    by = UserFactory()
    person = NamedPerson("noor@example.org", "Noor", "Dijkema")

    def adding():
        return actions.find_or_add_person(person, by=by).added

    assert Counter(at_once([adding] * ATTEMPTS)) == {True: 1, False: ATTEMPTS - 1}
    assert User.objects.with_email("noor@example.org").count() == 1


def test_one_save_of_the_same_version(at_once, cohort):
    by = UserFactory()

    def saving(place):
        mine = Cohort.objects.get(pk=cohort.pk)
        mine.place = place

        def attempt():
            try:
                return actions.change_cohort(cohort=mine, seen=1, by=by).place
            except Conflict as conflict:
                return conflict.current.place

        return attempt

    # Everybody hears of the one place that was saved: the winner as theirs, the others as the other's.
    found = at_once([saving(f"Zaal {number}") for number in range(ATTEMPTS)])
    assert found == [Cohort.objects.get(pk=cohort.pk).place] * ATTEMPTS
    assert Cohort.objects.get(pk=cohort.pk).version == 2

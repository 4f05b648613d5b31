"""The mails that a publication writes: exactly what changes, in the language of who reads it."""

from dataclasses import replace

import pytest

from placements.models import Placement
from placements.reviewing import review
from placements.telling import letters_of
from tests.factories import ExclusionFactory, HostMemberFactory
from tests.placements.conftest import host_with_seats, placed
from tests.placements.test_actions_publishing import publish, worked_out
from trainees.models import Message

pytestmark = pytest.mark.django_db

ABOUT_A_SCHEDULE = """
You see everything in one place in your schedule:
http://localhost:8000/schedule/

Is something not right, or do you want to talk about it? Answer this mail."""


@pytest.fixture
def plan(plan, noor, sander):
    """Noor goes to Lefier and then to Gemeente, Sander the other way round; both read English."""
    for trainee in (noor, sander):
        in_english(trainee.user)
    return plan


def in_english(user):
    user.language = "en"
    user.save()


def anew(laid, noor, sander, gro, lef, pro):
    """The same, but Noor goes to Provincie instead of Lefier."""
    places = {(noor, 2): pro, (noor, 3): gro, (sander, 2): gro, (sander, 3): lef}
    return laid(places, number=2, keeps=False)


def told(kind, user):
    return Message.objects.of_user(user).filter(kind=kind).latest("pk")


def test_somebody_who_had_no_place_yet(plan, noor, lef, coordinator):
    lef.address = "Parkweg 2, Groningen"
    lef.save()
    HostMemberFactory(host=lef, user__first_name="Anna", user__last_name="Vos")
    publish(plan, coordinator)
    message = told("placements", noor.user)
    assert message.subject == "Where you will work from 1 May 2027 on"
    assert (
        message.text
        == f"""It is known where you will work. This is your plan:

* Lefier
  1 May 2027 to 31 December 2027
  Parkweg 2, Groningen
  Your supervisor is Anna Vos.

* Gemeente
  1 January 2028 to 31 August 2028
  You will hear later who your supervisor is.
{ABOUT_A_SCHEDULE}"""
    )


def test_in_the_language_of_each(plan, noor, sander, coordinator):
    sander.user.language = "nl"
    sander.user.save()
    publish(plan, coordinator)
    assert "1 May 2027" in told("placements", noor.user).subject
    assert "1 mei 2027" in told("placements", sander.user).subject


def test_another_host_than_stood(laid, plan, noor, sander, gro, lef, pro, coordinator):
    publish(plan, coordinator)
    second = Placement.objects.get(trainee=noor, host=lef)
    again = anew(laid, noor, sander, gro, lef, pro)
    publish(again, coordinator)
    message = told("placements", noor.user)
    assert message.about == again.pk
    assert message.subject == "You will work somewhere else from 1 May 2027 on"
    assert message.text.startswith(
        "Something changes in where you work, from Saturday 1 May 2027 on. This is how it is now:"
    )
    assert "* Provincie\n  1 May 2027 to 31 December 2027 (new)" in message.text
    assert "* Gemeente\n  1 January 2028 to 31 August 2028 (stays as it was)" in message.text
    assert "This does not go on:\n\n* Lefier\n  1 May 2027 to 31 December 2027" in message.text
    assert not Placement.objects.filter(pk=second.pk).exists()


def test_somebody_who_leaves_at_once(cohort, periods, hosts, noor, gro, coordinator):
    host_with_seats(periods, name="Rizoem", code="RIZ")
    in_english(noor.user)
    placed(noor, gro, supervised=True)
    ExclusionFactory(trainee=noor, host=gro)
    publish(worked_out(cohort, coordinator, number=1, keeps=False), coordinator)
    text = told("placements", noor.user).text
    assert "This does not go on:\n\n* Gemeente\n  17 November 2026 was your last day there." in text


def test_the_people_of_an_organisation(cohort, plan, lef, noor, sander, coordinator):
    anna = HostMemberFactory(host=lef, user__first_name="Anna", user__last_name="Vos")
    in_english(anna.user)
    publish(plan, coordinator)
    message = told("hostplacements", anna.user)
    assert message.subject == "Who comes to you and who goes, Lichting 2026"
    assert (
        message.text
        == """The placements of Lichting 2026 are known. This changes for your organisation:

* Noor Dijkema
  Comes to you: 1 May 2027 to 31 December 2027.
  Supervisor: Anna Vos.

* Sander Holtrop
  Comes to you: 1 January 2028 to 31 August 2028.
  Supervisor: Anna Vos.

You see who works with you when on this page:
http://localhost:8000/my-trainees/

Does this not work out for you? Answer this mail."""
    )


def test_they_hear_who_does_not_come_after_all(laid, plan, noor, sander, gro, lef, pro, coordinator):
    anna = HostMemberFactory(host=lef)
    in_english(anna.user)
    publish(plan, coordinator)
    publish(anew(laid, noor, sander, gro, lef, pro), coordinator)
    text = told("hostplacements", anna.user).text
    assert "* Noor Dijkema\n  Does not come after all: 1 May 2027 to 31 December 2027." in text


def test_an_organisation_reads_nothing_of_another(plan, pro, lef, coordinator):
    at_pro, at_lef = HostMemberFactory(host=pro), HostMemberFactory(host=lef)
    publish(plan, coordinator)
    assert not Message.objects.of_user(at_pro.user).exists()
    text = told("hostplacements", at_lef.user).text
    assert [name for name in ("Gemeente", "Provincie") if name in text] == []


def test_a_trainee_reads_nothing_of_another(plan, noor, sander, coordinator):
    publish(plan, coordinator)
    assert "Sander" not in told("placements", noor.user).text
    assert "Noor" not in told("placements", sander.user).text


@pytest.mark.parametrize("changes", [1, 2])
def test_as_many_queries_for_one_as_for_two(plan, gro, lef, changes, today, django_assert_num_queries):
    for host in (gro, lef):
        HostMemberFactory(host=host)
    publication = review(plan, today=today)
    publication = replace(publication, changes=publication.changes[:changes])
    with django_assert_num_queries(3):
        letters = letters_of(plan, publication, today=today)
    assert [letter.kind for letter in letters].count(Message.Kind.PLACEMENTS) == changes

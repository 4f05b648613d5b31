"""What a draft puts out of order, and where somebody who plans is told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from curriculum import drafting, ordering
from curriculum.models import Draft
from curriculum.releasing import review
from tests.factories import DraftFactory, ModuleFactory, PrerequisiteFactory, SessionFactory, local

pytestmark = pytest.mark.django_db

FRIDAYS = [dt.date(2027, 1, 8) + dt.timedelta(weeks=week) for week in range(6)]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def modules(track):
    """Module 7, 8 and 9 of one track."""
    return [
        ModuleFactory(curriculum=track.curriculum, track=track, number=number, title=title, session_count=2)
        for number, title in ((7, "Energie"), (8, "Wonen"), (9, "Data"))
    ]


@pytest.fixture
def known(cohort, modules):
    """Two sessions of each module, as people know them, in order."""
    parts = [(module, number) for module in modules for number in (1, 2)]
    return [
        SessionFactory(cohort=cohort, module=module, number=number, on=day)
        for (module, number), day in zip(parts, FRIDAYS, strict=True)
    ]


def said(cohort, **options):
    return list(ordering.sentences(drafting.rows(cohort), **options))


def move(session, day):
    made = drafting.draft_of(session)
    made.starts_at, made.ends_at = local(day, 9, 30), local(day, 16, 30)
    made.save()
    return made


def swap(one, other):
    move(one, other.day()), move(other, one.day())


@pytest.mark.usefixtures("known")
def test_in_order(cohort):
    assert said(cohort) == []


def test_a_module_before_the_one_before_it(cohort, known):
    swap(known[3], known[4])
    assert said(cohort) == ["Module 9 (Data) begins before module 8 (Wonen) is done."]


def test_before_more_than_one(cohort, known):
    move(known[4], dt.date(2026, 12, 18))
    assert said(cohort) == [
        "Module 9 (Data) begins before module 7 (Energie) and module 8 (Wonen) are done.",
    ]


def test_sessions_within_a_module(cohort, known):
    swap(known[2], known[3])
    assert said(cohort) == ["Module 8 (Wonen): session 2 comes before session 1."]


def test_what_people_know_already_is_not_said_again(cohort, known, modules):
    SessionFactory(cohort=cohort, module=modules[0], number=3, on=dt.date(2027, 3, 5))
    move(known[0], dt.date(2026, 12, 18))
    assert said(cohort) == []


def test_what_a_module_needs_is_always_said(cohort, known, modules, vonk):
    other = ModuleFactory(curriculum=vonk.curriculum, track=vonk, number=10, title="Reflecteren")
    PrerequisiteFactory(module=other, needs=modules[2])
    SessionFactory(cohort=cohort, module=other, number=1, on=dt.date(2027, 1, 1))
    assert said(cohort) == ["Module 10 (Reflecteren) begins before module 9 (Data) is done."]


def test_another_track_goes_its_own_way(cohort, known, vonk):
    other = ModuleFactory(curriculum=vonk.curriculum, track=vonk, number=10)
    DraftFactory(cohort=cohort, module=other, number=1, on=dt.date(2027, 1, 1))
    assert said(cohort) == []


def test_a_cancelled_session_is_not_waited_for(cohort, known):
    move(known[4], known[3].day())
    off = drafting.draft_of(known[3])
    off.is_cancelled = True
    off.save()
    assert said(cohort) == []


def test_only_what_a_module_has_to_do_with(cohort, known, modules):
    swap(known[3], known[4])
    assert said(cohort, about={modules[0].pk}) == []
    assert len(said(cohort, about={modules[1].pk})) == 1


def test_publishing_says_it_and_goes_on(cohort, known, now):
    swap(known[3], known[4])
    publication = review(cohort, now=now)
    assert publication.blockers == []
    assert "Module 9 (Data) begins before module 8 (Wonen) is done." in publication.warnings


class TestAfterTheChange:
    """The same sentence at once, beside what was done."""

    SENTENCE = "Module 9 (Data) begins before module 8 (Wonen) is done."

    def told(self, page):
        return [(message.level_tag, message.message) for message in page.context["messages"]]

    def test_a_swap(self, browse, coordinator, known):
        # Two sessions are always two; the draft of each is made by itself.
        drafting.draft_of(known[3]).save()
        url = reverse("session_swap", args=[known[3].pk])
        page = browse(coordinator).post(url, {"other": f"s{known[4].pk}"}, follow=True)
        assert self.told(page) == [
            ("success", "They have changed places in the draft."),
            ("warning", self.SENTENCE),
        ]
        assert Draft.objects.count() == 2

    def test_all_in_one_message(self, browse, coordinator, known):
        for session in known[1:5]:
            drafting.draft_of(session).save()
        url = reverse("session_swap", args=[known[1].pk])
        page = browse(coordinator).post(url, {"other": f"s{known[4].pk}"}, follow=True)
        one = "Module 8 (Wonen) begins before module 7 (Energie) is done."
        other = "Module 9 (Data) begins before module 7 (Energie) and module 8 (Wonen) are done."
        assert self.told(page)[1:] == [("warning", f"{one} {other}")]

    def test_the_rest_is_counted(self):
        assert ordering.in_short(["A.", "B.", "C.", "D."]) == "A. B. You read 2 more when you publish."

    def test_a_move(self, browse, coordinator, known):
        session = known[4]
        data = {
            "what": f"m{session.module_id}.1", "day": "2027-01-21", "begins": "9.30", "ends": "16.30",
            "seen": 0, "known": session.version,
        }  # fmt: skip
        url = reverse("session_edit", args=[session.pk])
        page = browse(coordinator).post(url, data, follow=True)
        assert self.told(page)[1:] == [("warning", self.SENTENCE)]

    def test_back_in_order(self, browse, coordinator, known):
        swap(known[3], known[4])
        url = reverse("session_swap", args=[known[4].pk])
        page = browse(coordinator).post(url, {"other": f"s{known[3].pk}"}, follow=True)
        assert self.told(page) == [("success", "They have changed places in the draft.")]

"""Laying out undone: the draft as it was before, whatever happened to it since."""

import datetime as dt

import pytest
from django.urls import reverse

from curriculum.actions import publish_programme, undo_laying
from curriculum.actions.laying import lay_out
from curriculum.formerly import Drafted, Former
from curriculum.models import Draft, Programme
from curriculum.releasing import review
from tests.curriculum.conftest import FRIDAY
from tests.factories import TODAY, DraftFactory, SessionFactory, UserFactory
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db

SPRING = dt.date(2027, 3, 5)


@pytest.fixture
def programme(cohort, module, lecturer):
    Programme.objects.update(development_every=0)
    return Programme.objects.get(cohort=cohort)


@pytest.fixture
def made(programme, module):
    """A draft that somebody made by hand, with words, of a guest."""
    draft = DraftFactory(
        cohort=programme.cohort, module=module, number=1, on=SPRING, title="Op pad", preparation="laarzen"
    )
    draft.lecturers.add(UserFactory(first_name="Gerda", last_name="Gast"))
    return draft


@pytest.fixture
def lay(programme, coordinator, now):
    def act(**options):
        lay_out(programme=programme, switches=(), by=coordinator, now=now, today=TODAY, **options)
        return Programme.objects.with_former().get()

    return act


def drafts():
    return [
        (draft.session_id, draft.number, draft.title, draft.preparation, draft.day(), draft.hours(),
         draft.place, draft.is_pinned, draft.is_cancelled, [str(person) for person in draft.lecturers.all()])
        for draft in Draft.objects.with_everything().in_order()
    ]  # fmt: skip


def undo(programme, by, seen=None):
    return undo_laying(programme=programme, seen=seen or Drafted.of(programme.cohort).version, by=by)


class TestUndo:
    def test_the_draft_is_what_it_was(self, lay, made, programme, cohort, session, module, coordinator):
        DraftFactory(cohort=cohort, module=module, number=3, on=SPRING + dt.timedelta(7), is_pinned=True)
        before = drafts()
        laid = lay()
        assert drafts() != before
        assert undo(laid, coordinator) == 2
        assert drafts() == before
        after = Programme.objects.with_former().get()
        assert (after.before_laying, after.laid, after.laid_at) == (None, None, None)

    def test_also_when_there_was_none(self, lay, programme, coordinator):
        laid = lay()
        assert Draft.objects.count() == 3
        assert undo(laid, coordinator) == 0
        assert not Draft.objects.exists()

    def test_also_after_it_was_dropped(self, lay, made, coordinator):
        before = drafts()
        laid = lay()
        Draft.objects.all().delete()
        undo(laid, coordinator)
        assert drafts() == before

    def test_who_left_meanwhile_is_left_out(self, lay, made, coordinator):
        laid = lay()
        made.lecturers.model.objects.filter(last_name="Gast").delete()
        undo(laid, coordinator)
        assert [draft[-1] for draft in drafts()] == [[]]

    def test_once(self, lay, made, coordinator):
        laid = lay()
        undo(laid, coordinator)
        with pytest.raises(Refused, match="niets meer om naar terug te gaan"):
            undo(laid, coordinator)

    def test_not_what_somebody_else_did_meanwhile(self, lay, made, coordinator):
        laid = lay()
        seen = Drafted.of(laid.cohort).version
        Draft.objects.in_order().first().delete()
        with pytest.raises(Conflict):
            undo(laid, coordinator, seen=seen)
        assert Draft.objects.count() == 2

    def test_what_was_published_is_not_undone(self, lay, cohort, coordinator, now):
        laid = lay()
        seen = review(cohort, now=now).version
        publish_programme(cohort=cohort, seen=seen, by=coordinator, now=now)
        with pytest.raises(Refused):
            undo(laid, coordinator)

    def test_the_last_one(self, lay, made, coordinator):
        lay()
        before = drafts()
        laid = lay()
        undo(laid, coordinator)
        assert drafts() == before


class TestByHand:
    def test_what_somebody_made_before(self, made):
        assert Former.read(None).is_by_hand(made)

    def test_what_was_laid_is_nobodys(self, lay, coordinator):
        former = Former.read(lay().before_laying)
        laid = list(Draft.objects.all())
        assert former.count_by_hand(laid) == 0
        Draft.objects.filter(pk=laid[0].pk).update(version=2)
        assert former.count_by_hand(Draft.objects.all()) == 1
        assert former.count_by_hand(Draft.objects.exclude(pk=laid[1].pk)) == 2

    def test_what_was_left_standing_is_not_from_since_then(self, lay, made, coordinator):
        Draft.objects.update(is_pinned=True)
        former = Former.read(lay().before_laying)
        assert former.is_by_hand(Draft.objects.get(pk=made.pk))
        assert former.count_by_hand(Draft.objects.all()) == 0
        assert former.count_by_hand(Draft.objects.exclude(pk=made.pk)) == 1


class TestPages:
    """Before laying out, and the way back."""

    def test_what_would_go_is_named(self, browse, coordinator, programme, made):
        page = browse(coordinator).get(reverse("programme_lay", args=[programme.cohort_id]))
        assert [row.draft for row in page.context["by_hand"]] == [made]
        assert "1 session that you or a colleague drafted by hand is laid anew, and may move." in page.text
        assert reverse("draft_edit", args=[made.pk]) in page.text

    def test_what_stays_is_not(self, browse, coordinator, programme, made, lay):
        Draft.objects.update(is_pinned=True)
        url = reverse("programme_lay", args=[programme.cohort_id])
        assert browse(coordinator).get(url).context["by_hand"] == []
        lay()
        assert browse(coordinator).get(url).context["by_hand"] == []

    def test_undo(self, browse, coordinator, programme, made, lay):
        before = drafts()
        lay()
        for name in ("programme", "programme_lay"):
            page = browse(coordinator).get(reverse(name, args=[programme.cohort_id]))
            assert reverse("programme_unlay", args=[programme.cohort_id]) in page.text
        url = reverse("programme_unlay", args=[programme.cohort_id])
        page = browse(coordinator).get(url)
        assert "The draft becomes what it was before 18 November 10:00, with 1 change." in page.text
        assert "Nothing was changed by hand since then." in page.text
        page = browse(coordinator).post(url, {"seen": page.context["form"]["seen"].value()}, follow=True)
        assert page.redirect_chain == [(reverse("programme", args=[programme.cohort_id]), 302)]
        assert "Laying out is undone. 1 change stands in the draft, as before." in page.text
        assert url not in page.text
        assert drafts() == before

    def test_what_goes_with_it_is_said(self, browse, coordinator, programme, lay):
        lay()
        Draft.objects.filter(pk=Draft.objects.in_order().first().pk).update(version=5)
        url = reverse("programme_unlay", args=[programme.cohort_id])
        assert browse(coordinator).get(url).context["by_hand"] == 1

    def test_somebody_else_was_faster(self, browse, coordinator, programme, lay):
        lay()
        url = reverse("programme_unlay", args=[programme.cohort_id])
        seen = browse(coordinator).get(url).context["form"]["seen"].value()
        SessionFactory(cohort=programme.cohort, on=FRIDAY)
        Draft.objects.in_order().first().delete()
        page = browse(coordinator).post(url, {"seen": seen})
        assert page.status_code == 409
        assert "Somebody else changed the draft meanwhile." in page.text
        browse(coordinator).post(url, {"seen": page.context["form"]["seen"].value()})
        assert not Draft.objects.exists()

    def test_nothing_to_go_back_to(self, browse, coordinator, programme):
        url = reverse("programme_unlay", args=[programme.cohort_id])
        page = browse(coordinator).post(url, {"seen": ""}, follow=True)
        assert "There is nothing to go back to any more." in page.text

    def test_only_its_coordinators(self, browse, trainee, stranger, colleague, coordinator, programme, lay):
        lay()
        url = reverse("programme_unlay", args=[programme.cohort_id])
        codes = [browse(user).get(url).status_code for user in (trainee.user, stranger, colleague)]
        assert codes == [404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405

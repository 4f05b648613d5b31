"""The administration of absences, mail and calendars."""

import pytest
from django.utils import translation

from tests.admin_pages import errors, list_url, listed, new_url, row_url, save
from tests.factories import (
    TODAY,
    AbsenceFactory,
    DeliveryFactory,
    FeedFactory,
    MessageFactory,
    TraineeFactory,
    local,
)
from tests.rules import settled
from trainees.models import Absence, Delivery, Feed, Message

pytestmark = pytest.mark.django_db

NOW = local(TODAY, 10)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class TestAbsence:
    asked = {"starts_on": "18-11-2026", "ends_on": "19-11-2026", "part": "whole"}

    def test_leave_that_is_written_down_is_approved(self, admin):
        answer = save(admin, new_url(Absence), trainee=TraineeFactory().pk, kind="leave", **self.asked)
        assert answer.status_code == 302, errors(answer)
        absence = Absence.objects.get()
        assert (absence.state, absence.decided_by) == ("approved", admin.user)
        assert absence.decided_at

    def test_other_absence_is_reported(self, admin):
        answer = save(admin, new_url(Absence), trainee=TraineeFactory().pk, kind="absent", **self.asked)
        assert answer.status_code == 302, errors(answer)
        assert (Absence.objects.get().state, Absence.objects.get().decided_by) == ("reported", None)

    def test_there_is_nowhere_to_write_a_reason(self, admin):
        fields = admin.get(new_url(Absence)).context["adminform"].form.fields
        assert set(fields) - {"seen"} == {"trainee", "kind", "starts_on", "ends_on", "part"}

    def test_days_in_the_wrong_order(self, admin):
        answer = save(admin, row_url(AbsenceFactory()), ends_on="17-11-2026")
        assert errors(answer) == ["The last day comes on or after the first day."]

    def test_twice_on_a_day(self, admin):
        """A second one for the same trainee on other days is taken."""
        absence = AbsenceFactory()
        settled()
        asked = {"trainee": absence.trainee_id, "kind": "absent", "part": "whole"}
        answer = save(admin, new_url(Absence), **asked, starts_on="18-11-2026", ends_on="19-11-2026")
        assert errors(answer) == ["This trainee is already reported absent on some of these days."]
        answer = save(admin, new_url(Absence), **asked, starts_on="19-11-2026", ends_on="19-11-2026")
        assert answer.status_code == 302, errors(answer)


class TestMessages:
    def test_by_what_became_of_them(self, admin):
        waiting, sent = MessageFactory(), MessageFactory(sent_at=NOW)
        cancelled = MessageFactory(cancelled_at=NOW)
        for choice, found in (("yes", sent), ("no", waiting), ("never", cancelled)):
            assert listed(admin.get(list_url(Message, f"?sent={choice}"))) == [found.pk]

    def test_what_it_says(self, admin):
        page = admin.get(row_url(MessageFactory(subject="Verlof", text="Je verlof is goedgekeurd.")))
        assert "Je verlof is goedgekeurd." in page.text
        assert not page.context["has_change_permission"]

    def test_deliveries_that_did_not_succeed(self, admin):
        good, bad = DeliveryFactory(), DeliveryFactory(refusal="550 no such user")
        assert listed(admin.get(list_url(Delivery, "?delivered=no"))) == [bad.pk]
        assert listed(admin.get(list_url(Delivery, "?delivered=yes"))) == [good.pk]


class TestFeed:
    def test_its_address_is_shown_to_nobody(self, admin):
        feed = FeedFactory(token="secret")
        for url in (row_url(feed), list_url(Feed), row_url(feed, "delete")):
            page = admin.get(url).text
            assert feed.token_hash not in page
            assert "secret" not in page

    def test_removing_it_closes_it(self, admin):
        feed = FeedFactory(token="secret")
        admin.post(row_url(feed, "delete"), {"post": "yes"})
        assert not Feed.objects.with_token("secret").exists()

import datetime as dt
import logging

import pytest
from django.urls import reverse

from curriculum.actions import give_feedback
from curriculum.models import Feedback, FeedbackGiven
from tests.factories import AttendanceFactory, FeedbackFactory, TraineeFactory

pytestmark = pytest.mark.django_db


class TestFeedbackNew:
    @pytest.fixture
    def url(self, past_session):
        return reverse("feedback_new", args=[past_session.pk])

    @pytest.fixture
    def was_there(self, past_session, trainee):
        return AttendanceFactory(session=past_session, trainee=trainee, state="late")

    def test_two_questions(self, browse, trainee, was_there, url):
        page = browse(trainee.user).get(url)
        assert set(page.context["form"].fields) == {"usefulness", "words"}
        assert url in browse(trainee.user).get("/week/").text

    def test_nothing_leads_to_who_wrote_it(self, browse, trainee, was_there, past_session, url, caplog):
        caplog.set_level(logging.DEBUG)
        page = browse(trainee.user).post(url, {"usefulness": "2", "words": "Meer pauze"}, follow=True)
        assert "Your answer is kept without your name." in page.text
        answer, given = Feedback.objects.get(), FeedbackGiven.objects.get()
        assert (answer.session, answer.usefulness, answer.words) == (past_session, 2, "Meer pauze")
        assert (given.session, given.trainee) == (past_session, trainee)
        names = {"id", "session", "usefulness", "words", "is_shown"}
        assert {field.name for field in Feedback._meta.fields} == names
        assert {field.name for field in FeedbackGiven._meta.fields} == {"id", "session", "trainee"}
        ours = [record for record in caplog.records if not record.name.startswith("django.db")]
        assert not any("Meer pauze" in record.getMessage() for record in ours)

    def test_once(self, browse, trainee, was_there, url):
        client = browse(trainee.user)
        assert client.post(url, {"usefulness": "2"}).status_code == 302
        again = client.post(url, {"usefulness": "5"}, follow=True)
        assert "You have answered about this day already." in again.text
        assert url not in again.text
        assert Feedback.objects.count() == 1

    @pytest.mark.parametrize("mark", ["", "0", "6", "x", "\x00"])
    def test_what_is_no_mark(self, browse, trainee, was_there, url, mark):
        assert browse(trainee.user).post(url, {"usefulness": mark}).context["form"].errors.keys() == {
            "usefulness"
        }
        assert not FeedbackGiven.objects.exists()

    def test_only_who_was_there_and_only_two_weeks(
        self, browse, trainee, past_session, cohort, coordinator, outsider, url, time_machine
    ):
        AttendanceFactory(session=past_session, trainee=trainee, state="absent")
        people = (trainee.user, TraineeFactory(cohort=cohort).user, coordinator, outsider)
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 404, 404]
        there = AttendanceFactory(session=past_session, trainee=TraineeFactory(cohort=cohort)).trainee.user
        assert browse(there).put(url).status_code == 405
        time_machine.move_to(past_session.ends_at + dt.timedelta(days=14), tick=False)
        assert browse(there).get(url).status_code == 200
        time_machine.move_to(past_session.ends_at + dt.timedelta(days=14, minutes=1), tick=False)
        assert browse(there).get(url).status_code == 404


class TestFeedbackList:
    @pytest.fixture
    def url(self, past_session):
        return reverse("feedback_list", args=[past_session.pk])

    def test_nothing_of_two(self, browse, lecturer, past_session, url):
        FeedbackFactory.create_batch(2, session=past_session, words="Te snel")
        page = browse(lecturer).get(url)
        assert "1 more answer is needed before you see anything" in page.text
        assert "Te snel" not in page.text
        assert page.context["answers"].spread == []

    def test_from_three_on(self, browse, coordinator, past_session, url):
        for mark, words in ((5, "Prima"), (4, ""), (1, "Te snel")):
            FeedbackFactory(session=past_session, usefulness=mark, words=words, is_shown=True)
        FeedbackFactory(words="Elders")
        page = browse(coordinator).get(url)
        assert page.context["answers"].spread == [(5, 1), (4, 1), (3, 0), (2, 0), (1, 1)]
        assert sorted(page.context["answers"].words) == ["Prima", "Te snel"]
        assert "3 answers. On average 3.3 of 5." in page.text

    def test_who_looks_after_each_answer_reads_no_single_one(
        self, browse, lecturer, past_session, cohort, url, time_machine
    ):
        seen = []
        for number in range(1, 8):
            trainee = TraineeFactory(cohort=cohort)
            give_feedback(
                session=past_session, trainee=trainee, usefulness=3, words=f"Word {number}", by=trainee.user
            )
            page = browse(lecturer).get(url)
            seen.append((len(page.context["answers"].words), page.context["answers"].waiting))
        assert seen == [(0, 1), (0, 2), (3, 0), (3, 1), (3, 2), (6, 0), (6, 1)]
        assert "1 newer answer is shown together with the next ones" in page.text
        # Nobody can answer any more, so that nothing is told by what comes.
        time_machine.move_to(past_session.ends_at + dt.timedelta(days=14, minutes=1), tick=False)
        answers = browse(lecturer).get(url).context["answers"]
        assert (len(answers.words), answers.waiting) == (7, 0)

    def test_two_stay_hidden_for_good(self, browse, lecturer, past_session, url, time_machine):
        FeedbackFactory.create_batch(2, session=past_session, words="Te snel")
        time_machine.move_to(past_session.ends_at + dt.timedelta(days=30), tick=False)
        assert "Te snel" not in browse(lecturer).get(url).text

    @pytest.mark.parametrize("rows", [3, 9])
    def test_queries(self, browse, lecturer, past_session, url, rows, django_assert_num_queries):
        FeedbackFactory.create_batch(rows, session=past_session, is_shown=True)
        client = browse(lecturer)
        with django_assert_num_queries(5):
            assert client.get(url).context["answers"].count == rows

    def test_not_for_trainees(self, browse, trainee, stranger, colleague, lecturer, url):
        people = (trainee.user, stranger, colleague)
        assert [browse(user).get(url).status_code for user in people] == [403, 404, 403]
        assert browse(lecturer).post(url).status_code == 405

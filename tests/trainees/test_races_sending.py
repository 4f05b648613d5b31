"""Workers that are killed while they send, and workers that send at the same moment."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from tests.factories import CohortFactory, MessageFactory, UserFactory
from tests.post import Post
from trainees.actions import sending
from trainees.actions.telling import SEND_DUE
from trainees.models import Delivery, Message

pytestmark = pytest.mark.django_db(transaction=True)
MAILS, KILLS = 300, 15
LONGEST = 60
"""Seconds, on a machine that has other work as well."""


def written(count, **fields):
    cohort = CohortFactory()
    return [MessageFactory(cohort=cohort, subject=f"Mail {n}", text="…", **fields) for n in range(count)]


class TestKilled:
    """Each worker is a process of its own that does what the clock asks of it each minute."""

    @pytest.fixture
    def worker(self):
        """Starts one, on this post; none is left behind."""
        started = []

        def start(post):
            app.configure_task(SEND_DUE, queue="mail").defer()
            environment = {
                "DJANGO_SETTINGS_MODULE": "tests.post_worker_settings",
                "TEST_DATABASE_NAME": connection.settings_dict["NAME"],
                "TEST_POST_PORT": str(post.port),
            }
            command = [
                "-W",
                "ignore",
                "-m",
                "django",
                "procrastinate",
                "--skip-checks",
                "worker",
                "--one-shot",
            ]
            started.append(
                subprocess.Popen(
                    [sys.executable, *command], cwd=settings.BASE_DIR, env=os.environ | environment,
                    stdout=subprocess.DEVNULL,
                )
            )  # fmt: skip
            return started[-1]

        yield start
        for process in started:
            process.kill()
            process.wait()

    def test_none_is_lost_and_none_is_double_unknown_to_a_mail_program(self, worker):
        messages = written(MAILS)
        chance = random.Random(4)
        with Post(slow=0.004) as post:
            for number in range(1, KILLS + 1):
                process = worker(post)
                until(lambda: len(post.mails) >= number * MAILS / (KILLS + 2))  # noqa: B023
                time.sleep(chance.uniform(0, 0.02))
                assert process.poll() is None, "it had finished before it was killed"
                process.send_signal(signal.SIGKILL)
                process.wait()
            assert worker(post).wait(LONGEST) == 0
        ids = Counter((to, sent["Message-ID"]) for to, sent in post.mails)
        assert Counter(to for to, _ in ids) == {message.to.email: 1 for message in messages}
        assert sum(ids.values()) - MAILS <= KILLS
        assert not Message.objects.waiting().exists()
        assert Delivery.objects.count() == MAILS


class TestAtOnce:
    """Twenty messages, and four workers that begin together."""

    def send(self, wrapper=None):
        def attempt():
            with sending.Post() as post:
                while sending.send_next(post=post, now=timezone.now()) is sending.Outcome.DONE:
                    pass

        def unlocked():
            with connection.execute_wrapper(wrapper):
                attempt()

        return unlocked if wrapper else attempt

    def test_each_is_sent_once(self, at_once):
        messages = written(20)
        at_once([self.send() for _ in range(4)])
        assert Counter(to for sent in mail.outbox for to in sent.to) == {one.to.email: 1 for one in messages}

    def test_it_could_go_wrong(self, at_once):
        """The same without the lock of the row: so the test above can fail."""
        written(20)

        def without_lock(execute, sql, params, many, context):
            if " FOR NO KEY UPDATE" in sql:
                sql = sql[: sql.index(" FOR NO KEY UPDATE")]
                result = execute(sql, params, many, context)
                time.sleep(0.05)
                return result
            return execute(sql, params, many, context)

        at_once([self.send(without_lock) for _ in range(4)])
        assert len(mail.outbox) > 20

    def test_one_mail_a_day_is_one(self, at_once):
        """Whoever has the first message of somebody has that person."""
        people = [UserFactory(mail_pace="daily") for _ in range(5)]
        cohort, past = CohortFactory(), timezone.now() - timezone.timedelta(days=2)
        for person in people:
            for number in range(4):
                MessageFactory(cohort=cohort, to=person, subject=f"Mail {number}", due_at=past)

        def attempt():
            with sending.Post() as post:
                while sending.send_next_digest(post=post, now=timezone.now()) is sending.Outcome.DONE:
                    pass

        at_once([attempt for _ in range(4)])
        assert Counter(to for sent in mail.outbox for to in sent.to) == {one.email: 1 for one in people}
        assert not Message.objects.waiting().exists()


def until(is_so):
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < LONGEST, "nothing was sent any more"
        time.sleep(0.002)

"""What watches the suite is itself tried: a watch that cannot fail proves nothing."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from tests.watch import ReadThatWritesError, reading_stays_reading, written_table
from trainees.models import Feed


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('SELECT "a"."id" FROM "a" WHERE "a"."word" = \'UPDATE b\'', None),
        ("(SELECT 1) UNION (SELECT 2)", None),
        ('SAVEPOINT "s1"', None),
        ('RELEASE SAVEPOINT "s1"', None),
        ("WITH a AS (SELECT 1) SELECT * FROM a", None),
        ('WITH a AS (DELETE FROM "b" RETURNING id) SELECT * FROM a', "b"),
        ('INSERT INTO "trainees_user" ("email") VALUES (%s)', "trainees_user"),
        ('  update ONLY "trainees_user" SET x = 1', "trainees_user"),
        ('DELETE FROM "trainees_user"', "trainees_user"),
        ("CREATE TABLE a ()", "?"),
    ],
)
def test_written_table_of_a_statement(sql, table):
    assert written_table(sql) == table


def ask(method, view, path="/"):
    request = RequestFactory().generic(method, path)
    request.resolver_match = resolve(path)
    return reading_stays_reading(view)(request)


def renames_everybody(request):
    get_user_model().objects.update(is_active=False)
    return HttpResponse()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_read_that_writes_fails(method):
    with pytest.raises(ReadThatWritesError, match="trainees_user"):
        ask(method, renames_everybody)


@pytest.mark.django_db
def test_a_post_may_write():
    assert ask("POST", renames_everybody).status_code == 200


@pytest.mark.django_db
def test_a_read_may_count_in_the_cache():
    def counts(request):
        cache.set("guesses", 1)
        return HttpResponse()

    assert ask("GET", counts).status_code == 200


@pytest.mark.django_db
def test_a_read_of_ours_leaves_the_session_alone():
    def remembers(request):
        Session.objects.create(session_key="x", session_data="", expire_date=timezone.now())
        return HttpResponse()

    with pytest.raises(ReadThatWritesError, match="django_session"):
        ask("GET", remembers)


@pytest.mark.django_db
def test_a_read_may_end_a_session():
    def forgets(request):
        Session.objects.filter(session_key="x").delete()
        return HttpResponse()

    assert ask("GET", forgets).status_code == 200


@pytest.mark.django_db
def test_of_a_feed_only_its_use_may_be_kept():
    def renews(request):
        Feed.objects.update(token_hash="x")
        return HttpResponse()

    def used(request):
        Feed.objects.update(used_at=timezone.now())
        return HttpResponse()

    assert ask("GET", used, "/feeds/x.ics").status_code == 200
    with pytest.raises(ReadThatWritesError, match="token_hash"):
        ask("GET", renews, "/feeds/x.ics")
    with pytest.raises(ReadThatWritesError, match="used_at"):
        ask("GET", used, "/week/")

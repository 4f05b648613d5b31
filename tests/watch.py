"""Rule 3 of the house: a GET never writes. A middleware, so that it holds for every client of the suite."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

READS = re.compile(
    r"\s*\(?\s*(SELECT|EXPLAIN|SHOW|SET|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO)\b", re.IGNORECASE
)
WRITES = re.compile(
    r"\b(INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE)\s+(?:ONLY\s+)?\"?(\w+)", re.IGNORECASE
)


class ReadThatWritesError(AssertionError):
    """A GET or HEAD changed something in the database."""


def written_table(sql: str) -> str | None:
    """The table a statement writes; None when it only reads, and "?" for what is neither."""
    if READS.match(sql):
        return None
    found = WRITES.search(sql)
    if found:
        return found[2]
    return None if re.match(r"\s*WITH\b", sql, re.IGNORECASE) else "?"


def may_be_written(table: str, sql: str, request: HttpRequest) -> bool:
    """Bookkeeping, no data of anybody's: the cache, a session that is over, and that of a login under way;
    and once a day that a feed was asked for (decision 15).
    """
    if table == settings.CACHES["default"].get("LOCATION"):
        return True
    view = request.resolver_match.func.__module__ if request.resolver_match else ""
    if view == "wijkmakers.views.feeds":
        return sql.startswith('UPDATE "trainees_feed" SET "used_at" = ')
    if sql.startswith("DELETE"):
        return table in {"django_session", "usersessions_usersession"}
    return table == "django_session" and view.startswith("allauth.")


def reading_stays_reading(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        def refuse_writes(
            execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
        ) -> Any:
            table = written_table(sql)
            if table and not may_be_written(table, sql, request):
                raise ReadThatWritesError(f"{request.method} {request.path} wrote: {sql}")
            return execute(sql, params, many, context)

        reads = request.method in {"GET", "HEAD"}
        with connection.execute_wrapper(refuse_writes) if reads else nullcontext():
            return get_response(request)

    return middleware

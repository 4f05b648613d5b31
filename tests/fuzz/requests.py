"""Every address of the site, with what is sent there; and what the answers must never be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from time import process_time
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver
from zeal import zeal_ignore

from tests.fuzz import hostile
from tests.page_forms import forms_on
from tests.worlds import ABOUT, World, rows_of

INTERNALS = re.compile(
    r"Traceback \(most recent|site-packages|psycopg|DoesNotExist|IntegrityError|django\.(core|db|http)\."
    r"|SELECT &quot;|SELECT \"|relation (&quot;|\")|/(views|models|forms|actions)/\w+\.py"
)
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
REGEX_GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")
OTHER_METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND"]


@dataclass(frozen=True)
class Asked:
    """One request. what: as a person reads it in the record."""

    method: str
    url: str
    body: bytes = b""
    type: str = hostile.FORM
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def what(self) -> str:
        shown = f"{self.method} {self.url[:300]}"
        return (
            f"{shown} {self.type} {self.body[:300]!r} {self.headers}" if self.body or self.headers else shown
        )


@dataclass(frozen=True)
class Told:
    """What came back. seconds: of the processor, however busy the machine; wrong: what is, or ""."""

    asked: Asked
    status: int
    seconds: float
    wrong: str


def patterns() -> list[str]:
    """Every pattern of the URLconf, from the root."""
    return sorted(_walk(get_resolver().url_patterns, ""))


def _walk(found: Any, before: str) -> Iterator[str]:
    for each in found:
        if isinstance(each, URLPattern):
            yield before + str(each.pattern)
        else:
            yield from _walk(each.url_patterns, before + str(each.pattern))


def addresses(pattern: str, own: World, other: World, draw: Random) -> list[str]:
    """The pattern filled in: with a row of one's own, of others, and with no row at all."""
    if "(?P<" in pattern:
        bare = re.sub(r"[\^$]", "", pattern)
        return ["/" + REGEX_GROUP.sub(word, bare) for word in ("x", "1", "set-password", "é")]
    if not PARAMETER.search(pattern):
        return ["/" + pattern]
    keys = [(own, ""), (other, ""), (own, draw.choice(hostile.KEYS))]
    return ["/" + _fill(pattern, world, key) for world, key in keys]


def _fill(pattern: str, world: World, key: str) -> str:
    segment = pattern.split("/", maxsplit=1)[0]

    def value(found: re.Match[str]) -> str:
        name = found[2]
        if segment == "week":
            return key or {"year": "2026", "number": "47"}[name]
        if segment in {"admin", "accounts"}:
            return key or _key_in_admin(pattern)
        if name == "period":
            return key or str(world.periods[1].pk)
        if name == "token":
            return key or "guessed"  # of the address of a calendar: no row has it
        if name == "kind":
            return key or "withdraws"  # what can be supposed, and can have happened
        return key or str(world.row(segment).pk)

    return PARAMETER.sub(value, pattern)


def _key_in_admin(pattern: str) -> str:
    parts = pattern.split("/")
    if parts[0] == "accounts" or parts[1] == "r":
        return "1"
    row = rows_of(f"{parts[1]}.{parts[2]}")
    return str(row.pk) if row else "1"


def ask(client: Client, asked: Asked) -> tuple[HttpResponse, float]:
    """Ask, and take back whatever it did; the browser keeps the cookies it had."""
    kept = client.cookies.copy()
    began = process_time()
    with transaction.atomic(), zeal_ignore():
        answer = client.generic(
            asked.method, asked.url, asked.body, content_type=asked.type, headers=asked.headers
        )
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = kept
    return answer, process_time() - began


def wrong_with(answer: HttpResponse, secret: str) -> str:
    """Why this answer should never have been given; secret: expression for what this person must not see."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.streaming or "text" not in answer.get("Content-Type", ""):
        return ""
    text = answer.content.decode(errors="replace")
    if found := INTERNALS.search(text):
        return f"shows {found[0]!r}"
    leaked = re.search(secret, text) if secret else None
    return f"shows {leaked[0]}" if leaked else ""


def campaign(
    client: Client, pattern: str, own: World, other: World, *, secret: str, seed: str
) -> Iterator[Told]:
    """All that is tried at one address by one person."""
    draw = Random(f"{seed} {pattern}")
    names = hostile.ASKED_OF_ADMIN if pattern.startswith("admin/") else hostile.ASKED
    ids = [getattr(other, name).pk for name in ABOUT.values()]
    for url in addresses(pattern, own, other, draw):
        first = Asked("GET", url)
        answer, seconds = ask(client, first)
        yield Told(first, answer.status_code, seconds, wrong_with(answer, secret))
        forms = [] if answer.streaming or answer.status_code != 200 else forms_on(answer)
        heard = [name for form in forms if form.method == "get" for name in form.offered]
        for asked in _more(draw, url, forms, heard + names, ids):
            answer, seconds = ask(client, asked)
            yield Told(asked, answer.status_code, seconds, wrong_with(answer, secret))


def _more(draw: Random, url: str, forms: list[Any], names: list[str], ids: list[int]) -> Iterator[Asked]:
    yield Asked("GET", f"{url}?{hostile.query(draw, names)}", headers=_headers(draw))
    if draw.random() < 0.3:
        yield Asked(draw.choice(OTHER_METHODS), url, headers=_headers(draw))
    own = [form for form in forms if form.method == "post" and form.action in {"", url}]
    for form in own:
        for _ in range(4):
            body, kind = hostile.body(draw, form.sent, ids)
            yield Asked("POST", url, body, kind, _headers(draw))
    if not own:
        body, kind = hostile.body(draw, {name: ["x"] for name in draw.sample(names, 3)}, ids)
        yield Asked("POST", url, body, kind, _headers(draw))


def _headers(draw: Random) -> dict[str, str]:
    return draw.choice(hostile.HEADERS) if draw.random() < 0.25 else {}

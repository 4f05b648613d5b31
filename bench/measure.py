"""One size: fills its database, serves it, and tells what each page costs.

Each page is asked by turns with the unit page, so that whatever else the machine does weighs on both.
"""

import datetime as dt
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import people
from bench.fill import fill_once
from bench.pages import PAGES, Page
from bench.server import Server, serving
from bench.urls import UNIT
from bench.weight import first_visit
from trainees.models import User

FEW = 5  # requests in a row; then the other page has its turn
VISITORS = {
    "admin": people.ADMIN,
    "trainee": people.ADMIN + 1,
    "coordinator": people.coordinator_of(0),
    "lecturer": people.lecturer_of(0, 0),
    "supervisor": people.supervisor_of(0, people.host_of(0, 1)),
}


def measure(trainees: int, *, only: list[str], rounds: int, today: dt.date) -> dict[str, Any]:
    """Per page its units, milliseconds, queries and rows; the worker's memory; the first visit.

    only: parts of the names of the pages that are measured; all when empty.
    """
    call_command("collectstatic", interactive=False, verbosity=0)
    fill_once(trainees, today=today)
    clients = signed_in()
    asked_for = [page for page in PAGES if not only or any(part in page.name for part in only)]
    pages = {page: page.address_at(trainees) for page in asked_for}
    asked = {page: asks(clients[page.visitor], address, page) for page, address in pages.items()}
    cookies = {name: _cookie(client) for name, client in clients.items()}
    connection.close()
    with serving() as server:
        known = _warm(server, pages, cookies)
        before = server.memory()
        timed = {page: [] for page in pages}
        for _ in range(rounds):
            for page, address in pages.items():
                timed[page].append(_turn(server, page, address, cookies[page.visitor], known[page]))
        overview = next(page for page in PAGES if page.name == "overview").address_at(trainees)
        return {
            "pages": {page.name: asked[page] | _middle(timed[page]) for page in pages},
            "memory": [before, server.memory()],
            "first_visit": first_visit(server, overview, cookies["coordinator"]),
        }


def signed_in() -> dict[str, Client]:
    """Somebody of each kind, all of the first region."""
    found = {}
    for name, pk in VISITORS.items():
        found[name] = Client(SERVER_NAME="localhost")
        found[name].force_login(User.objects.get(pk=pk), settings.AUTHENTICATION_BACKENDS[0])
    return found


def asks(client: Client, address: str, page: Page) -> dict[str, int]:
    """How many queries a page asks, and how many rows they fetch."""
    rows = []
    etag = client.get(address)["ETag"] if page.unchanged else ""
    asking = client if page.signed_in else Client(SERVER_NAME="localhost")

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        rows.append(max(context["cursor"].rowcount, 0))
        return found

    with connection.execute_wrapper(count):
        answer = asking.get(address, headers={"If-None-Match": etag})
    if answer.status_code != page.status:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return {"queries": len(rows), "rows": sum(rows)}


def _cookie(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _warm(server: Server, pages: dict[Page, str], cookies: dict[str, str]) -> dict[Page, dict[str, str]]:
    """Templates are read, the database knows its statements. What each is asked with from now on."""
    known = {}
    for page, address in pages.items():
        for _ in range(FEW):
            answer = server.get(address, cookies[page.visitor] if page.signed_in else "")
        known[page] = {"If-None-Match": answer.headers["ETag"]} if page.unchanged else {}
    return known


def _turn(
    server: Server, page: Page, address: str, cookie: str, headers: dict[str, str]
) -> tuple[float, float]:
    """Seconds of the unit page and of this one."""
    own = cookie if page.signed_in else ""
    moments = [server.cpu()]
    for _ in range(FEW):
        server.get(UNIT, cookie)
    moments.append(server.cpu())
    for _ in range(FEW):
        server.get(address, own, status=page.status, **headers)
    moments.append(server.cpu())
    return (moments[1] - moments[0]) / FEW, (moments[2] - moments[1]) / FEW


def _middle(turns: list[tuple[float, float]]) -> dict[str, float]:
    """The median of the turns: one that something came between does not count for more."""
    return {
        "units": median(page / unit for unit, page in turns),
        "ms": 1000 * median(page for _unit, page in turns),
        "unit_ms": 1000 * median(unit for unit, _page in turns),
    }

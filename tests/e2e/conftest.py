"""A real browser (Debian's chromium, or the one that CHROMIUM names) on a real server with the demo in it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e import crawl
from wijkmakers.demo import people
from wijkmakers.lib import localdb

CHECKOUT = Path(__file__).resolve().parents[2]
# A busy machine with two slow cores is no reason to fail.
expect.set_options(timeout=20_000)
ROLES = {
    "coordinator": people.COORDINATORS[0].email,
    "trainee": "noor.dijkema@example.org",
    "supervisor": people.SUPERVISORS["GRO"][0][0].email,
    "lecturer": people.LECTURERS[0].email,
    "admin": people.ADMIN.email,
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("There is no chromium here. On Debian: apt-get install chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return browser_type_launch_args | {"executable_path": found, "args": quiet}


@pytest.fixture(scope="session")
def env(worker_id: str) -> dict[str, str]:
    """The surroundings of a server of our own, with the demo of today; each process of xdist has another."""
    name = "e2e" if worker_id == "master" else f"e2e_{worker_id}"
    localdb.ensure(name, test=True)
    env = os.environ | {"WIJKMAKERS_LOCAL": "1", "DATABASE_URL": localdb.url(name, test=True)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    for command in (["migrate", "--verbosity", "0"], ["seed", "--reset", "--drafts"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=CHECKOUT, env=env, check=True)
    return env


@pytest.fixture(scope="session")
def site(env: dict[str, str]) -> Iterator[str]:
    """The address of the server."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "wijkmakers.wsgi", "--bind", f"127.0.0.1:{port}"]
    with _running([*command, "--workers", "2"], env) as server:
        address = f"http://127.0.0.1:{port}"
        _wait(address, server)
        yield address


@pytest.fixture(scope="session")
def planner(env: dict[str, str]) -> Iterator[None]:
    """The worker, which works plans out in the background."""
    with _running([sys.executable, "manage.py", "procrastinate", "worker"], env):
        yield


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    return site


@pytest.fixture(scope="session")
def cookies(site: str, browser: Browser) -> dict[str, Any]:
    """Per role what a signed-in browser remembers; signed in once, as people do it."""
    return {role: _sign_in(browser, site, email) for role, email in ROLES.items()}


@pytest.fixture(scope="session")
def reachable(site: str, browser: Browser, cookies: dict[str, Any]) -> dict[str, list[crawl.Page]]:
    """Per role every page it can reach; "nobody" is somebody who is not signed in."""
    found = {}
    for role in (*ROLES, "nobody"):
        context = browser.new_context(base_url=site, storage_state=cookies.get(role))
        found[role] = crawl.pages(context.request, start="/accounts/login/" if role == "nobody" else "/")
        context.close()
    return found


@pytest.fixture(scope="session", autouse=True)
def crawled_before_anything_changes(request: pytest.FixtureRequest) -> None:
    """The pages are found in the demo as it is seeded, whichever test this process happens to begin with."""
    if any("reachable" in item.fixturenames for item in request.session.items):  # type: ignore[attr-defined]
        request.getfixturevalue("reachable")


@pytest.fixture
def sign_in(site: str, browser: Browser, cookies: dict[str, Any]) -> Iterator[Any]:
    """sign_in("trainee", theme="dark", width=390, script=False) -> a browser context of that role."""
    opened: list[BrowserContext] = []

    def open_context(
        role: str, *, theme: str = "light", width: int = 1440, script: bool = True
    ) -> BrowserContext:
        context = browser.new_context(
            base_url=site, storage_state=cookies.get(role), color_scheme=theme,
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale="nl-NL",
            reduced_motion="reduce",
        )  # fmt: skip
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How much was proven: a crawl that finds little is green as well."""
    told = [told for report in terminalreporter.getreports("passed") for told in report.user_properties]
    for what in ("pages", "analyses"):
        if counted := sum(number for name, number in told if name == what):
            terminalreporter.write_line(f"{what}: {counted}")


def _sign_in(browser: Browser, site: str, email: str) -> Any:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(people.PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    state = context.storage_state()
    context.close()
    return state


@contextmanager
def _running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, cwd=CHECKOUT, env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait(address: str, server: subprocess.Popen) -> None:
    for _attempt in range(120):
        if server.poll() is not None:
            pytest.fail("The server stopped before it answered.")
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail("The server did not answer within 30 seconds.")

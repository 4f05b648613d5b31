"""What every test gets. Settings, and what watches each request, are in tests/settings.py."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import translation

from tests.factories import UserFactory
from wijkmakers.lib import localdb, messages

E2E = Path(__file__).parent / "e2e"
FUZZ = Path(__file__).parent / "fuzz"


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.get("DATABASE_URL"):
        localdb.ensure(test=True)
    messages.compile_stale(localdb.CHECKOUT)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise wonders when it is missing
    if asks_for(E2E, config):
        # Playwright runs a loop in this thread, which Django takes for asynchronous code.
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_unconfigure() -> None:
    if not os.environ.get("DATABASE_URL"):
        localdb.stop(test=True)


def asks_for(folder: Path, config: pytest.Config) -> bool:
    return any(
        Path(str(argument).split("::")[0]).absolute().is_relative_to(folder) for argument in config.args
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The browser tests need a browser, and the hostile requests minutes: they run when asked for."""
    left_out = collection_path in {E2E, FUZZ} and not asks_for(collection_path, config)
    return True if left_out else None


@pytest.fixture
def english(client):
    """The client reads English: a test of what a page says need not know the translation."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def admin(english):
    """The client of somebody who may do everything; `client.user` is that person."""
    english.user = UserFactory(admin=True)
    english.force_login(english.user)
    return english


@pytest.fixture(autouse=True)
def dutch():
    """Each test begins in Dutch, whatever the one before it chose."""
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True)
def no_jobs_left(request):
    """A test that commits leaves no jobs behind: Django empties only the tables of its own models."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def at_once():
    """Run each of these at the same moment, in a thread with its own connection; what became of each."""

    def run(attempts):
        start = threading.Barrier(len(attempts))

        def one(attempt):
            try:
                with translation.override("en"), connection.cursor():
                    start.wait(timeout=30)
                    return attempt()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(attempts)) as threads:
            return list(threads.map(one, attempts))

    return run

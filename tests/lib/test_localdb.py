"""The bundled PostgreSQL, for real: each test has servers of its own under /var/tmp."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from wijkmakers.lib import localdb

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes through /proc")

USE_IT = "from wijkmakers.lib import localdb; localdb.ensure(test=True); print('ready', flush=True); input()"


@pytest.fixture(scope="module")
def directory():
    """One that the server's user can reach, which pytest's own are not when root runs it."""
    path = Path(tempfile.mkdtemp(prefix="wijkmakers-test-", dir="/var/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def state(directory, monkeypatch):
    """The state directory of this module's own cluster, which does not run yet."""
    monkeypatch.setenv("WIJKMAKERS_STATE", str(directory))
    yield directory
    monkeypatch.setenv("WIJKMAKERS_STATE", str(directory))
    localdb.stop(test=True)


def connect(name="wijkmakers"):
    _, _, path = localdb.url(name, test=True).partition("postgres://postgres@/")
    host, _, database = path.rpartition("/")
    return psycopg.connect(host=host, user="postgres", dbname=database, autocommit=True)


def server_pid(state):
    (lock_file,) = state.glob("test/data-*/postmaster.pid")
    return int(lock_file.read_text().split()[0])


def children(pid):
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if status.read_text().rpartition(") ")[2].split()[1] == str(pid):
                yield int(status.parent.name)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked


def another_user():
    """A process of its own that uses the server until its input closes."""
    return subprocess.Popen(
        [sys.executable, "-c", USE_IT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=localdb.CHECKOUT,
    )


def test_url_names_a_database_and_starts_nothing(state):
    assert localdb.url("curriculum") == f"postgres://postgres@/{state}/demo/curriculum"
    assert not (state / "demo").exists()


def test_ensure_makes_a_database_that_reads_utf_8(state):
    localdb.ensure("people", test=True)

    with connect("people") as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT lower('ÉÉN'), 'é' ~ '^[[:alpha:]]$'").fetchone() == ("één", True)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_only_its_owner_can_reach_the_socket(state):
    localdb.ensure(test=True)

    assert (state / "test").stat().st_mode & 0o077 == 0
    assert (state / "test" / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0


def test_demo_and_test_never_share_a_row(state):
    assert localdb.url(test=False) != localdb.url(test=True)


def test_data_outlives_a_stop_and_a_killed_server(state):
    localdb.ensure(test=True)
    with connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        connection.execute("CHECKPOINT")
    localdb.stop(test=True)
    localdb.ensure(test=True)
    pid = server_pid(state)
    for process in (pid, *children(pid)):
        os.kill(process, signal.SIGKILL)

    localdb.ensure(test=True)

    with connect() as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert server_pid(state) != pid


def test_starts_when_another_program_has_the_number_of_a_killed_server(state):
    localdb.ensure(test=True)
    lock_file = next(state.glob("test/data-*/postmaster.pid"))
    sockets = state / "test" / ".s.PGSQL.5432.lock"
    left_behind = lock_file.read_text(), sockets.read_text()
    localdb.stop(test=True)
    for path, text in zip((lock_file, sockets), left_behind, strict=True):
        path.write_text(text.replace(text.split()[0], str(os.getpid()), 1))

    began = time.monotonic()
    localdb.ensure(test=True)

    assert time.monotonic() - began < localdb.START_SECONDS / 2


def test_comes_back_when_its_socket_was_cleaned_away(state, monkeypatch):
    monkeypatch.setattr(localdb, "START_SECONDS", 2)
    localdb.ensure(test=True)
    (state / "test" / ".s.PGSQL.5432").unlink()

    localdb.ensure(test=True)

    with connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_two_processes_may_start_it_at_once(state):
    both = [another_user() for _ in range(2)]

    assert [process.stdout.readline() for process in both] == ["ready\n", "ready\n"]
    for process in both:
        process.communicate("\n")


def test_stop_leaves_a_server_that_somebody_still_uses(state):
    other = another_user()
    assert other.stdout.readline() == "ready\n"
    localdb.ensure(test=True)

    localdb.stop(test=True)
    with connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    other.communicate("\n")
    localdb.stop(test=True)
    with pytest.raises(psycopg.OperationalError):
        connect()


def test_an_interrupt_in_the_terminal_does_not_reach_the_server(state):
    localdb.ensure(test=True)

    assert os.getsid(server_pid(state)) != os.getsid(0)


def test_a_long_path_with_spaces_gets_a_short_socket_in_a_directory_of_nobody_else(state, monkeypatch):
    long = state / ("een map met spaties " + "x" * 120)
    long.mkdir()
    monkeypatch.setenv("WIJKMAKERS_STATE", str(long))
    sockets = localdb._socket_dir(long / "test")
    assert localdb.url(test=True) == f"postgres://postgres@/{sockets}/wijkmakers"
    assert sockets.parent == Path("/tmp")

    sockets.mkdir(mode=0o755)
    with pytest.raises(localdb.LocalServerError, match="alone"):
        localdb.ensure(test=True)
    sockets.rmdir()
    localdb.ensure(test=True)

    with connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    localdb.stop(test=True)
    assert not sockets.exists()


def test_a_state_directory_that_cannot_be_made_is_said(state, monkeypatch):
    (state / "file").write_text("")
    monkeypatch.setenv("WIJKMAKERS_STATE", str(state / "file" / "below"))

    with pytest.raises(localdb.LocalServerError, match="Set WIJKMAKERS_STATE"):
        localdb.url()


def test_state_is_kept_in_a_checkout_of_our_own(state, monkeypatch):
    monkeypatch.delenv("WIJKMAKERS_STATE")
    monkeypatch.setattr(localdb, "CHECKOUT", state)

    assert localdb.state_dir() == state / ".state"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a checkout away")
def test_state_of_root_stays_out_of_somebody_elses_checkout(state, monkeypatch):
    monkeypatch.delenv("WIJKMAKERS_STATE")
    checkout = state / "checkout"
    checkout.mkdir()
    monkeypatch.setattr(localdb, "CHECKOUT", checkout)
    os.chown(checkout, 65534, 65534)

    elsewhere = localdb.state_dir()

    assert elsewhere.parent == Path("/var/lib/wijkmakers")
    assert localdb.state_dir() == elsewhere
    elsewhere.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server to another user")
def test_root_in_a_closed_directory_copies_the_programs_to_where_the_server_can_go(state, monkeypatch):
    package = localdb._found_programs().parents[1]
    closed = state / "closed"
    for part in (package, package.with_suffix(".libs")):
        shutil.copytree(part, closed / part.name)
    closed.chmod(0o700)
    monkeypatch.setattr(localdb, "_found_programs", lambda: closed / package.name / "pginstall" / "bin")

    localdb.ensure(test=True)

    with connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert state in localdb._programs(state / "test").parents

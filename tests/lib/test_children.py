"""Processes beside this one: begun again when they die, stopped together."""

import os
import signal
import sys
import time

import pytest

from wijkmakers.lib import children

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)",
)


def is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_one_that_is_killed_is_begun_again(monkeypatch):
    monkeypatch.setattr(children, "REST", 0.0)
    with children.Child(SLEEP) as child:
        first = child.process.pid
        os.kill(first, signal.SIGKILL)
        until(lambda: child.process.poll() is not None)
        child.look_after()
        assert child.process.pid != first
        assert is_there(child.process.pid)
    assert child.process.poll() is not None


def test_one_that_keeps_dying_is_given_a_rest():
    with children.Child((sys.executable, "-c", "")) as child:
        first = child.process
        until(lambda: first.poll() is not None)
        child.look_after()
        assert child.process is first


def test_who_does_not_listen_is_made_to_stop(monkeypatch):
    monkeypatch.setattr(children, "GRACE", 0.5)
    with children.Child(DEAF) as child:
        time.sleep(0.5)
    assert child.process.returncode in {-signal.SIGKILL, -signal.SIGTERM}


@pytest.mark.parametrize("code", [0, 3])
def test_helpers_live_as_long_as_the_server(tmp_path, code):
    note = tmp_path / "pid"
    helper = (
        sys.executable, "-c",
        f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)",
    )  # fmt: skip
    server = (
        sys.executable, "-c",
        f"import os, sys, time\nwhile not os.path.exists({str(note)!r}): time.sleep(.05)\nsys.exit({code})",
    )  # fmt: skip
    assert children.serve(server, helper) == code
    assert not is_there(int(note.read_text()))

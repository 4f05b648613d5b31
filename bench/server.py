"""The product behind gunicorn with one worker, asked over HTTP; what it costs is read from /proc."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.urls import PROCESSES

START_SECONDS = 30


class Server:
    """One worker, and the one process of PostgreSQL that works for it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.worker = self.database = 0

    def get(
        self, address: str, cookie: str = "", *, status: int = 200, **headers: str
    ) -> http.client.HTTPResponse:
        """The answer, with its body in `body`. Fails on any other status: that would be no page."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        connection.request("GET", address, headers=headers | {"Cookie": cookie})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        if answer.status != status:
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer

    def know_processes(self) -> None:
        self.worker, self.database = map(int, self.get(PROCESSES).body.split())

    def cpu(self) -> float:
        """Seconds of processor time that the two have used."""
        return _cpu(self.worker) + _cpu(self.database)

    def memory(self) -> float:
        """MiB that the worker keeps in memory."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _cpu(process: int) -> float:
    schedule = Path(f"/proc/{process}/schedstat")
    if schedule.exists():
        return int(schedule.read_text().split()[0]) / 1e9
    # A kernel without schedstat counts in hundredths of a second.
    user, system = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        server = Server(free.getsockname()[1])
    command = ["-m", "gunicorn", "wijkmakers.wsgi", "--workers", "1", "--log-level", "warning"]
    running = subprocess.Popen([sys.executable, *command, "--bind", f"127.0.0.1:{server.port}"])
    try:
        _wait_for(server, running)
        yield server
    finally:
        running.terminate()
        running.wait()


def _wait_for(server: Server, running: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 5):
        if running.poll() is not None:
            raise RuntimeError("gunicorn stopped")
        try:
            return server.know_processes()
        except ConnectionError:
            time.sleep(0.2)
    raise RuntimeError(f"gunicorn did not answer within {START_SECONDS} seconds")

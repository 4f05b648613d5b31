"""Processes beside this one: begun together, begun again when one dies, stopped together."""

import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType

LOOK = 0.5
"""Seconds between two looks at how they are."""

REST = 5.0
"""Seconds between two beginnings of one that keeps dying."""

GRACE = 10.0
"""Seconds in which they may finish what they are doing when they are asked to stop."""


class Child:
    """A process that is begun again when it dies."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.begin()

    def begin(self) -> None:
        self.process = subprocess.Popen(self.command)
        self.begun = time.monotonic()

    def look_after(self) -> None:
        """Begin it again if it is gone, but not over and over at once."""
        if self.process.poll() is not None and time.monotonic() - self.begun >= REST:
            self.begin()

    def stop(self) -> None:
        """Ask it to stop; whoever does not listen is made to."""
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(main: Sequence[str], *helpers: Sequence[str]) -> int:
    """Run `main` until it ends, and the helpers beside it for as long; its exit code."""
    with ExitStack() as stack:
        server = stack.enter_context(Child(main))
        beside = [stack.enter_context(Child(command)) for command in helpers]
        while (code := server.process.poll()) is None:
            for child in beside:
                child.look_after()
            time.sleep(LOOK)
        return code

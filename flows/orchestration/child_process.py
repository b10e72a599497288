"""Programs beside ours that end when we do, even where we are killed and can tidy up nothing."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import IO

POSIX = os.name == "posix"
"""Whether a program has a group that ends with it, and can hand over open files; else Windows."""


@contextmanager
def beside(
    program: str,
    *words: str,
    environment: Mapping[str, str] | None = None,
    log: IO[bytes] | None = None,
    handles: tuple[int, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a function, named module:function, as a program that ends with us, with all it started.

    In a session of its own Ctrl-C does not reach it. -P keeps modules of the working folder from
    being taken for those of the program. `handles` are our open files that it gets.
    """
    with subprocess.Popen(  # noqa: S603 - our own words, no shell
        [sys.executable, "-P", "-m", "flows.orchestration.child_process", program, *words],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,
        pass_fds=handles if POSIX else (),
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError, PermissionError):
                if POSIX:
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()


def _held() -> None:
    """Run the function named by our first word, and end when our starter has ended."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    program, *words = sys.argv[1:]
    module, function = program.split(":")
    sys.argv = [module, *words]
    getattr(import_module(module), function)()


def _end_with_starter() -> None:
    # Our starter writes nothing: reading ends when the last end of the pipe is closed.
    os.read(0, 1)
    if POSIX:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    _held()

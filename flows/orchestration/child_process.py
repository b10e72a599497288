"""Runs child programs that end when we do, even if we are killed and cannot clean up."""

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
"""Whether a program has a process group that ends with it, and can pass on open files (POSIX)."""


@contextmanager
def beside(
    program: str,
    *words: str,
    environment: Mapping[str, str] | None = None,
    log: IO[bytes] | None = None,
    handles: tuple[int, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a function, named module:function, as a program that ends with us and all it started.

    It has its own session, so Ctrl-C does not reach it. -P prevents modules in the working folder
    from replacing those of the program. `handles` are open files that it inherits.
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
    """Run the function named by our first argument, and end when our parent has ended."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    program, *words = sys.argv[1:]
    module, function = program.split(":")
    sys.argv = [module, *words]
    getattr(import_module(module), function)()


def _end_with_starter() -> None:
    # Our parent writes nothing: reading ends when the last writing end of the pipe is closed.
    os.read(0, 1)
    if POSIX:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    _held()

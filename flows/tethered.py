"""Programs beside ours that end when we do, even where we are killed and can tidy up nothing."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO


@contextmanager
def beside(
    module: str,
    *words: str,
    environment: Mapping[str, str] | None = None,
    log: IO[bytes] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module that calls `hold`, in a session of its own; with all it started it ends with us.

    In its own session Ctrl-C reaches us only, and what we stop it stops in our order. -P keeps
    modules of the working folder from being taken for those of the program.
    """
    with subprocess.Popen(  # noqa: S603 - our own words, no shell
        [sys.executable, "-P", "-m", module, *words],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def hold() -> None:
    """From now on end, with all that this process starts, when its starter has ended."""
    threading.Thread(target=_end_with_starter, daemon=True).start()


def _end_with_starter() -> None:
    # Our starter writes nothing: reading ends when the last end of the pipe is closed.
    os.read(0, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _prefect() -> None:
    """Prefect's own command line, held."""
    hold()
    from prefect.cli import app

    sys.argv[0] = "prefect"
    app()


if __name__ == "__main__":
    _prefect()

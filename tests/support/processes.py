"""Environment, signals and time limit for programs that a test starts."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 600
"""Seconds after which a program that a test waits for is considered to hang."""


def environment(**more: str) -> dict[str, str]:
    """Our environment without Prefect's settings, with `more` added.

    Our environment may name a server that an earlier test of this process started. A program would
    use that server, or wait for it in vain.
    """
    own = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    return own | more


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Let a program started within the block react to Ctrl-C and to a closed terminal.

    If tests run under nohup or behind &, both signals are ignored, and programs inherit that.
    Handlers are not inherited: the program then has the system's default handling.
    """
    names = [getattr(signal, one) for one in ("SIGINT", "SIGHUP") if hasattr(signal, one)]
    ignored = [one for one in names if signal.getsignal(one) is signal.SIG_IGN]
    for one in ignored:
        signal.signal(one, lambda *_: None)
    try:
        yield
    finally:
        for one in ignored:
            signal.signal(one, signal.SIG_IGN)

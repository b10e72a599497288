"""Programs that a test starts: their environment and signals, and how long one may take."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 600
"""Seconds after which a program that a test waits for is taken to hang."""


def environment(**more: str) -> dict[str, str]:
    """Our environment without Prefect's settings, and with `more`.

    A server that an earlier test of this process started is named in ours: a program would use it,
    or wait for it in vain.
    """
    own = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    return own | more


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Have a program that is started within the block heed Ctrl-C and an end of the terminal.

    Where tests run under nohup or behind &, both signals are ignored, and programs inherit that. A
    program inherits no function that handles a signal: it has the system's own way instead.
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

"""Programs that a test starts: their environment, and how long one may take at most."""

import os

LONGEST = 600
"""Seconds after which a program that a test waits for is taken to hang."""


def environment(**more: str) -> dict[str, str]:
    """Our environment without Prefect's settings, and with `more`.

    A server that an earlier test of this process started is named in ours: a program would use it,
    or wait for it in vain.
    """
    own = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    return own | more

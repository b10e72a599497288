"""Reads the clock. Only this module does; packages below flows never know the time."""

import os
from datetime import UTC, datetime

from pipeline.errors import Fault, Refused

LAST_SECOND = 253_370_764_799
"""The end of the year 9998: a day can still be added to it."""


def now() -> str:
    """Return the time in UTC to the second, ISO 8601, or that of SOURCE_DATE_EPOCH if set.

    SOURCE_DATE_EPOCH (seconds since 1970, reproducible-builds.org) makes a whole run repeatable.
    Raises Refused if it is set to anything else.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.now(UTC) if fixed is None else datetime.fromtimestamp(_seconds(fixed), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(text: str) -> int:
    digits = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_SECOND))
    if not digits or int(text) > LAST_SECOND:
        expected = (
            f"found {text[:40]!r}; expected whole seconds since 1970, from 0 to {LAST_SECOND}"
        )
        raise Refused(
            "The variable SOURCE_DATE_EPOCH, which fixes the time, cannot be read. Nothing "
            "was done.",
            [Fault("SOURCE_DATE_EPOCH", expected)],
        )
    return int(text)

"""The one place where the clock is read. Nothing below flows knows what time it is."""

import os
from datetime import UTC, datetime


def now() -> str:
    """Tell the time in UTC to the second, ISO 8601, or that of SOURCE_DATE_EPOCH where it is set.

    SOURCE_DATE_EPOCH (seconds since 1970, reproducible-builds.org) makes a whole run repeatable.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

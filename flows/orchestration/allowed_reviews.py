"""Limits Prefect's runs to reviews that the user of this program named.

A run's folder comes from Prefect's server, and whoever can ask that server can name another one. A
review's own files can name commands ([letter] in review.toml), so a folder that no one here has
named is never updated.
"""

import os
from pathlib import Path

from pipeline.errors import Refused

VARIABLE = "AJOUR_REVIEWS"
"""The folders, separated as in PATH; set by `ajour update` and `ajour schedule`, and by hand if a
Prefect worker is started.
"""


def allow_only(folder: Path) -> None:
    """Allow this program, and those it starts, to update one review and no other."""
    os.environ[VARIABLE] = str(folder.resolve())


def allowed(folder: object) -> Path:
    """The folder of a run; Refused if it was not named."""
    value = os.environ.get(VARIABLE, "")
    # The whole value too: a folder's name may contain the separator.
    named = [Path(one).resolve() for one in (value, *value.split(os.pathsep)) if one]
    if isinstance(folder, str) and Path(folder).resolve() in named:
        return Path(folder)
    raise Refused(
        f"{folder}: this review was not updated, because the variable {VARIABLE} names "
        f"{value or 'no review'}. A Prefect worker updates only the folders in this variable. Set "
        "the variable where the worker runs, and start the worker again."
    )

"""Which reviews the runs of Prefect may update: those that the user of this program named.

A run's folder comes from Prefect's server, and whoever can ask that server can name another one.
A review's own files can name commands ([letter] in review.toml), so a folder that nobody here has
named is never updated.
"""

import os
from pathlib import Path

from pipeline.errors import Refused

VARIABLE = "AJOUR_REVIEWS"
"""The folders, as a PATH is written; set by `ajour update` and `ajour schedule`, and by hand where
a worker of Prefect's is started."""


def allow_only(folder: Path) -> None:
    """Allow the updates of this program, and of those it starts, one review and no other."""
    os.environ[VARIABLE] = str(folder.resolve())


def allowed(folder: object) -> Path:
    """The folder of a run; Refused where it is none that was named."""
    value = os.environ.get(VARIABLE, "")
    # The whole value too: the name of a folder may hold the sign that stands between two.
    named = [Path(one).resolve() for one in (value, *value.split(os.pathsep)) if one]
    if isinstance(folder, str) and Path(folder).resolve() in named:
        return Path(folder)
    raise Refused(
        f"{folder}: not updated, because {VARIABLE} names {value or 'no review'} here. A worker of "
        f"Prefect's updates only the folders that {VARIABLE} names in its own environment; set it "
        "there and start the worker again."
    )

"""Remembers which exports the last update refused, so that they do not make the next one due."""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from flows import VERSION
from flows.review.atomic_files import whole_file
from pipeline.review.settings import Review

if TYPE_CHECKING:
    from flows.stages.intake import New

NOTE = "refused.json"
"""The file under .ajour/ that has the sign of each export that the last update refused."""


def put_refused(review: Review, refused: Iterable["New"]) -> None:
    """Remember these exports in place of all others, if the folder is writable."""
    said = sorted(_sign(review, one) for one in refused)
    path = review.state / NOTE
    if not said and not path.exists():
        return
    with suppress(OSError), whole_file(path) as stream:
        stream.write(json.dumps(said).encode())


def not_refused(review: Review, exports: Iterable["New"]) -> Iterator["New"]:
    """The exports that were not refused as they are now; an update is due for them.

    An update reads the others again as well, and names them, but nothing else follows from them.
    """
    known = _known(review)
    return (one for one in exports if _sign(review, one) not in known)


def _known(review: Review) -> Collection[str]:
    with suppress(OSError, ValueError):
        said = json.loads((review.state / NOTE).read_text(encoding="utf-8"))
        return {one for one in said if isinstance(one, str)} if isinstance(said, list) else ()
    return ()


def _sign(review: Review, export: "New") -> str:
    """What a refusal depends on: the program, the settings, and the export's name and bytes."""
    parts = (VERSION, review.hash, export.search.name, export.path.name, export.sha256)
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()

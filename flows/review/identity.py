"""Whose a store is: the review's id beside it, and what a copy has in common with a folder."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flows.review.atomic_files import whole_file
from flows.review.search_files import exports_of, sha256_of
from pipeline.errors import Fault, Refused
from pipeline.review.settings import Review
from pipeline.store.identity import ID, Identity

FILE = "review-id"
"""The file under .ajour/ in which a folder keeps the id; the store has it too.

Either may be lost, and the other still says whose a copy is. output/ may be thrown away, and
review.toml is the reviewers' own.
"""

SHOWN = 5
"""How many searches of each side a refusal names."""


def remembered_id(review: Review) -> str:
    """The id that a review's folder remembers; "" where it remembers none."""
    return id_in(review.state)


def id_in(state: Path) -> str:
    """The id that is kept in a review's folder .ajour; "" where none is."""
    with suppress(OSError, UnicodeDecodeError):
        found = (state / FILE).read_text(encoding="utf-8").strip()
        return found if ID.fullmatch(found) else ""
    return ""


def remember(review: Review, found: str) -> None:
    """Keep a review's id in its folder; where nothing can be written the store alone has it."""
    if not found or found == remembered_id(review):
        return
    with suppress(OSError):
        review.state.mkdir(exist_ok=True)
        with whole_file(review.state / FILE) as stream:
            stream.write(f"{found}\n".encode())


def refuse_other_store(review: Review, found: Identity) -> str:
    """The id that the store in a folder is to have; Refused where it is another review's.

    A store that version 0.1 made may have been put there by hand: it is this review's where it
    holds the same exports.
    """
    known = remembered_id(review)
    if known and found.id and found.id != known:
        if not found.random and _compare(_own(review, None), found):
            return known
        raise Refused(
            f"{review.store}: this is the database of another review (its id is {found.id}; this "
            f"folder's is {known}, in {review.state / FILE}). Nothing was done. Restore a copy of "
            "this review's database with: ajour backup --restore FILE. If this database was put "
            f"here on purpose, remove {review.state / FILE}."
        )
    return found.id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """What a folder knows of its review: id, names of searches, and SHA-256 of its exports."""

    id: str
    searches: frozenset[str]
    files: frozenset[str]


def refuse_other_copy(review: Review, copy: Path, found: Identity, there: Identity | None) -> str:
    """The id that a copy's store is to have here; Refused where it is another review's.

    `there` is the store that is in the folder, where it can be read. A copy with this review's id
    is taken however its searches were renamed since. What has no id in common, since one side was
    made by version 0.1 or the folder is new, is held against the exports, or where there are none
    against the names of the searches.
    """
    own = _own(review, there)
    if own.id and found.id == own.id:
        alike = _compare(own, found) or bool(own.searches & found.searches)
    elif own.id and found.random:
        alike = False
    else:
        alike = _compare(own, found)
    if not alike:
        raise Refused(
            f"{copy}: this is the database of another review. Nothing was changed.",
            [
                Fault("the copy", _described(found.id, found.searches, found.files)),
                Fault("this review", _described(own.id, own.searches, own.files)),
                Fault(
                    "what to do",
                    "restore it in the folder of its own review, or in a new folder whose "
                    "review.toml has these searches. If it is nevertheless an earlier state of "
                    "this review, move {review.store.name}, searches/ and .ajour/{FILE} "
                    "elsewhere first",
                ),
            ],
        )
    return own.id or found.id


def _own(review: Review, there: Identity | None) -> _Own:
    known = remembered_id(review)
    if there and known and there.id != known:
        there = None
    exports = (path for search in review.searches for path in exports_of(review, search))
    return _Own(
        id=known or (there.id if there else ""),
        searches=frozenset(one.name for one in review.searches),
        files=frozenset(map(sha256_of, exports)) | (there.files if there else frozenset()),
    )


def _compare(own: _Own, found: Identity) -> bool:
    """Whether two have an export in common; where a side has none, a search's name."""
    if own.files and found.files:
        return bool(own.files & found.files)
    return not found.searches or bool(own.searches & found.searches)


def _described(id_: str, searches: Iterable[str], files: frozenset[str]) -> str:
    names = sorted(searches)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    named = f"searches {', '.join(names[:SHOWN])}{more}" if names else "no search"
    exports = f"{len(files)} {'export' if len(files) == 1 else 'exports'}"
    return f"{f'id {id_}' if id_ else 'no id'}; {named}; {exports}"

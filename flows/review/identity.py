"""Identifies the review that a store belongs to, by its id and by its searches and exports."""

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

If either is lost, the other still identifies the review. The id is kept neither in output/, which
may be deleted, nor in review.toml, which belongs to the reviewers.
"""

SHOWN = 5
"""Maximum number of searches that a refusal names on each side."""


def remembered_id(review: Review) -> str:
    """The id stored in a review's folder; "" if there is none."""
    return id_in(review.state)


def id_in(state: Path) -> str:
    """The id stored in a .ajour folder; "" if there is none."""
    with suppress(OSError, UnicodeDecodeError):
        found = (state / FILE).read_text(encoding="utf-8").strip()
        return found if ID.fullmatch(found) else ""
    return ""


def remember(review: Review, found: str) -> None:
    """Save a review's id in its folder; if that cannot be written, only the store has the id."""
    if not found or found == remembered_id(review):
        return
    with suppress(OSError):
        review.state.mkdir(exist_ok=True)
        with whole_file(review.state / FILE) as stream:
            stream.write(f"{found}\n".encode())


def refuse_other_store(review: Review, found: Identity) -> str:
    """The id that the store in a folder should have; Refused if it belongs to another review.

    A store of version 0.1 may have been copied here by hand; it is this review's if both have the
    same exports.
    """
    known = remembered_id(review)
    if known and found.id and found.id != known:
        if not found.random and _compare(_own(review, None), found):
            return known
        raise Refused(
            f"{review.store}: this is the database of another review. Nothing was done. The id of "
            f"the database is {found.id}, but the id of this review is {known} (in "
            f"{review.state / FILE}). Restore a copy of this review's database with: ajour backup "
            "--restore FILE. If you put this database into the folder on purpose, remove "
            f"{review.state / FILE}."
        )
    return found.id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """What a folder knows about its review: id, names of searches, and SHA-256 of its exports."""

    id: str
    searches: frozenset[str]
    files: frozenset[str]


def refuse_other_copy(review: Review, copy: Path, found: Identity, there: Identity | None) -> str:
    """The id that a copy's store should have here; Refused if it belongs to another review.

    `there` is the existing store, if it can be read. A copy with this review's id is accepted even
    if searches were renamed. If an id is missing, because version 0.1 made one of the stores or the
    folder is new, the exports are compared, or without exports the names of the searches.
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
                    "restore the copy in the folder of its own review, or in a new folder whose "
                    "review.toml has these searches. If the copy is nevertheless an earlier state "
                    f"of this review, first move {review.store.name}, searches/ and .ajour/{FILE} "
                    "elsewhere",
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
    """Whether two have an export in common, or a search's name if one of them has no exports."""
    if own.files and found.files:
        return bool(own.files & found.files)
    return not found.searches or bool(own.searches & found.searches)


def _described(id_: str, searches: Iterable[str], files: frozenset[str]) -> str:
    names = sorted(searches)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    named = f"searches {', '.join(names[:SHOWN])}{more}" if names else "no search"
    exports = f"{len(files)} {'export' if len(files) == 1 else 'exports'}"
    return f"{f'id {id_}' if id_ else 'no id'}; {named}; {exports}"

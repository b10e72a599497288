"""Taking in what lies in searches/: every file whole, or refused whole and told."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from flows.review import Review, SearchPlan
from pipeline.errors import Refused
from pipeline.readers import Receipt, reading
from pipeline.store import Database, writing
from pipeline.store.intake import (
    Search,
    StoredFile,
    file_state,
    files,
    put_receipts,
    put_searches,
    searches,
    take_in,
)

NOT_EXPORTS = (".part", ".json", ".rejects", ".md")
"""Endings of files that lie beside exports: unfinished downloads, notes of a search, rejects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What came of one file: its receipts, or why it was refused.

    `rejects` are the entries that --accept-faults left out, byte for byte.
    """

    search: str
    path: Path
    records: int = 0
    receipts: tuple[Receipt, ...] = ()
    rejects: tuple[bytes, ...] = ()
    refused: Refused | None = None


def plan(search: SearchPlan) -> Search:
    """A search of review.toml as the store keeps it."""
    return Search(
        name=search.name,
        round=search.round,
        source=search.source,
        way=search.way,
        run_on=search.run_on,
        hits=search.hits,
    )


def put_plans(db: Database, review: Review) -> None:
    """Make the store know the searches of review.toml; writes only where they differ."""
    wanted = [plan(one) for one in review.searches]
    if sorted(wanted, key=lambda one: (one.round, one.name)) != searches(db):
        with writing(db):
            put_searches(db, wanted)


def exports_of(review: Review, search: SearchPlan) -> list[Path]:
    """The export files of a search, sorted by name."""
    folder = review.search_folder(search)
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix not in NOT_EXPORTS
    )


def new_files(db: Database, review: Review) -> Iterator[tuple[SearchPlan, Path, str]]:
    """Each export that the store does not have yet, with its search and SHA-256.

    The same bytes twice within a search are one file; names mean nothing. A file that was
    withdrawn is not new: only `ajour import` brings it back.
    """
    for search in review.searches:
        seen: set[str] = set()
        for path in exports_of(review, search):
            digest = sha256_of(path)
            if digest not in seen and file_state(db, search.name, digest) == "unknown":
                yield search, path, digest
            seen.add(digest)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes; Refused where it can not be read."""
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        raise Refused(f"{path}: can not be read ({fault.strerror}); nothing was done.") from None


def take_in_file(
    db: Database, search: SearchPlan, path: Path, *, when: str, accept_faults: bool = False
) -> TakenIn:
    """Take one export into a search, in the caller's transaction; Refused where it is not sound."""
    digest = sha256_of(path)
    with reading(path, accept_faults=accept_faults) as export:
        file = StoredFile(
            id=0,
            search=search.name,
            name=path.name,
            sha256=digest,
            receipts="",
            taken_in=when,
            withdrawn=None,
            records=0,
        )
        count = take_in(db, plan(search), file, export.records())
        told = json.dumps([asdict(one) for one in export.receipts], ensure_ascii=False)
        put_receipts(db, search.name, digest, told)
        return TakenIn(
            search=search.name,
            path=path,
            records=count,
            receipts=export.receipts,
            rejects=tuple(export.rejects),
        )


def take_in_new(db: Database, review: Review, *, when: str) -> list[TakenIn]:
    """Take in every new file; one that is refused stays out and leaves the others in.

    Raises Refused where every file is refused: then there is nothing to go on with.
    """
    put_plans(db, review)
    results = []
    for search, path, _ in list(new_files(db, review)):
        try:
            with writing(db):
                results.append(take_in_file(db, search, path, when=when))
        except Refused as fault:
            results.append(TakenIn(search=search.name, path=path, refused=fault))
    refused = [one.refused for one in results if one.refused]
    if refused and not files(db):
        raise Refused("\n".join(str(one) for one in refused))
    return results

"""Imports the new files under searches/: each file completely, or not at all, with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flows.review.hindrances import hindrances
from flows.review.search_files import digest_of, exports_of, sha256_of
from flows.review.steps import counted
from flows.stages.context import MapParts
from flows.stages.moved_files import places_before, refuse_moved, refuse_renamed
from flows.stages.refused_exports import put_refused
from pipeline.errors import Refused, all_refused
from pipeline.readers.read_file import ExportReading, Whole, reading, told_apart
from pipeline.receipts import Receipt
from pipeline.review.searches import plan, put_plans
from pipeline.review.settings import Review, SearchPlan
from pipeline.store.connection import Database, writing
from pipeline.store.intake import (
    StoredFile,
    file_state,
    files,
    put_receipts,
    take_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """The outcome for one file: its receipts, or why it was refused.

    `rejects` has the entries that were left out, byte for byte.
    """

    search: str
    path: Path
    records: int = 0
    receipts: tuple[Receipt, ...] = ()
    rejects: tuple[bytes, ...] = ()
    refused: Refused | None = None


def out_of_reach(review: Review) -> Iterator[TakenIn]:
    """Entries in or at the path of a search's folder that cannot be read."""
    for search in review.searches:
        for path, sentence in hindrances(review.search_folder(search)):
            yield TakenIn(search=search.name, path=path, refused=Refused(f"{path}: {sentence}."))


class New(NamedTuple):
    """An export that the store does not have yet; `sha256` is "" if the file cannot be read."""

    search: SearchPlan
    path: Path
    sha256: str


def new_files(db: Database, review: Review) -> Iterator[New]:
    """Each export that the store does not have yet.

    Within a search, files with the same bytes count as one, whatever their names. A withdrawn file
    is not new: only `ajour import` restores it.
    """
    for search in review.searches:
        seen: set[str] = set()
        for path in exports_of(review, search):
            digest = digest_of(path)
            if not digest or (
                digest not in seen and file_state(db, search.name, digest) == "unknown"
            ):
                yield New(search, path, digest)
            seen.add(digest)


def writable(path: Path) -> str:
    """A path as text that can be stored and printed; bytes that are not UTF-8 become escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def refuse_unwritable(path: Path) -> None:
    """Refuse a file whose name is not UTF-8: neither the store nor a letter can contain it."""
    if writable(path) != str(path):
        raise Refused(
            f"{writable(path)}: the file's name is not UTF-8. Nothing was imported. Give the "
            f"file another name. The next update then imports the file."
        )


def take_in_file(
    db: Database, search: SearchPlan, path: Path, *, when: str, accept_faults: bool = False
) -> TakenIn:
    """Import one export into a search, in the caller's transaction; Refused if it has faults."""
    refuse_unwritable(path)
    with reading(path, accept_faults=accept_faults) as export:
        return _keep(db, New(search, path, sha256_of(path)), export, when)


def _keep(db: Database, new: New, export: ExportReading | Whole, when: str) -> TakenIn:
    """Save the records of one export and then its receipts, in the caller's transaction."""
    search, name = new.search.name, new.path.name
    file = StoredFile(search=search, name=name, sha256=new.sha256, taken_in=when)
    count = take_in(db, plan(new.search), file, told_apart(export.records(), new.path))
    put_receipts(db, search, new.sha256, export.receipts)
    return TakenIn(
        search=search,
        path=new.path,
        records=count,
        receipts=export.receipts,
        rejects=tuple(export.rejects),
    )


def take_in_new(
    db: Database, review: Review, *, when: str, map_parts: MapParts = map
) -> list[TakenIn]:
    """Import every new file, in order; a refused file does not affect the others.

    Raises Refused if all files are refused, since there is then nothing to continue with.
    """
    refuse_renamed(db, review)
    put_plans(db, review)
    results = list(out_of_reach(review))
    new, turned_away = list(new_files(db, review)), []
    lost = places_before(db, review) if new else {}
    for one, export in zip(counted("export files", new), map_parts(read_there, new), strict=True):
        try:
            refuse_unwritable(one.path)
            sha256 = one.sha256 or sha256_of(one.path)
            refuse_moved(lost, one.search, one.path, sha256)
            with writing(db):
                results.append(_keep(db, one._replace(sha256=sha256), export, when))
        except Refused as fault:
            path = Path(writable(one.path))
            results.append(TakenIn(search=one.search.name, path=path, refused=fault))
            turned_away.append(one)
    put_refused(review, turned_away)
    refused = [one.refused for one in results if one.refused]
    if refused and not files(db):
        raise all_refused(refused)
    return results


def read_there(new: New) -> ExportReading | Whole:
    """Read one export, perhaps on another machine, which must find the same bytes at its path."""
    try:
        found = sha256_of(new.path)
    except Refused as fault:
        return Whole(refused=fault)
    if found != new.sha256:
        other = f"{new.path}: the file changed during the import. Nothing was imported."
        return Whole(refused=Refused(f"{other} The next update tries again."))
    return reading(new.path)

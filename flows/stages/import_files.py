"""Imports named files into a search: all of them, or none."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.review.atomic_files import whole_file
from flows.review.clock import now
from flows.review.search_files import sha256_of
from flows.review.session import Session, at_work
from flows.review.steps import counted
from pipeline.errors import Fault, Refused, all_refused
from pipeline.files import free_name, opened, without_litter
from pipeline.review.searches import put_plans
from pipeline.review.settings import Review, SearchPlan
from pipeline.store.connection import writing
from pipeline.store.intake import file_state
from pipeline.text.likeness import did_you_mean

if TYPE_CHECKING:
    from flows.stages.intake import TakenIn


def import_files(
    folder: Path, files: Sequence[Path], name: str, *, accept_faults: bool
) -> "list[TakenIn]":
    """Import files into a search and keep a copy of each under searches/.

    Raises Refused with the faults of all files, and then imports none. A file that the search
    already has is returned with 0 records.
    """
    with at_work(folder) as session:
        search = named_search(session.review, name)
        put_plans(session.db, session.review)
        with writing(session.db):
            results = _take_in_all(session, search, files, accept_faults=accept_faults)
        for result in results:
            kept = keep(result.path, session.review.search_folder(search))
            if result.rejects:
                keep_rejects(kept, result.rejects)
        return results


def named_search(review: Review, name: str) -> SearchPlan:
    """The search of this name, in any case; Refused if review.toml does not have it."""
    meant = [one for one in review.searches if one.name.casefold() == name.casefold()]
    for search in meant:
        if search.name == name or len(meant) == 1:
            return search
    known = did_you_mean(name, [one.name for one in review.searches])
    raise Refused(
        f"{review.folder / 'review.toml'}: no search has the name {name!r}.",
        [
            Fault("--search", known),
            Fault("to import into a new search", "write the search into review.toml first"),
        ],
    )


def _take_in_all(
    session: Session, search: SearchPlan, files: Sequence[Path], *, accept_faults: bool
) -> "list[TakenIn]":
    from flows.stages.intake import TakenIn, take_in_file  # slow: imports all readers

    results, refused = [], []
    for path in counted("export files", list(without_litter(files))):
        try:
            if file_state(session.db, search.name, sha256_of(path)) == "imported":
                results.append(TakenIn(search=search.name, path=path))
                continue
            results.append(
                take_in_file(session.db, search, path, when=now(), accept_faults=accept_faults)
            )
        except Refused as fault:
            refused.append(fault)
    if refused:
        raise all_refused(refused)
    return results


def keep(path: Path, folder: Path) -> Path:
    """Copy a file into a folder, written beside and renamed; it never overwrites another file.

    If the same bytes are already there, under any name, they are not copied again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    digest = sha256_of(path)
    for there in sorted(folder.iterdir()):
        alike = there.is_file() and there.stat().st_size == path.stat().st_size
        if alike and sha256_of(there) == digest:
            return there
    target = free_name(folder / path.name)
    with opened(path) as source, whole_file(target) as stream:
        shutil.copyfileobj(source, stream)
    return target


def keep_rejects(kept: Path, rejects: Sequence[bytes]) -> Path:
    """Write the omitted entries beside the export, unchanged, without overwriting another file."""
    target = free_name(kept.with_name(f"{kept.name}.rejects"))
    with whole_file(target) as stream:
        stream.write(b"".join(rejects))
    return target

"""Detects exports already imported from elsewhere: a renamed search, or a moved file."""

from collections.abc import Mapping
from pathlib import Path

from flows.review.search_files import digest_of, exports_of
from pipeline.errors import Fault, Refused
from pipeline.review.searches import gone_searches
from pipeline.review.settings import Review, SearchPlan
from pipeline.store.connection import Database
from pipeline.store.intake import StoredFile, files, search_ids
from pipeline.text.shell_words import command_line


def refuse_renamed(db: Database, review: Review) -> None:
    """Refuse a new search that has the exports of a search no longer in review.toml.

    Their records would count twice, under both names.
    """
    gone = {name: _digests(db, name) for name in gone_searches(db, review)}
    known = search_ids(db)
    new = [one for one in review.searches if one.name not in known and not one.was]
    faults = [
        Fault(
            f"[search {search.name}]",
            f"the folder of this search has the exports of {name}, which is no longer in "
            f"review.toml. If this is "
            f'the same search under a new name, write: was = "{name}". If {name} should remain a '
            "search, add it to review.toml again",
        )
        for search in new
        for name, digests in gone.items()
        if digests & {digest_of(path) for path in exports_of(review, search)}
    ]
    if faults:
        raise Refused(f"{review.folder / 'review.toml'}: nothing was imported.", faults)


def _digests(db: Database, name: str) -> set[str]:
    return {one.sha256 for one in files(db) if one.search == name and not one.withdrawn}


def places_before(db: Database, review: Review) -> dict[str, StoredFile]:
    """The imported files that are no longer in their search's folder, by SHA-256."""
    plans = {one.name: one for one in review.searches}
    there: dict[str, set[str]] = {}
    lost = {}
    for file in files(db):
        if file.withdrawn:
            continue
        if file.search not in there:
            plan = plans.get(file.search)
            paths = exports_of(review, plan) if plan else []
            there[file.search] = {digest_of(path) for path in paths}
        if file.sha256 not in there[file.search]:
            lost[file.sha256] = file
    return lost


def refuse_moved(
    lost: Mapping[str, StoredFile], search: SearchPlan, path: Path, sha256: str
) -> None:
    """Refuse a file of another search that was moved here, as its records would count twice."""
    before = lost.get(sha256)
    if before is None or before.search == search.name:
        return
    command = command_line("ajour withdraw", path)
    raise Refused(
        f"{path}: nothing was imported. The same records were imported earlier from the file "
        f"{before.name} in the search {before.search}, and that file is no longer in its folder. "
        f"If you moved the file to {search.name} on purpose, run: {command}. The next update then "
        f"imports the file there. Otherwise move the file back to the folder of {before.search}."
    )

"""Checks everything that can be verified in a review: its store, numbers, links and files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.reporting.material import Material
from flows.reporting.not_imported import not_imported
from flows.reporting.output_state import ahead_of_clock, damaged
from flows.reporting.overlooked import overlooked
from flows.reporting.prisma_flows import flows_of
from flows.reporting.row_notes import likely_notes, row_notes
from flows.reporting.strategies import unread_strategies
from flows.review.hindrances import hindrances
from flows.review.search_files import digest_of, exports_of
from flows.review.session import Session, at_work
from flows.review.steps import counted
from pipeline.errors import Refused
from pipeline.files import is_litter
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import other_shape
from pipeline.store.decisions import decision_files
from pipeline.store.duplicates import members
from pipeline.store.intake import StoredFile, files
from pipeline.store.runs import broken_pages, broken_references
from pipeline.store.table_checksums import COMPUTED_TABLES, NAMES, damaged_results, damaged_tables
from pipeline.text.amounts import amount
from pipeline.text.shell_words import command_line

Look = Callable[[Session], Iterator[str]]
"""Checks one thing, and yields what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was checked, what is wrong, and what is unusual without being wrong; in sentences."""

    sound: tuple[str, ...]
    wrong: tuple[str, ...]
    notes: tuple[str, ...] = ()


def check(folder: Path) -> CheckResult:
    """Check everything without changing anything.

    Raises Refused if review.toml or criteria.toml cannot be read.
    """
    with at_work(folder) as session:
        sound = ["review.toml and criteria.toml: no errors"]
        wrong: list[str] = []
        for looks, advice in RESTING:
            for name, look in counted("checks", looks.items(), len(looks)):
                found = list(look(session))
                wrong += found
                sound += [] if found else [name]
            if wrong and advice:
                return CheckResult(sound=tuple(sound), wrong=(*wrong, advice))
        odd = ahead_of_clock(session)
        notes = [*([odd] if odd else []), *_notes(session)]
    return CheckResult(sound=tuple(sound), wrong=tuple(wrong), notes=tuple(notes))


def _notes(session: Session) -> list[str]:
    """Missing or surplus rows of the studies sheet, and strategies that cannot be read."""
    material = Material(session=session, library=session.library())
    made = (row_notes, likely_notes)
    told = [one for notes in made for one in notes(material, PROGRAM_LANGUAGE)]
    odd = [*overlooked(session, PROGRAM_LANGUAGE), *not_imported(session)]
    return [*odd, *told, *unread_strategies(material)]


def _shape(session: Session) -> Iterator[str]:
    yield from (
        f"{session.review.store}: the structure of the table {one} has changed since ajour "
        "created the table"
        for one in other_shape(session.db)
    )


def _store(session: Session) -> Iterator[str]:
    """Check the database's pages and references, including those of computed rows."""
    taken = [told for table, told in broken_references(session.db) if table not in COMPUTED_TABLES]
    yield from (f"{session.review.store}: {one}" for one in (*broken_pages(session.db), *taken))


def _tables(session: Session) -> Iterator[str]:
    yield from (
        f"{session.review.store}: rows of the table {one} have changed since ajour wrote them"
        for one in damaged_tables(session.db)
    )


def _results(session: Session) -> Iterator[str]:
    yield from (
        f"{session.review.store}: {NAMES[one]} have changed since ajour wrote them"
        for one in damaged_results(session.db)
    )


def _rows(session: Session) -> Iterator[str]:
    """Check that the rows imported from each file are in the store, complete and bit for bit."""
    for file in files(session.db):
        if file.held != file.records:
            yield (
                f"{session.review.store}: {amount(file.held, 'record was', 'records were')} "
                f"imported from the file {file.name} of the search {file.search}, but the "
                f"database has {file.records:,}"
            )
    yield from (f"{session.review.store}: {one}" for one in broken_seals(session.db))


def _sums(session: Session) -> Iterator[str]:
    try:
        flows_of(session, session.library())
    except Refused as fault:
        yield str(fault)


def _links(session: Session) -> Iterator[str]:
    """Check the links between records: every report's primary record must be one of its members."""
    memberships = members(session.db)
    of = {one.record: one.report for one in memberships}
    for one in memberships:
        if of.get(one.report) != one.report:
            yield (
                f"record {one.record}: this record is linked to the report {one.report}, but "
                f"the record {one.report} is not part of that report"
            )


def _files(session: Session) -> Iterator[str]:
    """Check that every imported export is still under searches/ and unchanged."""
    for search in session.review.searches:
        folder = session.review.search_folder(search)
        yield from (f"{path}: {why}." for path, why in hindrances(folder))
    searches = {one.was: one for one in session.review.searches if one.was}
    searches |= {one.name: one for one in session.review.searches}
    for file in files(session.db):
        if file.withdrawn:
            continue
        of = searches.get(file.search)
        if of is None:
            yield (
                f"review.toml: the search {file.search} is missing, but the database has records "
                "of this search. If the search has a new name, write under that name: "
                f'was = "{file.search}"'
            )
            continue
        hashes = {digest_of(path): path for path in exports_of(session.review, of)}
        if file.sha256 not in hashes:
            yield _changed(file, [path.name for path in hashes.values()])


def _changed(file: StoredFile, there: list[str]) -> str:
    what = "has changed since it was imported" if file.name in there else "is missing"
    return (
        f"searches/: {file.name} of the search {file.search} {what}. The database keeps the file's "
        f"{amount(file.records, 'record')} (SHA-256 {file.sha256[:12]}…)"
    )


def _sheets(session: Session) -> Iterator[str]:
    """Check that each sheet in decisions/ with the name of an imported sheet is unchanged.

    A sheet that was moved, or kept elsewhere, is no fault.
    """
    there: dict[str, list[str]] = {}
    for path in sorted((session.review.folder / "decisions").rglob("*")):
        if path.is_file() and not is_litter(path.name):
            digest = digest_of(path)
            if not digest:
                yield f"decisions/: {path.name} cannot be read"
            there.setdefault(path.name, []).append(digest)
    taken: dict[str, set[str]] = {}
    for one in decision_files(session.db):
        taken.setdefault(one.name, set()).add(one.sha256)
    for name in sorted(set(there) & set(taken)):
        again = command_line("ajour decide --revise", Path(name))
        if not set(there[name]) & taken[name]:
            yield (
                f"decisions/: {name} has changed since it was imported. The imported "
                f"decisions are kept. To import the changes: {again}"
            )


def _studies(session: Session) -> Iterator[str]:
    try:
        _ = Material(session=session, library=session.library()).studies
    except Refused as fault:
        yield str(fault)


def _output(session: Session) -> Iterator[str]:
    names = damaged(session)
    if names:
        yield (
            f"output/: these files have changed or are missing: {', '.join(names)}. To write the "
            "files again (changed files are kept under kept/): ajour report"
        )


SHAPE = {"database: its structure matches this version of ajour": _shape}
STORE = {
    "database: pages, indexes and references are intact": _store,
    "database: records and decisions are unchanged since import": _rows,
    "database: searches, files, lists, studies, runs and events are unchanged": _tables,
}
"""Checks of data that all else depends on, and that only a backup can restore."""

RESULTS = {
    "database: links, criteria results, ranking and stage marks are unchanged": _results,
}
"""Checks of computed data, which can be computed again."""

LOOKS = {
    "flow chart: all numbers add up": _sums,
    "duplicates: all links lead to a report": _links,
    "searches/: all imported files are there and unchanged": _files,
    "decisions/: no list has changed since it was imported": _sheets,
    "studies sheet: no errors": _studies,
    "output/: all files are unchanged": _output,
}
"""All other checks, by the sentence that describes them."""

BRING_BACK = (
    "all other checks were skipped, because they need an intact database. To restore a copy: "
    "ajour backup --restore FILE"
)

MAKE_ANEW = (
    "all other checks were skipped, because they need intact results. The imported data are "
    "intact. To compute the results again: ajour update"
)

RESTING: tuple[tuple[Mapping[str, Look], str | None], ...] = (
    (SHAPE, BRING_BACK),
    (STORE, BRING_BACK),
    (RESULTS, MAKE_ANEW),
    (LOOKS, None),
)
"""Groups of checks in order; each needs the groups before it. With what to do if one fails."""

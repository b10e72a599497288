"""Traces a number of the flow chart to its records, and a record to its file and line."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flows.reporting.material import Material
from flows.reporting.prisma_flows import flows_of
from flows.reporting.table_cells import RECORD_CELLS, cell_names, documents_of
from flows.review.session import Session, at_work
from flows.screening.full_texts import filled_of
from flows.stages.refresh import refresh
from pipeline.errors import Fault, Refused
from pipeline.prisma.boxes import box_names, resolve
from pipeline.prisma.flow import Flow
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.store.intake import origin
from pipeline.text.csv_cells import csv_text
from pipeline.text.likeness import did_you_mean, meant

COLUMNS = ("record", "report", "title", "authors", "year", "journal", "doi", "source", "search")
MAIN = (
    "identified_records, duplicates_records, screened_records, excluded_records, sought_reports, "
    "assessed_reports, excluded_reports, included_reports, new_studies"
)
"""The boxes that every figure has, in the words of a reader."""
MANY = 5
"""Maximum number of names suggested for an unknown one."""
PLACES = ("file", "place", "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """The records behind a number, and where each came from: file, position and line.

    `filled` names, for each record, the fields that a service filled and their source.
    """

    box: str
    records: tuple[Record, ...]
    reports: tuple[RecordId, ...]
    origins: tuple[tuple[str, int, int], ...]
    filled: tuple[str, ...] = ()

    def csv(self) -> str:
        """The records as csv with a heading; cells that could be run as formulas are guarded."""
        more = any(self.filled)
        said = self.filled if more else ("",) * len(self.records)
        rows = zip(self.records, self.reports, self.origins, said, strict=True)
        return csv_text(
            [
                (*COLUMNS, *PLACES, *(["filled"] if more else [])),
                *(
                    (*_cells(one, report), *place, *([filled] if more else []))
                    for one, report, place, filled in rows
                ),
            ]
        )


def _cells(record: Record, report: RecordId) -> tuple[object, ...]:
    """The cells of a record for COLUMNS."""
    facts = (record.title, "; ".join(record.authors), record.year, record.journal, record.doi)
    return (record.id, report, *facts, record.source, record.search)


def trace(folder: Path, box: str, chosen: str | None) -> Traced:
    """The records behind a box of the flow, over all rounds or in one round.

    A box of studies, or a cell of a table such as countries/Norway/during, leads to the studies'
    reports. Raises Refused if there is no such box, cell or round.
    """
    with at_work(folder, outline=True) as session:
        refresh(session)
        library = session.library()
        ids = None
        if box.partition("/")[0].casefold() in CELLS and chosen is None:
            ids = _in_cell(Material(session=session, library=library), box)
        if ids is None:
            ids = _behind(_flow(session, library, chosen), box)
        return _traced(session, library, box, ids)


CELLS = ("countries", "outcomes", *RECORD_CELLS)
"""First parts of the names of table cells."""


def _in_cell(material: Material, cell: str) -> Sequence[str]:
    """The reports that a table cell counts; Refused, with suggestions, if there is no such cell."""
    found = documents_of(material, cell)
    if found is not None:
        return found
    known = cell_names(material)
    kind, row = cell.partition("/")[0].casefold(), cell.rpartition("/")[0].casefold()
    of_row = [one for one in known if row and one.casefold().startswith(f"{row}/")]
    of_kind = [one for one in known if one.startswith(f"{kind}/")]
    near = of_row or meant(cell, known) or of_kind
    hint = [Fault("did you mean", ", ".join(near[:MANY]))] if near else []
    raise Refused(
        f"{cell}: no table has this cell, or the cell counts no reports.",
        [*hint, Fault("to print all cells", "ajour trace --json")],
    )


def boxes(folder: Path, chosen: str | None) -> dict[str, int]:
    """The number of every box of the flow, line of a box and table cell, in their order."""
    with at_work(folder, outline=True) as session:
        refresh(session)
        library = session.library()
        flow = _flow(session, library, chosen)
        lines = [one for one in flow.members if "/" in one]
        of_flow = {
            name: flow.numbers[name] if name in flow.numbers else len(flow.members[name])
            for box in box_names()
            for name in (box, *(line for line in lines if line.startswith(f"{box}/")))
        }
        cells = cell_names(Material(session=session, library=library)) if chosen is None else {}
        return {**of_flow, **cells}


def _flow(session: Session, library: Library, chosen: str | None) -> Flow:
    """The flow over all rounds, or of the chosen one."""
    flows = flows_of(session, library)
    if chosen is not None and chosen not in flows.rounds:
        known = did_you_mean(chosen, flows.rounds)
        raise Refused(f"--round {chosen}: no round of this name has records; {known}")
    return flows.total if chosen is None else flows.rounds[chosen]


def _behind(flow: Flow, box: str) -> Sequence[str]:
    for name in (box, _as_name(box)):
        with suppress(KeyError):
            return flow.documents(name)
    if resolve(box) in flow.numbers:
        raise Refused(
            f"{box}: ajour does not count this number from records, so there are no records "
            f"to list."
        )
    near = _near(flow, box)
    hint = Fault("did you mean", ", ".join(near)) if near else Fault("for example", MAIN)
    every = Fault("to print all boxes with their numbers", "ajour trace")
    raise Refused(f"{box}: the flow chart has no box of this name.", [hint, every])


def _as_name(text: str) -> str:
    """The words of a box as its name has them: "Excluded Reports" means excluded_reports."""
    return "_".join(text.casefold().replace("-", " ").split())


def _near(flow: Flow, box: str) -> list[str]:
    """Suggestions for an unknown box: the box's lines, or at most five boxes."""
    head, slash, _ = resolve(box).partition("/")
    lines = [one for one in flow.members if slash and one.startswith(f"{head}/")]
    if lines:
        return lines
    words = _as_name(box)
    of_code = [one for one in flow.members if one.casefold().endswith(f"/{box.casefold()}")]
    if found := of_code or _said_otherwise(words):
        return found
    within = [one for one in box_names() if words in one]
    within.sort(key=lambda one: (flow.numbers[one] == 0, not one.startswith(words)))
    return within[:MANY] or meant(words, box_names())


def _said_otherwise(words: str) -> list[str]:
    """The boxes with all their words among these, as in "Reports assessed for eligibility"."""
    found = [one for one in box_names() if {*one.split("_")} <= {*words.split("_")}]
    most = max((one.count("_") for one in found), default=0)
    return [one for one in found if one.count("_") == most]


def _traced(session: Session, library: Library, box: str, ids: Sequence[str]) -> Traced:
    records = [library.records[RecordId(one)] for one in ids if one in library.records]
    origins = []
    for one in records:
        found = origin(session.db, one.id)
        origins.append(found[1:] if found else ("", 0, 0))
    return Traced(
        box=box,
        records=tuple(records),
        reports=tuple(library.report_of(one.id) for one in records),
        origins=tuple(origins),
        filled=tuple(_filled(library, one.id) for one in records),
    )


def _filled(library: Library, record: RecordId) -> str:
    """The fields of a record that a service filled, each with its source."""
    return "; ".join(f"{one.field}: {one.origin}" for one in filled_of(library, [record]))

"""From a number of the flow to its records, and from a record back to file and line."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.counting import flows_of
from flows.library import Library
from flows.refreshing import refresh
from flows.session import Session, at_work
from pipeline.errors import Fault, Refused
from pipeline.prisma import Flow, box_names
from pipeline.records import Record, RecordId
from pipeline.store.intake import origin

COLUMNS = ("record", "report", "title", "authors", "year", "journal", "doi", "source", "search")
PLACES = ("file", "place", "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """The records behind a number, with where each came from: file, place and line."""

    box: str
    records: tuple[Record, ...]
    reports: tuple[RecordId, ...]
    origins: tuple[tuple[str, int, int], ...]

    def csv(self) -> str:
        """One line a record, with a heading; cells that could be formulas are guarded."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow((*COLUMNS, *PLACES))
        for one, report, place in zip(self.records, self.reports, self.origins, strict=True):
            facts = (one.title, "; ".join(one.authors), one.year, one.journal, one.doi)
            row = (one.id, report, *facts, one.source, one.search, *place)
            writer.writerow([_guarded(cell) for cell in row])
        return text.getvalue()


def trace(folder: Path, box: str, chosen: str | None) -> Traced:
    """The records behind a box of the flow over all rounds, or of one round.

    A box of studies is traced to the reports that tell of them. Raises Refused where there is no
    such box or round.
    """
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        flows = flows_of(session, library)
        if chosen is not None and chosen not in flows.rounds:
            known = ", ".join(flows.rounds) or "none"
            raise Refused(f"--round {chosen}: no such round has records; known: {known}.")
        flow = flows.total if chosen is None else flows.rounds[chosen]
        return _traced(session, library, box, _behind(flow, box))


def _behind(flow: Flow, box: str) -> Sequence[str]:
    try:
        return flow.documents(box)
    except KeyError:
        raise Refused(
            f"{box}: the flow has no such box.", [Fault("boxes", ", ".join(box_names()))]
        ) from None


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
    )


def _guarded(cell: object) -> object:
    """A cell that a spreadsheet would take for a formula, as text."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

"""Lists all decisions ever made, with what is needed to check them against their files."""

from collections.abc import Iterator
from pathlib import Path

from flows.review.session import Session, at_work
from pipeline.store.decisions import all_decisions
from pipeline.store.duplicates import all_pair_verdicts
from pipeline.store.runs import events
from pipeline.store.studies import all_study_links
from pipeline.text.csv_cells import csv_text

COLUMNS = ("kind", "record", "other", "stage", "verdict", "reason", "other_reasons", "note")
ORIGIN = ("reviewer", "when", "file", "sha256", "sheet", "row", "version", "withdrawn", "criteria")


def audit_csv(folder: Path) -> str:
    """All decisions, duplicate decisions, study links and manual actions as csv, one per line."""
    with at_work(folder) as session:
        return audit_of(session)


def audit_of(session: Session) -> str:
    """The same csv for an open review."""
    return csv_text([(*COLUMNS, *ORIGIN), *_rows(session)], end="\r\n")


def _rows(session: Session) -> Iterator[tuple[object, ...]]:
    for one, file in all_decisions(session.db):
        reasons = "; ".join(one.other_reasons)
        said = (one.stage, one.verdict, one.reason, reasons, one.note)
        cell = (one.origin.name, file.sha256, one.origin.sheet, one.origin.row)
        known = (file.version, file.withdrawn, one.criteria_hash)
        yield ("decision", one.record, "", *said, one.reviewer, one.when, *cell, *known)
    for pair, came_in in all_pair_verdicts(session.db):
        verdict = "same" if pair.same else "different"
        words = ("duplicates", verdict, "", "", pair.note, pair.reviewer, pair.when)
        place = (pair.origin.name, came_in.sha256, pair.origin.sheet, pair.origin.row)
        yield ("pair", pair.one, pair.other, *words, *place, came_in.version, came_in.withdrawn, "")
    for link in all_study_links(session.db):
        which = "earlier" if link.previous else "new"
        words = ("included", which, "", "", link.why, link.who, link.at)
        yield ("study", link.record, link.study, *words, *("",) * 5, link.withdrawn, "")
    for when, what in events(session.db):
        yield ("event", "", "", "", "", "", "", what, "", when, "", "", "", "", "", "", "")

"""Finds the records of a review on which to try its criteria."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from flows.review.find_review import folder_of
from flows.review.session import at_work
from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId
from pipeline.review.library import Library


def records_of(folder: Path | None, names: Iterable[str]) -> list[Record]:
    """The reports with these ids, DOIs or PubMed numbers, each with its records' best fields.

    Raises Refused, listing every name that matches no record.
    """
    with at_work(folder_of(folder)) as session:
        library = session.library()
    found = {name: _report(library, name) for name in names}
    faults = [
        Fault(name, "no record in this review has this id, DOI or PubMed number")
        for name, report in found.items()
        if report is None
    ]
    if faults:
        raise Refused("The criteria were not tried.", faults)
    return [replace(library.reports[report], id=report) for report in found.values() if report]


def _report(library: Library, name: str) -> RecordId | None:
    if RecordId(name) in library.records:
        return library.report_of(RecordId(name))
    asked = name.strip().lower().removeprefix("https://doi.org/")
    reports = {
        library.report_of(one.id)
        for one in library.records.values()
        if asked in (one.doi, one.pmid)
    }
    return reports.pop() if len(reports) == 1 else None

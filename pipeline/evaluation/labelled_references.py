"""What the records of a labelled review cite: a csv beside it, for measuring a ranking."""

from pathlib import Path

from pipeline.errors import Fault, Refused
from pipeline.evaluation.labelled_decisions import LabelledReview
from pipeline.ranking.citations import Citations, CitingRecord
from pipeline.text.delimited import labelled_rows

COLUMNS = ("record_id", "work", "references")
"""The columns of the file: a record, its own name among works, and the works that it cites."""

NOTHING = CitingRecord(work="", cites=frozenset())
"""A record that the file does not have."""


def read_citations(path: Path, labelled: LabelledReview) -> Citations:
    """What each record of a review cites, works parted by semicolons; others cite nothing known.

    Refused where the file has not the columns, or names records that the review does not have.
    """
    headings, rows = labelled_rows(path)
    missing = [name for name in COLUMNS if name not in headings]
    if missing:
        raise Refused(f"{path.name}: it has no column {', '.join(missing)}.")
    found: dict[str, CitingRecord] = {}
    for _, cells in rows:
        row = dict(zip(headings, map(str.strip, cells), strict=False))
        works = frozenset(work.strip() for work in row["references"].split(";") if work.strip())
        found[row["record_id"]] = CitingRecord(work=row["work"], cites=works)
    known = {str(record.id) for record in labelled.records}
    strangers = [Fault(record, "the review has no such record") for record in found.keys() - known]
    if strangers:
        strangers.sort(key=lambda fault: fault.place)
        raise Refused(f"{path.name}: these references are not of this review.", strangers)
    return Citations([found.get(str(record.id), NOTHING) for record in labelled.records])

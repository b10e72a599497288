"""The works that the records of a labelled review cite: a csv file for measuring a ranking."""

from pathlib import Path

from pipeline.errors import Fault, Refused
from pipeline.evaluation.labelled_decisions import LabelledReview
from pipeline.ranking.citations import UNKNOWN, CitingRecord, citing_records
from pipeline.records import RecordId
from pipeline.text.delimited import labelled_rows

COLUMNS = ("record_id", "work", "references")
"""The columns of the file: a record, its own name among works, and the works it cites."""


def read_citations(path: Path, labelled: LabelledReview) -> list[CitingRecord]:
    """The works that each record cites, separated by semicolons; other records cite nothing known.

    Refused if the file lacks the columns, or names records that the review does not have.
    """
    headings, rows = labelled_rows(path)
    missing = [name for name in COLUMNS if name not in headings]
    if missing:
        raise Refused(f"{path.name}: the file has no column {' or '.join(missing)}.")
    names, cited = dict[RecordId, list[str]](), dict[RecordId, list[str]]()
    for _, cells in rows:
        row = dict(zip(headings, map(str.strip, cells), strict=False))
        record = RecordId(row["record_id"])
        names[record] = [row["work"]] if row["work"] else []
        works = map(str.strip, row["references"].split(";"))
        cited[record] = [work for work in works if work]
    known = {record.id for record in labelled.records}
    strangers = [
        Fault(record, "the review has no record with this id") for record in names.keys() - known
    ]
    if strangers:
        strangers.sort(key=lambda fault: fault.place)
        raise Refused(f"{path.name}: these references do not belong to this review.", strangers)
    found = citing_records(names, cited.items())
    return [found.get(record.id, UNKNOWN) for record in labelled.records]

"""Labelled reviews: a csv of records and their outcomes, for measuring a ranking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId
from pipeline.text.amounts import amount
from pipeline.text.delimited import labelled_rows

NEEDED = ("title", "abstract", "label_included", "record_id")
"""Columns that a file needs to be measured."""

_LABELS = {"0": False, "1": True, "0.0": False, "1.0": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledReview:
    """Records in file order, and which of them the review included."""

    records: tuple[Record, ...]
    included: tuple[bool, ...]

    def place(self, record: str) -> int:
        """The row of the record with an id; ValueError if there is none."""
        return [one.id for one in self.records].index(RecordId(record))


def read_labelled(path: Path) -> LabelledReview:
    """The labelled records of a csv; refused with all its faults if any line is wrong."""
    headings, rows = labelled_rows(path)
    missing = [name for name in NEEDED if name not in headings]
    if missing:
        raise Refused(f"{path.name}: the file has no column {' or '.join(missing)}.")
    body = {row: dict(zip(headings, cells, strict=False)) for row, cells in rows}
    return _labelled(path.name, body)


def _labelled(name: str, rows: Mapping[int, dict[str, str]]) -> LabelledReview:
    """Records and labels of the rows, or every fault in them."""
    records: list[Record] = []
    included: list[bool] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, row in rows.items():
        label = row["label_included"].strip()
        record = _record(row)
        if label not in _LABELS:
            sentence = f"label_included is {label!r}; expected 0 or 1"
            faults.append(Fault(f"row {number}", sentence))
        if record.id in seen:
            sentence = f"row {seen[record.id]} has the same record_id {record.id!r}"
            faults.append(Fault(f"row {number}", sentence))
        seen.setdefault(record.id, number)
        records.append(record)
        included.append(_LABELS.get(label, False))
    faults = faults or list(_faults_of_all(records, included))
    if faults:
        raise Refused(f"{name}: nothing was ranked.", faults)
    return LabelledReview(records=tuple(records), included=tuple(included))


def _record(row: dict[str, str]) -> Record:
    """One row; a year that is not a number counts as missing."""
    year = row.get("year", "").strip().removesuffix(".0")
    return Record(
        id=RecordId(row["record_id"].strip()),
        title=row["title"] or None,
        abstract=row["abstract"] or None,
        year=int(year) if year.isdecimal() else None,
    )


def _faults_of_all(records: list[Record], included: list[bool]) -> Iterator[Fault]:
    """What is wrong with the file as a whole."""
    from pipeline.ranking.terms import text_of, words_of

    if len(records) < 2:
        yield (
            Fault(
                "",
                f"the file has {amount(len(records), 'record')}; a ranking needs at "
                f"least two records",
            )
        )
    elif not any(included):
        yield Fault("", "no record is included, so there is nothing to find")
    elif all(included):
        yield Fault("", "no record is excluded, so all rankings are equally good")
    elif not any(words_of(text_of(record)) for record in records):
        yield Fault("", "all titles and abstracts are empty, so there is nothing to rank by")

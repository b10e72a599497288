"""Reads records with their true reports, and measures reports lost and duplicates missed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from pathlib import Path

from pipeline.dedupe.find import answer
from pipeline.dedupe.links import Duplicates
from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId
from pipeline.text.csv_cells import write_rows
from pipeline.text.delimited import labelled_rows
from pipeline.text.identifiers import bare_doi
from pipeline.text.letters import given


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateMeasures:
    """How well the clusters found match the true ones.

    `lost`: reports wrongly merged into others; `missed`: redundant records left in.
    """

    records: int
    redundant: int
    lost: int
    missed: int
    sensitivity: float
    specificity: float
    pairs_tp: int
    pairs_fp: int
    pairs_fn: int


def measure(true: Mapping[RecordId, str], found: Mapping[RecordId, str]) -> DuplicateMeasures:
    """The measures of the clusters found; both arguments give the cluster of each record.

    >>> one = {RecordId(record): cluster for record, cluster in ("aX", "bX", "cY")}
    >>> measure(one, {record: "Z" for record in one}).lost
    1
    """
    both = Counter((true[record], found[record]) for record in true)
    by_true, by_found = Counter(true.values()), Counter(found[record] for record in true)
    missed = len(both) - len(by_true)
    lost = len(both) - len(by_found)
    redundant = len(true) - len(by_true)
    together = _pairs(both.values())
    return DuplicateMeasures(
        records=len(true),
        redundant=redundant,
        lost=lost,
        missed=missed,
        sensitivity=1 - missed / redundant if redundant else 1.0,
        specificity=1 - lost / len(by_true) if by_true else 1.0,
        pairs_tp=together,
        pairs_fp=_pairs(by_found.values()) - together,
        pairs_fn=_pairs(by_true.values()) - together,
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


COLUMNS = (
    "record_id",
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "number",
    "pages",
    "doi",
    "abstract",
    "cluster",
)
"""The columns that a file of labelled records must have."""


MANY = 50
"""Issues (20 to 200) that are enough to judge whether most of them occur only once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRecords:
    """Records, and the cluster each one truly belongs to."""

    records: tuple[Record, ...]
    clusters: Mapping[RecordId, str]


def read_labelled(path: Path) -> LabelledRecords:
    """Records and clusters of a csv file in UTF-8; refused if a column or value is missing."""
    headings, rows = labelled_rows(path)
    lacking = [name for name in COLUMNS if name not in headings]
    if lacking:
        there = ", ".join(headings) or "none"
        raise Refused(
            f"{path}: the file has no column {' or '.join(lacking)}. The columns of the file are: "
            f"{there}."
        )
    return _labelled(path, {row: dict(zip(headings, cells, strict=False)) for row, cells in rows})


def _labelled(path: Path, rows: Mapping[int, dict[str, str]]) -> LabelledRecords:
    """The records of rows; refused if a record is not unique or has no cluster."""
    if rows and not any(row["cluster"] for row in rows.values()):
        raise Refused(f"{path}: no record has a cluster, so nothing can be measured.")
    records: list[Record] = []
    clusters: dict[RecordId, str] = {}
    faults: list[Fault] = []
    for number, row in rows.items():
        record = RecordId(row["record_id"])
        lacking = [name for name in ("record_id", "cluster") if not row[name]]
        if lacking or record in clusters:
            wrong = (
                f"this row has no {' and no '.join(lacking)}"
                if lacking
                else f"an earlier row has the same record_id {record!r}"
            )
            faults.append(Fault(f"row {number}", wrong))
            continue
        clusters[record] = row["cluster"]
        records.append(_record(record, row))
    if faults:
        raise Refused(f"{path}: these rows cannot be evaluated.", faults)
    if not records:
        raise Refused(f"{path}: this file has no records.")
    return LabelledRecords(records=tuple(without_record_numbers(records)), clusters=clusters)


def _record(record: RecordId, row: Mapping[str, str]) -> Record:
    year = given(row["year"])[:4]
    return Record(
        id=record,
        title=given(row["title"]) or None,
        authors=_authors(given(row["authors"])),
        year=int(year) if year.isascii() and year.isdigit() else None,
        journal=given(row["journal"]) or None,
        volume=given(row["volume"]) or None,
        issue=given(row["number"]) or None,
        pages=given(row["pages"]) or None,
        doi=bare_doi(given(row["doi"])),
    )


def _authors(text: str) -> tuple[str, ...]:
    """The authors, separated by " and ", or by ";" if there is no " and "."""
    parts = text.split(" and ") if " and " in text else text.split(";")
    return tuple(part.strip() for part in parts if part.strip())


def without_record_numbers(records: list[Record]) -> list[Record]:
    """The records, without issues if that column has a reference manager's own numbers.

    Journals have a few dozen issues a year; if most values of a column occur only once, it counts
    something else, such as EndNote's records.
    """
    issues = [record.issue for record in records if record.issue]
    if len(issues) < MANY or len(set(issues)) * 2 < len(issues):
        return records
    return [replace(record, issue=None) for record in records]


def evaluated(labelled: LabelledRecords, found: Duplicates) -> dict[str, float]:
    """The measures of the result, by name."""
    reports = found.reports(labelled.clusters)
    band_true = sum(
        labelled.clusters[doubt.one] == labelled.clusters[doubt.other] for doubt in found.band
    )
    return asdict(measure(labelled.clusters, reports)) | {
        "band_pairs": len(found.band),
        "band_true": band_true,
    }


def write_errors(path: Path, labelled: LabelledRecords, found: Duplicates) -> None:
    """Write the pairs that caused losses and misses, with their reasons, as csv."""
    try:
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as fault:
        raise Refused(f"{path}: this file cannot be written ({fault.strerror}).") from fault
    with file:
        heading = ["error", "one", "other", "rule", "because", "against", "asked"]
        write_rows(file, [heading, *_errors(labelled, found)], end="\r\n")


def _errors(labelled: LabelledRecords, found: Duplicates) -> Iterator[tuple[str, ...]]:
    """Wrong links, then the pairs of one report that were missed, in the order of their records."""
    true, reports = labelled.clusters, found.reports(labelled.clusters)
    records = {record.id: record for record in labelled.records}
    for link in found.links:
        if true[link.one] != true[link.other]:
            yield "lost", link.one, link.other, link.rule, link.because, "", ""
    asked = {frozenset((reports[doubt.one], reports[doubt.other])) for doubt in found.band}
    for one, other in _apart(true, reports):
        said = answer(records[one], records[other])
        question = "asked" if frozenset((reports[one], reports[other])) in asked else ""
        yield "missed", one, other, said.rule, said.because, said.against, question


def _apart(
    true: Mapping[RecordId, str], reports: Mapping[RecordId, RecordId]
) -> Iterator[tuple[RecordId, RecordId]]:
    """The pairs of one true cluster that were not joined."""
    members: dict[str, list[RecordId]] = {}
    for record, cluster in true.items():
        members.setdefault(cluster, []).append(record)
    for records in members.values():
        for one, other in combinations(records, 2):
            if reports[one] != reports[other]:
                yield one, other

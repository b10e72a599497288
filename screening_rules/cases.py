"""Labelled records in a csv, used to measure criteria outside a review."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId
from pipeline.text.delimited import labelled_rows
from screening_rules.criteria import Criteria

LABELS = (
    "label_included", "included", "label", "final_included", "include", "included_label",
    "asreview_label", "included_final", "included_flag", "decision", "verdict",
)  # fmt: skip
"""Names of the column with the inclusion label; the first one found counts."""

INCLUDED = {"1", "1.0", "true", "yes", "y", "include", "included", "ja", "inkluder", "inkludert"}
EXCLUDED = {"0", "0.0", "-1", "false", "no", "n", "exclude", "excluded", "nei", "ekskluder"}

COLUMNS = {
    "title": ("title", "primary_title", "article title", "tittel"),
    "abstract": ("abstract", "abstract note", "ab", "sammendrag"),
    "year": ("year", "publication year", "published year", "py", "år"),
    "date": ("date", "publication date", "dato"),
    "keywords": ("keywords", "author keywords", "kw", "mesh"),
    "type": ("type", "publication type", "document type", "pt"),
    "language": ("language", "language of original document", "la", "språk"),
    "journal": ("journal", "source title", "secondary_title", "journal title"),
}
"""Names under which columns are known, in any case."""

VERDICTS = ("met", "not met", "unclear")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Records with labels. `elements` has, by record, the verdicts that a person gave."""

    records: tuple[Record, ...]
    included: Mapping[RecordId, bool]
    elements: Mapping[RecordId, Mapping[str, str]] = field(default_factory=dict)


def read_cases(path: Path, criteria: Criteria) -> Cases:
    """The cases of a csv, one record per row; a row without a label counts only for elements.

    The label is in one of the columns `LABELS`, verdicts in columns named like the elements.
    Raises `Refused` with all faults: no title, no label, labels that cannot be read.
    """
    headings, rows = labelled_rows(path)
    header = [heading.strip().lower() for heading in headings]
    body = {row: dict(zip(header, cells, strict=False)) for row, cells in rows}
    return _cases(path.name, header, body, [element.name for element in criteria.elements])


def _cases(
    name: str, header: list[str], body: Mapping[int, dict[str, str]], elements: list[str]
) -> Cases:
    label = next((column for column in LABELS if column in header), None)
    judged = [element for element in elements if element in header]
    faults = []
    if not any(column in header for column in COLUMNS["title"]):
        faults.append(
            Fault(
                "header",
                f"found {', '.join(header) or 'no columns'}; expected a column named title",
            )
        )
    if label is None and not judged:
        faults.append(
            Fault(
                "header",
                f"no column has the decisions. Give the column of the decisions one of these "
                f"names: {', '.join(LABELS)}",
            )
        )
    records, included, verdicts = [], {}, {}
    for number, row in body.items():
        record = _record(row, number)
        if record.id in verdicts:  # a shared id would let one label overwrite another
            record = replace(record, id=RecordId(f"{record.id} (row {number})"))
        records.append(record)
        said = row.get(label or "", "").strip().lower()
        if said and said not in INCLUDED | EXCLUDED:
            faults.append(Fault(f"row {number}", f"the label is {said!r}; expected 1 or 0"))
        if said:
            included[record.id] = said in INCLUDED
        verdicts[record.id] = {one: row[one] for one in judged if row.get(one)}
        faults += [
            Fault(f"row {number}", f"{one}: found {found!r}; expected {', '.join(VERDICTS)}")
            for one, found in verdicts[record.id].items()
            if found not in VERDICTS
        ]
    if faults:
        raise Refused(f"{name}: the cases were not read.", faults)
    return Cases(records=tuple(records), included=included, elements=verdicts)


def _record(row: Mapping[str, str], number: int) -> Record:
    """A row as a record, identified by its id or else by its row in the file."""
    found = {
        name: next((row[one].strip() for one in columns if row.get(one, "").strip()), None)
        for name, columns in COLUMNS.items()
    }
    year = (found["year"] or "").removesuffix(".0")
    named = row.get("record_id") or row.get("id") or row.get("pmid") or ""
    return Record(
        id=RecordId(named or f"row {number}"),
        title=found["title"],
        abstract=found["abstract"],
        year=int(year) if year.isdecimal() and len(year) < 10 else None,
        date=found["date"],
        keywords=tuple(one.strip() for one in (found["keywords"] or "").split(";") if one.strip()),
        type=found["type"],
        language=found["language"],
        journal=found["journal"],
    )

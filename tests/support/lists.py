"""Lists of invented records, as the program writes them."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from exports.lists.candidates import Candidate, ListHead
from pipeline.decisions import Reason, Stage
from pipeline.languages import Wording
from pipeline.records import Record, RecordId, record_id
from pipeline.review.import_outcome import JudgeContext

REASONS = (
    Reason(
        code="population",
        text=Wording(nb="Feil populasjon, f.eks. selvstendige; frivillige", en="Wrong population"),
    ),
    Reason(code="design", text=Wording(nb="Feil design", en="Wrong design; not quantitative")),
)


def make_record(number: int, **fields: object) -> Record:
    """An invented record."""
    given: dict[str, object] = {
        "id": record_id("medline", "ab" * 32, number),
        "title": f"Telework and sleep, study {number}",
        "abstract": f"We followed {number} office employees.\nThey slept well.",
        "authors": (f"Hansen, K{number}", "Øverland, Ås"),
        "year": 2000 + number % 25,
        "journal": "Journal of Desks",
        "doi": f"10.1000/desk.{number}",
        "pmid": str(30_000_000 + number),
        "type": "Journal Article",
        "language": "English",
    }
    return Record(**(given | fields))  # type: ignore[arg-type]


def make_head(**fields: object) -> ListHead:
    """The head of a list for Kari."""
    given: dict[str, object] = {
        "review": "Hjemmekontor",
        "stage": Stage.SCREENING,
        "reviewer": "Kari",
        "when": "2026-01-02T10:00:00+00:00",
        "language": "nb",
        "reasons": REASONS,
    }
    return ListHead(**(given | fields))  # type: ignore[arg-type]


def make_ask(records: Sequence[Record], **fields: object) -> JudgeContext:
    """The data that a list of these records is checked against."""
    known = {record.id for record in records}
    given: dict[str, object] = {"known": known, "when": "2026-01-05T09:00:00+00:00"}
    return JudgeContext(**(given | fields))  # type: ignore[arg-type]


def stored(records: Sequence[Record]) -> dict[RecordId, list[Record]]:
    """The stored records of each of these records, each a separate report."""
    return {record.id: [record] for record in records}


def make_candidates(count: int, **fields: object) -> list[Candidate]:
    """A list of invented records in order."""
    return [
        Candidate(record=make_record(number), rank=number, **fields)  # type: ignore[arg-type]
        for number in range(1, count + 1)
    ]


def fill(path: Path, cells: dict[tuple[RecordId, str], object], sheet: int = 1) -> Path:
    """Write values into a list by record and heading, using another library than the program."""
    book = openpyxl.load_workbook(path, rich_text=True)
    page = book.worksheets[sheet]
    header = {str(cell.value): cell.column for cell in page[1]}
    rows = {page.cell(row, header["id"]).value: row for row in range(2, page.max_row + 1)}
    for (record, heading), value in cells.items():
        cell = page.cell(rows[record], header[heading])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # as text: a note may begin with =
    book.save(path)
    return path

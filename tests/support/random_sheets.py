"""Reads and writes the sheets of a random review as its people do; updates without pictures."""

import csv
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

HEADINGS = {
    "en": {"title": "Title", "verdict": "Decision", "reason": "Reason", "retrieval": "Retrieval"},
    "nb": {
        "title": "Tittel",
        "verdict": "Avgjørelse",
        "reason": "Eksklusjonsårsak",
        "retrieval": "Innhenting",
    },
}
CONSENSUS = {"en": "Consensus", "nb": "Konsensus"}
PICTURES = "figure_png figure_pdf flow_docx tables_docx tables_xlsx references_docx text_docx"


@contextmanager
def without_pictures() -> Iterator[None]:
    """Write all outputs except pictures, Word files and workbooks, which take seconds."""
    with ExitStack() as stack:
        appendix = "exports.appendix.document.appendix_docx"
        stack.enter_context(patch(appendix, lambda *_: b"none"))
        for module in [one for name, one in sys.modules.items() if name.startswith("flows.rep")]:
            for name in PICTURES.split():
                if hasattr(module, name):
                    stack.enter_context(patch.object(module, name, lambda *_: b"none"))
        yield


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a list with commas or semicolons between its cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        mark = ";" if file.readline().count(";") > 5 else ","
        file.seek(0)
        return list(csv.DictReader(file, delimiter=mark))


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows as a csv with commas; return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def conflict_rows(sheet: Any, heads: tuple[str, str]) -> tuple[dict[str, int], list[Any]]:
    """The columns of a sheet of conflicts by heading, and its rows."""
    columns: dict[str, int] = {}
    rows = []
    for row in sheet.iter_rows():
        values = {str(cell.value): cell.column for cell in row if cell.value}
        if columns and row[columns[heads[0]] - 1].value:
            rows.append(row)
        elif set(heads) <= set(values):
            columns = values
    return columns, rows

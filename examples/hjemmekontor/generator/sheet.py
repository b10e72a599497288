"""Writes the example's studies sheet from studies.csv, our own findings and the English cells."""

import csv
from io import BytesIO
from pathlib import Path


def write_sheet(folder: Path) -> None:
    """Write studies.xlsx, which ajour prefers to studies.csv; the same bytes on every run."""
    from openpyxl import Workbook

    from exports.office_files import repack

    told = {row["study_id"]: row for row in _rows(folder / "generator" / "findings.csv")}
    english = {row["study_id"]: row for row in _rows(folder / "generator" / "english.csv")}
    rows = _rows(folder / "studies.csv")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0] | english[rows[0]["study_id"]]))
    for row in rows:
        fuller = {name: text for name, text in told[row["study_id"]].items() if text}
        sheet.append(list((row | fuller | english[row["study_id"]]).values()))
    out = BytesIO()
    book.save(out)
    (folder / "studies.xlsx").write_bytes(repack(out.getvalue()))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

"""The studies sheet of the example: the facts of studies.csv, the findings in our own words, and
the English cells.
"""

import csv
from io import BytesIO
from pathlib import Path


def write_sheet(folder: Path) -> None:
    """Write studies.xlsx, which the program reads before studies.csv; each run the same bytes."""
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

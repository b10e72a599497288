"""Workbooks (xlsx) as exports: every sheet that names columns, whatever else the file holds."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from exports.bibliography.record_files import as_object
from pipeline.errors import Refused
from pipeline.readers.read_file import reading

GOLDEN = Path(__file__).parent / "golden"
HEADINGS = [
    "Article Title",
    "Authors",
    "Publication Year",
    "Publication Date",
    "UT (Unique WOS ID)",
]
ROW = ["Desks at home", "Nordmann, K; Lie, O", 2021, date(2021, 3, 5), "WOS:000900000000009"]


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    dated = book.add_format({"num_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, dated)
                else:
                    sheet.write(at, column, value)
    book.close()
    return path


@pytest.mark.parametrize(
    "sample",
    ["scopus.csv", "openalex-2026.csv", "embase.csv", "clinicaltrials-2022.csv", "ieee.csv"],
)
def test_a_workbook_gives_the_records_of_the_csv_that_it_was_made_of(
    sample: str, tmp_path: Path
) -> None:
    text = (GOLDEN / sample).read_text(encoding="utf-8-sig")
    path = workbook(tmp_path / "a.xlsx", {"Sheet1": list(csv.reader(io.StringIO(text)))})
    with reading(GOLDEN / sample) as one, reading(path) as other:
        expected = [as_object(record) | {"raw": ""} for record in one.records()]
        assert [as_object(record) | {"raw": ""} for record in other.records()] == expected
    (receipt,) = other.receipts
    assert (receipt.file, receipt.member, receipt.format) == ("a.xlsx", "Sheet1", "table")
    assert receipt.start_tags == receipt.records == len(expected)


def test_numbers_and_dates_of_cells_are_read_as_they_look(tmp_path: Path) -> None:
    with reading(workbook(tmp_path / "a.xlsx", {"savedrecs": [HEADINGS, ROW]})) as export:
        (record,) = export.records()
    assert (record.year, record.date) == (2021, "2021-03-05")
    assert record.authors == ("Nordmann, K", "Lie, O")
    assert record.ids == (("wos", "WOS:000900000000009"),)


def test_the_line_of_a_record_is_its_row_also_below_empty_rows_and_long_cells(
    tmp_path: Path,
) -> None:
    rows = [["Search of 2021"], [], HEADINGS, ["a\nb", *ROW[1:]], [], ROW]
    with reading(workbook(tmp_path / "a.xlsx", {"a": rows})) as export:
        records = list(export.records())
    assert [record.line for record in records] == [4, 6]
    assert records[0].title == "a b"


def test_a_sheet_without_columns_of_records_is_told_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    sheets = {"About": [["Exported in March"]], "one": [HEADINGS, ROW], "two": [HEADINGS, ROW]}
    with reading(workbook(tmp_path / "a.xlsx", sheets)) as export:
        assert len(list(export.records())) == 2
    assert [receipt.member for receipt in export.receipts] == ["one", "two"]
    told = "the sheet About (1 row) has no column names and was not read"
    assert told in export.receipts[0].notes


def test_a_workbook_without_any_such_sheet_is_refused_with_its_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Notes": [["a", "b"]], "Empty": []})
    with pytest.raises(Refused, match=r"no sheet in this workbook is a list of records.*: Notes"):
        list(reading(path).records())


def test_a_cell_far_out_takes_no_room(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for column, name in enumerate(HEADINGS):
        sheet.write(0, column, name)
        sheet.write(1, column, str(ROW[column]))
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(Refused) as refused:
        list(reading(path).records())
    assert "16384 cells" in str(refused.value)


def test_a_damaged_workbook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", {"a": [HEADINGS, ROW]})
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, data[:200] if "sheet1" in member else data)
    with pytest.raises(Refused, match=r"b\.xlsx: the workbook is damaged"):
        list(reading(broken).records())

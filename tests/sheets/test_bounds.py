"""Workbooks that ask for more than there is, and a list that has one stray cell."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.pairs import Pair, duplicates_xlsx
from exports.returned.workbooks import incoming, sheets
from exports.studies.returned_sheet import read_previous
from pipeline.decisions import Verdict
from pipeline.errors import Refused
from tests.fuzz.seeds import ods, zipped
from tests.support.lists import REASONS, fill, make_candidates, make_head, make_record
from tests.support.returned import read_decisions, read_elsewhere, read_pairs

ID = make_record(1).id
ROWS = [["id", "Decision"], [ID, "include"]]
LIST = "xl/worksheets/sheet2.xml"
"""The part in which the list itself stands, behind the guide."""


def filled(path: Path) -> Path:
    candidates_xlsx(make_head(), make_candidates(3), path)
    return fill(path, {(ID, "Avgjørelse"): "inkluder"})


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The file with one of its parts changed."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change(parts[part]) != parts[part]
    path.write_bytes(zipped({**parts, part: change(parts[part])}))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_decisions(path, reasons=REASONS)
    return str(refused.value)


@pytest.mark.parametrize("cell", ["XFD1048576", "XFD2", "XFC1", "ZZZ9"])
def test_decisions_come_in_though_a_stray_cell_stands_far_out(cell: str, tmp_path: Path) -> None:
    path = filled(tmp_path / "kari.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[1][cell] = "oi"
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert [(row.record, row.verdict) for row in reading.rows] == [(ID, Verdict.INCLUDE)]
    assert reading.faults == ()
    told = [str(one) for one in reading.warnings]
    if cell == "XFD1048576":
        assert told == [
            (
                "kari.xlsx, sheet Kandidater, cell XFD1048576: ajour did not read “oi” in this "
                "cell, because the cell is far outside the list. Clear the cell if the text is "
                "there by mistake"
            )
        ]


def test_a_cell_that_is_only_formatted_is_no_stray(tmp_path: Path) -> None:
    path = filled(tmp_path / "kari.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert (len(reading.rows), reading.warnings) == (1, ())


def test_more_stray_cells_than_a_slip_makes_are_named_and_refused(tmp_path: Path) -> None:
    path = filled(tmp_path / "kari.xlsx")
    book = openpyxl.load_workbook(path)
    for number in range(20):
        book.worksheets[1].cell(1_048_576 - number, 16_384, "x")
    book.save(path)
    told = refusal(path)
    assert "more than 10 cells are far outside the list" in told
    assert "cell XFD1048557: the cell has the text “x”" in told


def test_a_stray_cell_of_an_ods_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kari.ods"
    far = '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
    far += '<table:table-cell office:value-type="string"><text:p>oi</text:p></table:table-cell>'
    path.write_bytes(ods(ROWS))
    changed(
        path,
        "content.xml",
        lambda text: text.replace(
            b"</table:table>", f"{far}</table:table-row></table:table>".encode()
        ),
    )
    reading = read_decisions(path, reasons=REASONS)
    assert [row.record for row in reading.rows] == [ID]
    assert [one.place for one in reading.warnings] == ["kari.ods, sheet List, cell XFD1048003"]


def test_a_stray_cell_of_a_sheet_of_pairs_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pairs.xlsx"
    pair = Pair(one=make_record(1), other=make_record(2), score=0.9, because="a", against="")
    duplicates_xlsx(make_head(), [pair], path)
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["B2"] = "samme"
    book.worksheets[1]["XFD1048576"] = "oi"
    book.save(path)
    reading = read_pairs(path)
    assert ([row.same for row in reading.pairs], len(reading.warnings)) == ([True], 1)


def test_a_stray_cell_of_a_studies_sheet_is_named_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "previous.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["reference", "years"])
    book.active.append(["Hansen 2019", "2019"])
    book.active["XFD1048576"] = "oi"
    book.save(path)
    with pytest.raises(Refused, match="cell XFD1048576: ajour did not read “oi” in this cell"):
        read_previous(path)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(b"<c r='XFD1048576' t='str'><v>x</v></c>", id="single quotes"),
        pytest.param(b'<c r="xfd1048576" t="str"><v>x</v></c>', id="lower case"),
        pytest.param(b'<c t="str" r = "XFD1048576"><v>x</v></c>', id="blanks"),
        pytest.param(b'<c a=">" r="XFD1048576" t="str"><v>x</v></c>', id="a sign in the way"),
        pytest.param(b'<x:c r="XFD1048576" t="str"><x:v>x</x:v></x:c>', id="a prefix"),
        pytest.param(b'<c r="A9" r="XFD1048576" t="str"><v>x</v></c>', id="two places"),
        pytest.param(b'<c r="ZZZZZZ99999999999" t="str"><v>x</v></c>', id="beyond all sheets"),
        pytest.param(b'<c r="A1048576"><v>1</v></c>' + b"<c><v>1</v></c>" * 9_000, id="no places"),
        pytest.param(b'<c r="XFD1048576" t="str"><v>x</v>', id="no end"),
    ],
)
def test_a_far_cell_written_oddly_is_not_laid_out(row: bytes, tmp_path: Path) -> None:
    path = filled(tmp_path / "kari.xlsx")
    tail = b'<row r="1048576">' + row + b"</row></sheetData>"
    changed(path, LIST, lambda text: text.replace(b"</sheetData>", tail))
    with suppress(Refused):
        assert [one.record for one in read_decisions(path, reasons=REASONS).rows] == [ID]


def plain(path: Path) -> Path:
    """A list as Excel saves one: its texts shared, apart from the cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
    return path


PLAIN = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
LONG = b"<si><t>" + b"x" * 2_000_000 + b"</t></si></sst>"
WIDE = b'<row r="9"><c r="A9" t="str"><v>' + b"x" * 20_000_000 + b"</v></c></row></sheetData>"


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        pytest.param(
            PLAIN, b"</sheetData>", WIDE, "one row or cell has more than 16 MB", id="cell"
        ),
        pytest.param(SHARED, b"</sst>", LONG, "one cell has more than 1,000,000", id="shared text"),
        pytest.param(
            *(SHARED, b"uniqueCount=", b'uniqueCount="4000000000" was=', "20,000,000 cells"),
            id="promise",
        ),
    ],
)
def test_parts_that_ask_for_more_than_a_list_has_are_refused(
    part: str, old: bytes, new: bytes, told: str, tmp_path: Path
) -> None:
    path = changed(plain(tmp_path / "kari.xlsx"), part, lambda text: text.replace(old, new, 1))
    assert told in refusal(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        pytest.param(
            PLAIN, b'ref="A1:B2"', b'ref="A1:XFD1048576"', id="a dimension that is not so"
        ),
        pytest.param("xl/workbook.xml", b"<sheets>", b"<a>" * 100_000 + b"<sheets>", id="nested"),
    ],
)
def test_what_says_nothing_of_the_cells_may_be_as_it_is(
    part: str, old: bytes, new: bytes, tmp_path: Path
) -> None:
    path = changed(plain(tmp_path / "kari.xlsx"), part, lambda text: text.replace(old, new, 1))
    assert len(read_decisions(path, reasons=REASONS).rows) == 1


def test_one_text_named_by_many_cells_is_not_copied_into_each(tmp_path: Path) -> None:
    path = plain(tmp_path / "kari.xlsx")
    long = b"<si><t>" + b"x" * 900_000 + b"</t></si></sst>"
    changed(path, SHARED, lambda text: text.replace(b"</sst>", long))
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>4</v></c></row>' for row in range(9, 5_000)
    )
    tail = cells.encode() + b"</sheetData>"
    changed(path, PLAIN, lambda text: text.replace(b"</sheetData>", tail))
    assert "the texts in this file have more than 1,000,000,000" in refusal(path)


BLOCK = (
    b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
    b'table:number-columns-repeated="16384" office:value="1"/></table:table-row>'
)
ROW = (
    b'<table:table-row><table:table-cell table:number-columns-repeated="99999999999"><text:p>x'
    b"</text:p></table:table-cell></table:table-row>"
)


@pytest.mark.parametrize("text", [BLOCK, ROW], ids=["a block of values", "a row of values"])
def test_repeated_values_of_an_ods_are_not_laid_out(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "kari.ods"
    path.write_bytes(ods(ROWS))
    changed(
        path, "content.xml", lambda all_: all_.replace(b"</table:table>", text + b"</table:table>")
    )
    refusal(path)


def test_an_ods_that_breaks_off_in_its_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kari.ods"
    path.write_bytes(ods(ROWS))
    changed(path, "content.xml", lambda text: text[: text.index(b"</table:table>")])
    assert "kari.ods: this workbook cannot be read (no element found" in refusal(path)


def test_a_thousand_sheets_are_refused(tmp_path: Path) -> None:
    path = filled(tmp_path / "kari.xlsx")
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {f"xl/worksheets/sheet{number}.xml": b"<worksheet/>" for number in range(9, 1_009)}
    path.write_bytes(zipped(parts))
    assert "expected at most 1,000" in refusal(path)


def test_errors_are_seen_where_a_stray_cell_was_left_out(tmp_path: Path) -> None:
    path = filled(tmp_path / "kari.xlsx")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    heading = next(cell.column for cell in page[1] if cell.value == "Avgjørelse")
    page.cell(3, heading, "#N/A").data_type = "e"
    page["XFD1048576"] = "oi"
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert ["found #N/A" in one.sentence for one in reading.faults] == [True]


def test_a_workbook_in_binary_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kari.xlsb"
    path.write_bytes(zipped({"xl/workbook.bin": b"\x83\x01", "[Content_Types].xml": b"<Types/>"}))
    assert "a binary workbook (xlsb). Save the workbook as xlsx" in refusal(path)


def test_a_workbook_is_no_file_of_another_program(tmp_path: Path) -> None:
    path = filled(tmp_path / "kari.xlsx")
    with pytest.raises(
        Refused, match="this is a workbook, but ajour reads decisions from another program"
    ):
        read_elsewhere(path)


def test_bytes_that_are_no_utf_8_in_a_csv_that_is_are_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "kari.csv"
    path.write_bytes(f"id;Avgjørelse;Merknad\n{ID};inkluder;".encode() + b"sn\xed\xa0\x80x\n")
    with pytest.raises(Refused, match="line 2: these bytes are not UTF-8"):
        read_decisions(path, reasons=REASONS)
    path.write_bytes(f"id;Avgjørelse;Merknad\n{ID};inkluder;snø\n".encode("cp1252"))
    (row,) = read_decisions(path, reasons=REASONS).rows
    assert row.note == "snø"


def test_a_heading_a_hundred_thousand_times_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "kari.csv"
    path.write_text(";".join(["id", "verdict", *["note"] * 100_000]) + f"\n{ID};include\n", "utf-8")
    reading = read_decisions(path, reasons=REASONS)
    assert ["two columns have this heading" in one.sentence for one in reading.structure] == [True]


def test_a_list_as_it_went_out_is_given_on_byte_for_byte(tmp_path: Path) -> None:
    from exports.returned.bounds import within_bounds

    path = filled(tmp_path / "kari.xlsx")
    data = path.read_bytes()
    assert within_bounds("kari.xlsx", data).data is data
    assert [one.strays for one in sheets(incoming(path))] == [(), (), ()]

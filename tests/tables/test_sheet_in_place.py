"""Rows are added to a studies sheet in place, and all that its authors made of it stays."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from exports.studies.returned_sheet import read_studies
from exports.studies.sheet import Prefilled
from exports.studies.sheet_update import SheetChanges, updated_sheet
from pipeline.errors import Refused
from tests.support.appendices import scheme_from_toml

SCHEME = scheme_from_toml({})
NEW = Prefilled(
    study_id="bcdfghjklmnp", first_author="Åsen & <Co>", year=2024, title="=1+1", reports=("b", "c")
)


def book(path: Path) -> None:
    """A sheet as an author leaves it: lines above, own columns, colours, a table, a filter."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Våre studier"
    sheet["A1"] = "Uttrekk, versjon 3"
    heads = ["Min kode", "Førsteforfatter", "Publikasjonsår", "study_id", "Eget", "reports"]
    for at, head in enumerate(heads, 1):
        sheet.cell(3, at, head).font = Font(bold=True, color="FF00AA00")
    for row, (author, study) in enumerate((("Berg", "s1"), ("Dahl", "s2"), ("Eng", None)), 4):
        sheet.cell(row, 2, author)
        sheet.cell(row, 3, 2020)
        sheet.cell(row, 4, study).fill = PatternFill("solid", fgColor="FFFFEE00")
        sheet.cell(row, 5, f"{author} x")
    sheet["B4"].comment = Comment("se e-post", "meg")
    sheet.conditional_formatting.add("C4:C9", CellIsRule(operator="equal", formula=["2020"]))
    sheet.add_table(Table(displayName="Studier", ref="A3:F6"))
    sheet.row_dimensions[4].hidden = True
    made.create_sheet("Notater")["A1"] = "ikke rør"
    made.save(path)


def changed(path: Path, changes: SheetChanges) -> bytes:
    made = updated_sheet(path, SCHEME, "nb", changes)
    assert made.content is not None
    return made.content


def cells(data: bytes) -> dict[tuple[str, str], tuple[object, object, object]]:
    found = load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.font.color, cell.fill.fgColor.rgb)
        for sheet in found
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_all_that_was_there_is_there_afterwards_and_only_our_cells_are_new(tmp_path: Path) -> None:
    path = tmp_path / "studies.xlsx"
    book(path)
    before = cells(path.read_bytes())
    content = changed(path, SheetChanges(rows=[NEW], ids={6: "s3"}, marks={5: "ikke inkludert"}))
    after = cells(content)
    assert {place: after[place] for place in before} == before
    new = {place[1]: after[place][0] for place in after.keys() - before.keys()}
    assert new == {
        "D6": "s3",
        "G3": "Status (ajour)",
        "G5": "ikke inkludert",
        "B7": "Åsen & <Co>",
        "C7": "2024",
        "D7": "bcdfghjklmnp",
        "F7": "b; c",
    }
    with ZipFile(path) as old, ZipFile(BytesIO(content)) as made:
        assert old.namelist() == made.namelist()
        others = [one for one in old.namelist() if not one.endswith("sheet1.xml")]
        assert [old.read(one) for one in others] == [made.read(one) for one in others]
    assert after["Våre studier", "D6"][2] == "FFFFEE00"


def test_a_mark_goes_when_the_study_is_back_and_nothing_new_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "studies.xlsx"
    book(path)
    path.write_bytes(changed(path, SheetChanges(marks={5: "ikke inkludert"})))
    assert updated_sheet(path, SCHEME, "nb", SheetChanges(marks={5: "ikke inkludert"})).content is (
        None
    )
    path.write_bytes(changed(path, SheetChanges(marks={5: ""})))
    assert ("Våre studier", "G5") not in cells(path.read_bytes())
    assert [row.values["first_author"] for row in read_studies(path, SCHEME)] == [
        *("Berg", "Dahl", "Eng")
    ]


def test_a_sheet_without_ids_gets_a_column_of_them(tmp_path: Path) -> None:
    path = tmp_path / "studies.csv"
    path.write_bytes('first_author;year;Merk\r\n"Ås;\nB";2020;x\r\nDahl;2021;y'.encode("cp1252"))
    content = changed(path, SheetChanges(rows=[NEW], ids={2: "s1", 3: "s2"}))
    assert content.decode("cp1252") == (
        'first_author;year;Merk;Studie-id\r\n"Ås;\nB";2020;x;s1\r\nDahl;2021;y;s2\r\n'
        "Åsen & <Co>;2024;;bcdfghjklmnp\r\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_a_csv_keeps_its_encoding_its_ends_and_the_bytes_of_its_rows(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "studies.csv"
    text = 'study_id,first_author,year,"own, column"\ns1,"Bø",2020,\'=x\n'
    path.write_bytes(text.encode(encoding))
    content = changed(path, SheetChanges(rows=[NEW])).decode(encoding)
    assert content == text + "bcdfghjklmnp,Åsen & <Co>,2024\n"


def test_a_letter_that_the_encoding_lacks_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "studies.csv"
    path.write_bytes("study_id,first_author,year\ns1,Bø,2020\n".encode("cp1252"))
    odd = Prefilled(study_id="s", first_author="Łukasz", year=2020)
    with pytest.raises(Refused, match="Windows-1252 has no “Ł”"):
        updated_sheet(path, SCHEME, "nb", SheetChanges(rows=[odd]))

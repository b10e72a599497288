"""What all formats owe: the same bytes, text as text, the stamp, and a page that can be read."""

import csv
import io
import re
from dataclasses import replace

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.pictures.text_width import width
from exports.stamp import Stamp
from exports.tables.html import table_html, tables_html
from exports.tables.plain import about_tables, table_csv, table_markdown, tables_markdown
from exports.tables.table import Column, Row, Table, drawn_columns
from exports.tables.word import tables_docx
from exports.tables.workbook import tables_xlsx

STAMP = Stamp(review="R", version="1", criteria_hash="abc", evidence="2026-02-01T09:00:00Z")


def table(text: str, count: int = 0, *, zero: str = "·") -> Table:
    columns = (Column(name="a", heading="A"), Column(name="b", heading="B", align="right"))
    return Table(
        key="K",
        title="T",
        columns=columns,
        rows=(Row(cells=(text, count)),),
        language="nb",
        zero=zero,
        empty="Ingen",
    )


def test_the_same_tables_give_the_same_bytes(small: list[Table], stamp: Stamp) -> None:
    assert tables_docx(small, stamp) == tables_docx(small, stamp)
    assert tables_xlsx(small, stamp) == tables_xlsx(small, stamp)
    assert tables_html(small, stamp) == tables_html(small, stamp)


def test_every_format_bears_the_stamp(small: list[Table], stamp: Stamp) -> None:
    line = stamp.line()
    assert line in tables_html(small, stamp)
    assert line in tables_markdown(small, stamp).replace("\\", "")
    assert line in about_tables({"a.csv": small[0]}, stamp).decode()
    word = docx.Document(io.BytesIO(tables_docx(small, stamp)))
    assert line == word.paragraphs[-1].text
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx(small, stamp)))
    for sheet in book:
        assert [row[0].value for row in sheet.iter_rows()][-1] == line


def test_word_is_a4_lying_with_headings_on_each_page(small: list[Table], stamp: Stamp) -> None:
    document = docx.Document(io.BytesIO(tables_docx(small, stamp)))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    assert len(document.tables) == len(small)
    for one in document.tables:
        assert one.style is not None
        assert one.style.name == "Ajour Table"
        first = one.rows[0]._tr.trPr
        assert first is not None
        assert first.find(qn("w:tblHeader")) is not None
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert captions == [one.title for one in small]


def test_no_word_of_a_heading_is_too_long_for_its_column_in_word(
    small: list[Table], stami_tables: list[Table]
) -> None:
    room = 261 / 25.4 * 72  # millimetres of a page lying down, in points
    for one in (*small, *stami_tables):
        columns = drawn_columns(one)
        share = room / sum(column.width for column in columns)
        for column in columns:
            longest = max(width(word, 9, bold=True) for word in re.split(r"[\s/-]", column.heading))
            assert longest <= column.width * share - 7, (one.key, column.heading)


def test_footnotes_never_stand_alone_on_a_page_of_word() -> None:
    noted = replace(table("a\nb"), footnotes=(("*", "one"), ("?", "other")))
    document = docx.Document(io.BytesIO(tables_docx([noted, noted], STAMP)))
    for one in document.tables:
        kept = [
            paragraph.paragraph_format.keep_with_next
            for cell in one.rows[-1].cells
            for paragraph in cell.paragraphs
        ]
        assert kept == [True, True, True]
    notes = [one for one in document.paragraphs if one.style and one.style.name == "TableNote"]
    assert [one.paragraph_format.keep_with_next for one in notes] == [True, False] * 2


def test_nothing_stands_between_tables_of_word_that_could_fill_a_page_of_its_own() -> None:
    document = docx.Document(io.BytesIO(tables_docx([table("a"), table("b")], STAMP)))
    texts = [one.text for one in document.paragraphs]
    assert texts == ["T", "T", STAMP.line()]


def test_the_footer_has_the_page_and_no_stamp() -> None:
    document = docx.Document(io.BytesIO(tables_docx([table("a")], STAMP)))
    (below,) = document.sections[0].footer.paragraphs
    assert STAMP.line() not in below.text
    assert "NUMPAGES" in below._p.xml
    assert below.alignment == WD_ALIGN_PARAGRAPH.RIGHT


@pytest.mark.parametrize(("language", "code"), [("nb", "nb-NO"), ("en", "en-GB")])
def test_word_knows_its_language(language: str, code: str) -> None:
    made = tables_docx([replace(table("x"), language=language)], STAMP)  # type: ignore[arg-type]
    document = docx.Document(io.BytesIO(made))
    (found,) = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert found == code


def test_excel_counts_are_numbers_and_text_is_never_a_formula() -> None:
    tables = [table("=1+1", 0), table("+1", 12_345), table("@x", 1, zero="")]
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx(tables, STAMP)))
    assert book.sheetnames == ["K", "K 2", "K 3"]
    first = book["K"]
    assert (first["A4"].value, first["A4"].data_type) == ("=1+1", "s")
    assert (first["B4"].value, first["B4"].number_format) == (0, '[>=10000]#,##0;[=0]"·";0')
    assert book["K 2"]["B4"].value == 12_345
    assert first.freeze_panes == "B4"
    assert first.auto_filter.ref == "A3:B4"
    assert first.print_title_rows == "$3:$3"


def test_names_that_excel_refuses_are_changed() -> None:
    tables = [replace(table("x"), key=key) for key in ("a/b:c" * 9, "", "'", "A/B:C" * 9)]
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx(tables, STAMP)))
    assert len({name.casefold() for name in book.sheetnames}) == 4
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_csv_begins_no_cell_with_what_a_spreadsheet_runs() -> None:
    text = table_csv(table("=cmd|x")).decode("utf-8-sig")
    assert list(csv.reader(text.splitlines(), delimiter=";"))[1] == ["'=cmd|x", "0"]


def test_csv_is_nothing_but_the_table_as_its_languages_excel_reads_it(small: list[Table]) -> None:
    for one in small:
        data = table_csv(one)
        assert data.startswith(b"\xef\xbb\xbf")
        sign = ";" if one.language == "nb" else ","
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=sign))
        assert {len(row) for row in rows} == {len(one.columns)}
        assert len(rows) == len(one.rows) + 1


def test_a_table_without_rows_says_so() -> None:
    empty = replace(table("x"), rows=())
    assert "Ingen" in table_html(empty)
    assert "Ingen" in table_markdown(empty)
    assert (
        "Ingen" in tables_docx([empty], STAMP).decode("latin-1")
        or docx.Document(io.BytesIO(tables_docx([empty], STAMP))).tables[0].rows[1].cells[0].text
        == "Ingen"
    )
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx([empty], STAMP)))
    assert book["K"]["A4"].value == "Ingen"


def test_no_tables_are_a_document_too() -> None:
    assert docx.Document(io.BytesIO(tables_docx([], STAMP))).tables == []
    assert "<table" not in tables_html([], STAMP)


def test_a_table_without_columns_is_a_sheet_too() -> None:
    bare = replace(table("x"), columns=(), rows=())
    assert openpyxl.load_workbook(io.BytesIO(tables_xlsx([bare], STAMP))).sheetnames == ["K"]


def test_characters_that_no_document_holds_are_shown_as_lost() -> None:
    harm = table("a\x07b\x00c")
    document = docx.Document(io.BytesIO(tables_docx([harm], STAMP)))
    assert document.tables[0].rows[1].cells[0].text == "a\ufffdb\ufffdc"
    assert "\x07" not in table_html(harm)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@given(TEXTS, st.integers(min_value=0, max_value=9_999_999))
def test_any_text_and_count_come_through_html_as_they_were(text: str, count: int) -> None:
    fragment = table_html(table(text, count))
    assert len(re.findall("<td", fragment)) == 2
    assert not re.search(r"<(script|img|b|i)\b", fragment)


@given(TEXTS)
def test_any_text_is_one_cell_of_markdown(text: str) -> None:
    line = table_markdown(table(text, 7)).splitlines()[4]
    assert len(re.findall(r"(?<!\\)\|", line.replace("\\\\", ""))) == 3


@settings(max_examples=10)
@given(st.lists(TEXTS, min_size=1, max_size=40))
def test_any_text_is_one_cell_of_word(texts: list[str]) -> None:
    rows = tuple(Row(cells=(text, 1)) for text in texts)
    document = docx.Document(io.BytesIO(tables_docx([replace(table(""), rows=rows)], STAMP)))
    found = [row.cells[0].text for row in document.tables[0].rows[1:]]
    assert found == [re.sub("[\ufffe\uffff]", "\ufffd", text) for text in texts]

"""The printed appendices, cell by cell, from the files that the program writes."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest

from exports.stamp import Stamp
from exports.tables.appendices import literature_table
from exports.tables.html import tables_html
from exports.tables.plain import table_csv, table_markdown
from exports.tables.table import Table
from exports.tables.word import tables_docx
from exports.tables.workbook import tables_xlsx
from pipeline.studies.study import Study

ZERO = {"", "·"}


def printed(shared: Path, name: str) -> list[list[str]]:
    with (shared / "stami-2024" / name).open(encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]


def counts(cells: list[str]) -> list[str]:
    return ["0" if one in ZERO else one for one in cells]


def csv_rows(table: Table) -> list[list[str]]:
    """The rows of a csv in bokmål, its heading among them."""
    return list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig")), delimiter=";"))


class Cells(HTMLParser):
    """The cells of every table of a page: tables of rows of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.captions: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
        elif tag == "caption":
            self.captions.append("")
        if tag in {"td", "th", "caption"}:
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.captions[-1] += data
        elif self.inside:
            self.tables[-1][-1][-1] += data


def html_of(tables: list[Table], stamp: Stamp) -> Cells:
    cells = Cells()
    cells.feed(tables_html(tables, stamp))
    return cells


def word_of(tables: list[Table], stamp: Stamp) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(tables_docx(tables, stamp)))
    return [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]


def test_appendix_4_from_csv(shared: Path, stami_tables: list[Table]) -> None:
    assert csv_rows(stami_tables[5])[1:] == printed(shared, "appendix4-countries.csv")


def test_appendix_5_from_csv(shared: Path, stami_tables: list[Table]) -> None:
    assert csv_rows(stami_tables[6])[1:] == printed(shared, "appendix5-outcomes.csv")


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_appendix_4_from_docx_and_html(
    shared: Path, stami_tables: list[Table], stamp: Stamp, kind: str
) -> None:
    tables = word_of(stami_tables, stamp) if kind == "docx" else html_of(stami_tables, stamp).tables
    rows = [[one[0], *counts(one[1:])] for one in tables[5][1:]]
    assert rows == printed(shared, "appendix4-countries.csv")
    assert "" in tables[5][1]  # zero is blank in appendix 4


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_appendix_5_from_docx_and_html(
    shared: Path, stami_tables: list[Table], stamp: Stamp, kind: str
) -> None:
    tables = word_of(stami_tables, stamp) if kind == "docx" else html_of(stami_tables, stamp).tables
    group, rows = "", []
    for cells in tables[6][1:]:
        if len(set(cells)) == 1:
            group = cells[0]
        else:
            rows.append([group, cells[0], cells[1], *counts(cells[2:])])
    assert rows == printed(shared, "appendix5-outcomes.csv")
    assert "·" in tables[6][2]


def test_appendices_4_and_5_from_xlsx(
    shared: Path, stami_tables: list[Table], stamp: Stamp
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx(stami_tables, stamp)))
    for name, rows, file in (
        ("Vedlegg 4", 17, "appendix4-countries.csv"),
        ("Vedlegg 5", 10, "appendix5-outcomes.csv"),
    ):
        cells = list(book[name].iter_rows(min_row=4, max_row=3 + rows, values_only=True))
        assert [[str(one) for one in row] for row in cells] == printed(shared, file)


def counts_by_name(rows: list[list[str]]) -> dict[str, int]:
    return {row[0]: int(row[3]) for row in rows}


@pytest.mark.parametrize("kind", ["csv", "docx", "html"])
def test_the_text_counts_from_csv_docx_and_html(
    shared: Path, stami_tables: list[Table], stamp: Stamp, kind: str
) -> None:
    expected = json.loads((shared / "stami-2024" / "text-counts.json").read_text("utf-8"))
    flat = {
        f"{name}.{part}" if part else name: count
        for name, value in expected.items()
        for part, count in (value.items() if isinstance(value, dict) else [("", value)])
    }
    if kind == "csv":
        rows = csv_rows(stami_tables[7])
    else:
        tables = word_of if kind == "docx" else lambda *of: html_of(*of).tables
        rows = tables(stami_tables, stamp)[7]
    assert counts_by_name(rows[1:]) == flat


def test_headings_count_3_12_9_12_and_1(stami_tables: list[Table], stamp: Stamp) -> None:
    captions = html_of(stami_tables, stamp).captions[:5]
    found = [re.fullmatch(r"Tabell (\d)\. .* \(n = (\d+)\)", one) for one in captions]
    assert [(one[1], one[2]) for one in found if one] == [
        ("2", "3"),
        ("3", "12"),
        ("4", "9"),
        ("5", "12"),
        ("6", "1"),
    ]
    assert [len(one.rows) for one in stami_tables[:5]] == [3, 12, 9, 12, 1]


def test_the_columns_are_those_of_the_report(stami_tables: list[Table]) -> None:
    headings = [[one.heading for one in table.columns] for table in stami_tables]
    assert headings[0] == [
        "Førsteforfatter og publikasjonsår",
        "Studiedesign/deltakere",
        "Arbeidsmiljøfaktorer og helseutfall",
        "Sektor/land/år",
        "Resultater",
    ]
    assert headings[5][3:] == ["Underveis pandemi", "Etter pandemi", "Total for land"]
    assert headings[6][2:4] == ["Utfall*", "Før pandemi"]
    assert headings[6][-2:] == ["Underveis- og etter pandemi", "Totalt**"]


def test_the_literature_matrix_has_every_study_by_author(stami: tuple[Study, ...]) -> None:
    table = literature_table(stami, {"aegerter-2021": "No evidence"}, "nb")
    assert len(table.rows) == 37
    assert table.rows[0].cells == (
        "1",
        "Aegerter (2021)",
        "No evidence",
        "Nakkesmerter\nFunksjon i nakke grunnet smerter",
    )


def test_the_literature_matrix_names_authors_and_marks_a_drafted_aim(
    stami: tuple[Study, ...],
) -> None:
    authors = {"aegerter-2021": ["Aegerter", "Li"], "fan-2023": ["Fan", "Moen", "Li"]}
    aims = {"aegerter-2021": "To see."}
    rows = literature_table(stami, {}, "nb", authors=authors, aims=aims).rows
    by_author = {str(row.cells[1]): row.cells for row in rows}
    assert by_author["Aegerter og Li (2021)"][-1] == "[Utkast, hentet fra sammendraget:] To see."
    assert "Fan et al. (2023)" in by_author
    named = [replace(one, columns={**one.columns, "aim": "Å se."}) for one in stami]
    assert literature_table(named, {}, "nb", aims=aims).rows[0].cells[-1] == "Å se."


def test_a_column_that_nobody_filled_in_is_not_in_the_literature_matrix(
    stami: tuple[Study, ...],
) -> None:
    headings = [one.heading for one in literature_table(stami, {}, "nb").columns]
    assert headings == ["Nr.", "Forfatter(e) og år", "Begreper"]
    assert len(literature_table((), {}, "nb").columns) == 5


def test_shared_participants_and_unknown_values_are_footnoted(stami_tables: list[Table]) -> None:
    authors = [row.cells[0] for row in stami_tables[1].rows]
    assert [one for one in authors if str(one).endswith("*")] == [
        "Wels 2023*",
        "Wielgoszewska 2022*",
    ]
    assert stami_tables[1].footnotes == (
        ("*", "delvis overlappende forskningsdeltakere"),
        ("?", "ikke tilgjengelig informasjon i artikkelen"),
    )
    assert stami_tables[0].footnotes == ()


def test_markdown_holds_every_study(stami_tables: list[Table]) -> None:
    for table in stami_tables[:5]:
        assert table_markdown(table).count("\n| ") == len(table.rows) + 2

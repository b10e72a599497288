"""Appendices 3 to 5, the literature matrix and the request form beside the documents themselves.

Facts are compared, cell by cell; sentences are the example's own.
"""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from exports.tables.appendices import (
    countries_table,
    included_tables,
    literature_table,
    outcomes_table,
)
from exports.tables.review_tables import request_table
from exports.tables.table import Table
from flows.review.settings_file import read_review
from pipeline.languages import catalogue
from pipeline.studies.study import Study, StudyRow, studies_from_rows

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hjemmekontor"
LETTERS = dict(enumerate(catalogue("nb")["texts"]["numbers"]))


@pytest.fixture(scope="module")
def report(shared: Path) -> str:
    """The report's words, each line break and divided word joined."""
    text = (shared / "documents" / "000-report-2024.txt").read_text("utf-8")
    return " ".join(text.replace("\xad", "").split())


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The example's sheet: the facts, with the findings and participants in our words."""

    def read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    told = {row["study_id"]: row for row in read(EXAMPLE / "generator" / "findings.csv")}
    return [
        row | {name: text for name, text in told[row["study_id"]].items() if text}
        for row in read(EXAMPLE / "studies.csv")
    ]


@pytest.fixture(scope="module")
def studies(rows: list[dict[str, str]]) -> tuple[Study, ...]:
    scheme = read_review(EXAMPLE).tables
    sheet = [StudyRow(file="s", row=at, values=row) for at, row in enumerate(rows, 2)]
    return studies_from_rows(sheet, scheme)


def entry(report: str, study: Study) -> str:
    """What appendix 3 of the report says of a study: from its name to the next study's."""
    appendix = report[report.index("Vedlegg 3: Inkluderte artikler og tabeller") :]
    found = re.search(rf"{re.escape(study.first_author)} {study.year}\*? [^(]", appendix)
    assert found, study.author_year
    return appendix[found.start() : found.start() + 1500]


def digits(text: str) -> str:
    return re.sub(r"(?<=\d)[\s\xa0.,](?=\d{3}\b)", "", text)


def test_every_participant_number_of_appendix_3_is_the_reports(
    report: str, studies: tuple[Study, ...]
) -> None:
    tables = included_tables(studies, read_review(EXAMPLE).tables, "nb")
    by_name = {study.author_year: study for study in studies}
    compared = 0
    for row in (row for table in tables for row in table.rows):
        said = digits(entry(report, by_name[str(row.cells[0]).rstrip("*")]))
        for count in re.findall(r"n = ([\d\xa0–]+)", str(row.cells[1])):
            for one in digits(count).split("–"):
                assert re.search(rf"(?<!\d){one}(?!\d)", said), (row.cells[0], one)
                compared += 1
    assert compared > 60


def test_designs_points_in_time_years_and_countries_of_appendix_3_are_the_reports(
    report: str, studies: tuple[Study, ...]
) -> None:
    tables = included_tables(studies, read_review(EXAMPLE).tables, "nb")
    by_name = {study.author_year: study for study in studies}
    for row in (row for table in tables for row in table.rows):
        study = by_name[str(row.cells[0]).rstrip("*")]
        said = entry(report, study).casefold()
        design = str(row.cells[1]).split("\n")[0].casefold()
        assert ("tverrsnitt" in said[:400]) == ("tverrsnitt" in design), study.study_id
        assert ("før-etter" in said[:400]) == ("før-etter" in design), study.study_id
        points = study.columns["time_points"]
        if points.isdigit():
            words = {points, LETTERS.get(int(points), points)}
            assert any(f"{word} måletidspunkt" in said for word in words), study.study_id
        for country in study.countries:
            assert country.casefold() in said, study.study_id
        years = re.findall(r"\d{2,4}", study.data_years)
        assert all(year[-2:] in said for year in years), study.study_id


def test_every_cell_of_appendices_4_and_5_is_the_reports(
    report: str, studies: tuple[Study, ...]
) -> None:
    scheme = read_review(EXAMPLE).tables
    countries = report[report.index("Land Før pandemi") : report.index("Vedlegg 5: Kategorier")]
    outcomes = report[report.index("Utfall* Før pandemi") :]
    assert _rows_in(countries_table(studies, scheme, "nb"), countries, blank="") == 17
    assert _rows_in(outcomes_table(studies, scheme, "nb"), outcomes, blank="·") == 10


def _rows_in(table: Table, text: str, *, blank: str) -> int:
    """How many rows stand in the text as they are: name, letter, and each count in its order."""
    found = 0
    for row in table.rows:
        counts = [blank if cell == 0 else str(cell) for cell in row.cells if isinstance(cell, int)]
        names = [str(cell) for cell in row.cells if isinstance(cell, str)]
        name = names[2] if table.grouped else names[0]
        said = " ".join([name, *names[1:2]] if table.grouped else [name]).casefold()
        numbers = " ".join(one for one in counts if one)
        assert f"{said} {numbers}" in text.casefold(), (said, numbers)
        found += 1
    return found


def test_the_notes_of_appendix_5_name_what_the_report_names(
    report: str, studies: tuple[Study, ...]
) -> None:
    table = outcomes_table(studies, read_review(EXAMPLE).tables, "nb")
    assert [mark for mark, _ in table.footnotes] == ["*", "**"]
    text = table.footnotes[1][1]
    for word in (
        "utbrenthet", "utmattelse", "kroppsmasseindeks", "jobbvelvære", "rolleuklarhet",
        "rollekonflikt", "medvirkning", "søvnforstyrrelser", "sykefravær", "konsentrasjon",
        "ensomhet", "autonomi",
    ):  # fmt: skip
        assert word in report, word
        assert word in text, word


def test_no_finding_of_appendix_3_is_lost(rows: list[dict[str, str]]) -> None:
    """What an earlier example left out, study by study, in our words."""
    finding = {row["study_id"]: row["finding_nb"] for row in rows}
    for study, words in {
        "knardahl-2022": ("Ingen sammenheng med helseplager", "tilgjengelighet", "støtte"),
        "chen-2023": ("forstyrret", "konflikt mellom arbeid og familie"),
        "yang-2023": ("slutte",),
        "wels-2023": ("ensomhet",),
        "gueguen-2023": ("familiesituasjonen",),
        "deole-2023": ("små barn", "autonomi"),
        "takayama-2023": ("erfaring",),
    }.items():
        for word in words:
            assert word in finding[study], (study, word)


def test_no_sentence_of_the_report_is_copied(report: str, rows: list[dict[str, str]]) -> None:
    for row in rows:
        for sentence in re.split(r"(?<=[.:;])\s", row["finding_nb"]):
            if len(sentence.split()) > 8:
                assert sentence not in report, sentence


def test_the_request_form_has_the_headings_and_facts_of_the_reports_form(report: str) -> None:
    begin = report.index("Vedlegg 1: Bakgrunn for oppsummeringen")
    form = report[begin : report.index("Tabell 1", begin)]
    table = request_table(read_review(EXAMPLE).request, "nb")
    answers = {str(row.cells[0]): str(row.cells[1]) for row in table.rows}
    assert "ikke besvart" not in answers.values()
    assert len(re.findall(r"[A-ZÆØÅ]{4,}[^?a-z]*\?", form)) <= len(answers)
    for heading in ("VURDERES OG ANALYSERES", "MÅLGRUPPE", "FORMAT"):
        assert heading in form.upper()
        assert any(heading.split()[-1] in one.upper() for one in answers), heading
    assert "01.01.2022" in form
    assert any("01.01.2022" in text for text in answers.values())
    assert len(answers["Delspørsmål"].splitlines()) == 4


def test_the_literature_matrix_has_the_columns_of_the_thesis(
    shared: Path, studies: tuple[Study, ...]
) -> None:
    text = (shared / "documents" / "003-thesis-literature-matrix.txt").read_text("utf-8")
    named = [replace(one, columns={**one.columns, "aim": "x"}) for one in studies]
    table = literature_table(named, {one.study_id: "t" for one in studies}, "nb")
    headings = [column.heading for column in table.columns]
    assert headings == ["Nr.", "Forfatter(e) og år", "Tittel", "Begreper", "Studiens formål"]
    for word in ("Forfatter", "Tittel", "Begreper", "formål"):
        assert word.casefold() in text.casefold()
    assert [row.cells[0] for row in table.rows] == [str(at) for at in range(1, 38)]

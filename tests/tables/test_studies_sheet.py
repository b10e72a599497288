"""The extraction sheet: written once, filled in by people, read back strictly."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.language.catalogue import Language
from exports.stamp import Stamp
from exports.studies.returned_sheet import read_previous, read_studies
from exports.studies.sheet import Prefilled, columns_of, heading, studies_workbook
from pipeline.errors import Refused
from pipeline.studies.previous import previous_from_rows
from pipeline.studies.scheme import COLUMNS, TableScheme
from pipeline.studies.study import studies_from_rows
from tests.support.appendices import scheme_from_toml

KNOWN = [
    Prefilled(
        study_id="aas-2020", first_author="Ås", year=2020, title="=1+1", reports=("btk", "cdf")
    ),
    Prefilled(study_id="bo-2021", first_author="Bø", year=2021, values={"country": "Japan"}),
]


@pytest.fixture
def sheet(tmp_path: Path, stami_scheme: TableScheme, language: Language, stamp: Stamp) -> Path:
    path = tmp_path / "studies.xlsx"
    path.write_bytes(studies_workbook(KNOWN, stami_scheme, language=language, stamp=stamp))
    return path


def filled(path: Path, cells: dict[str, str], row: int = 2) -> Path:
    """Writes cells by their headings, as a person would."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    headings = {one.value: one.column for one in page[1]}
    for name, text in cells.items():
        page.cell(row, headings[name], text)
    book.save(path)
    return path


def test_the_same_studies_give_the_same_bytes(stami_scheme: TableScheme, stamp: Stamp) -> None:
    made = [studies_workbook(KNOWN, stami_scheme, language="nb", stamp=stamp) for _ in range(2)]
    assert made[0] == made[1]


def test_what_is_known_is_filled_in(sheet: Path, stami_scheme: TableScheme) -> None:
    rows = read_studies(sheet, stami_scheme)
    assert [one.values["study_id"] for one in rows] == ["aas-2020", "bo-2021"]
    assert rows[0].values["title"] == "=1+1"
    assert rows[0].values["reports"] == "btk; cdf"
    assert rows[1].values["country"] == "Japan"
    first = studies_from_rows(rows[:1], stami_scheme)[0]
    assert first.reports == ("btk", "cdf")
    assert not first.extracted


def test_dropdowns_offer_what_review_toml_names(
    sheet: Path, stami_scheme: TableScheme, language: Language
) -> None:
    book = openpyxl.load_workbook(sheet)
    front, page, lists = book.worksheets
    assert lists.sheet_state == "hidden"
    offered = {
        page.cell(1, min(one.sqref.ranges, key=str).min_col).value: (
            one.formula1,
            one.errorStyle or "stop",
        )
        for one in page.data_validations.dataValidation
    }
    names = columns_of(stami_scheme)
    expected = ["data_context", "design", "country", *[one for one in names if ":" in one]]
    assert set(offered) == {heading(one, stami_scheme, language) for one in expected}
    assert offered[heading("country", stami_scheme, language)][1] == "warning"
    assert offered[heading("data_context", stami_scheme, language)][1] == "stop"
    contexts = [row[0].value for row in lists.iter_rows(max_row=5)]
    assert contexts == [one.name[language] for one in stami_scheme.contexts]
    assert "1." in str(front["A2"].value)
    assert page.freeze_panes == "F2"


def test_a_filled_sheet_comes_back(
    sheet: Path, stami_scheme: TableScheme, language: Language
) -> None:
    def named(column: str) -> str:
        return heading(column, stami_scheme, language)

    path = filled(
        sheet,
        {
            named("data_context"): stami_scheme.contexts[1].name[language],
            named("outcome:a"): "x",
            named("outcome:j"): "X",
            named("country"): "Norge",
            named("finding"): "- mindre",
        },
    )
    first = studies_from_rows(read_studies(path, stami_scheme)[:1], stami_scheme)[0]
    assert (first.context, first.outcomes, first.country) == ("before_during", ("a", "j"), "Norge")


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "cp1252"), (";", "utf-8-sig")]
)
def test_csv_of_any_dialect_comes_back(
    tmp_path: Path, stami_scheme: TableScheme, delimiter: str, encoding: str
) -> None:
    path = tmp_path / "studies.csv"
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(["Publikasjonsår", "study_id", "Førsteforfatter", "eget", "design_nb"])
        writer.writerow(["2020", "s1", "Ås", "mitt", "'=1+1"])
    (row,) = read_studies(path, stami_scheme)
    assert row.values["first_author"] == "Ås"
    assert row.values["eget"] == "mitt"
    assert row.values["design_nb"] == "=1+1"
    assert row.row == 2


def test_a_sheet_without_the_headings_is_refused(tmp_path: Path, stami_scheme: TableScheme) -> None:
    path = tmp_path / "studies.csv"
    path.write_text("study_id,year\ns1,2020\n", encoding="utf-8")
    with pytest.raises(Refused, match="missing: first_author"):
        read_studies(path, stami_scheme)


def test_a_row_with_more_cells_than_headings_is_named(
    tmp_path: Path, stami_scheme: TableScheme
) -> None:
    path = tmp_path / "studies.csv"
    path.write_text("study_id,first_author,year\ns1,Ås, Kari,2020\ns2,Bø,2020,\n", "utf-8")
    with pytest.raises(Refused) as refused:
        read_studies(path, stami_scheme)
    assert str(refused.value).count("more cells than the header, which has 3") == 1
    assert "row 2: this row has more" in str(refused.value)


def test_a_heading_that_stands_twice_is_named(tmp_path: Path, stami_scheme: TableScheme) -> None:
    path = tmp_path / "studies.csv"
    path.write_text("study_id,first_author,year,Year of publication\n", encoding="utf-8")
    with pytest.raises(Refused, match='two columns have the heading "year"'):
        read_studies(path, stami_scheme)


def test_an_error_value_is_named_by_its_cell(tmp_path: Path, stami_scheme: TableScheme) -> None:
    path = tmp_path / "studies.csv"
    path.write_text("study_id,first_author,year\ns1,#NAME?,2020\n", encoding="utf-8")
    with pytest.raises(Refused, match="row 2, column first_author: found #NAME"):
        read_studies(path, stami_scheme)


def test_a_formula_that_nobody_reckoned_is_named(sheet: Path, stami_scheme: TableScheme) -> None:
    book = openpyxl.load_workbook(sheet)
    book.worksheets[1]["D2"].value = "=A1"
    book.save(sheet)
    with pytest.raises(Refused, match="row 2, column first_author: found a formula"):
        read_studies(sheet, stami_scheme)


def test_a_scheme_without_categories_has_one_column_for_them(stamp: Stamp) -> None:
    plain = scheme_from_toml({})
    assert columns_of(plain) == list(COLUMNS)
    book = openpyxl.load_workbook(
        io.BytesIO(studies_workbook([], plain, language="nb", stamp=stamp))
    )
    validations = book.worksheets[1].data_validations.dataValidation
    assert len(validations) == 1  # the one context; there are no designs or countries


@pytest.mark.parametrize("head", ["reference,data_set,country,years", "Referanse;Datasett;Land;År"])
def test_the_earlier_reviews_studies_are_read(tmp_path: Path, head: str) -> None:
    path = tmp_path / "previous.csv"
    between = ";" if ";" in head else ","
    path.write_text(f"{head}\n{between.join(['Ås 2019', 'HUNT', 'Norge', '2017-19'])}\n", "utf-8")
    (study,) = previous_from_rows(read_previous(path))
    assert (study.reference, study.data_set, study.years) == ("Ås 2019", "HUNT", (2017, 2019))


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp", "Cf"]),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip() == text and not text.startswith("#"))


@settings(max_examples=10)
@given(st.lists(CELLS, min_size=1, max_size=30))
def test_any_title_comes_back(
    tmp_path_factory: Any, stami_scheme: TableScheme, stamp: Stamp, titles: list[str]
) -> None:
    known = [
        Prefilled(study_id=f"s{at}", first_author="A", year=2020, title=title)
        for at, title in enumerate(titles)
    ]
    path = tmp_path_factory.mktemp("sheet") / "studies.xlsx"
    path.write_bytes(studies_workbook(known, stami_scheme, language="nb", stamp=stamp))
    assert [one.values["title"] for one in read_studies(path, stami_scheme)] == titles

"""Tables and text count the rows of the studies sheet that are of an included study, each once."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled_csv, listed, records
from tests.support.random_sheets import without_pictures
from tests.support.reviews import TITLES, ajour

HEADS = ("study_id", "reports", "title", "first_author", "year", "country")
INCLUDE = {"*": {"Decision": "include"}}
MATRIX = "tables/Literature-matrix.en.csv"


@pytest.fixture(autouse=True)
def _drawn_as_text() -> Iterator[None]:
    with without_pictures():
        yield


@pytest.fixture
def included(review: Path) -> Path:
    """Four reports of MEDLINE and one of Web of Science, all of them included."""
    update(review)
    for stage in ("screening", "eligibility"):
        blank = listed(
            review, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv",
        )  # fmt: skip
        said = ajour("decide", filled_csv(blank, review / f"{stage}.csv", INCLUDE))
        assert said.code == 0, said.err
    return review


def sheet(review: Path, *rows: tuple[str, ...]) -> None:
    with (review / "studies.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADS, *rows))
    assert ajour("report", review).code == 0


def full(review: Path) -> list[tuple[str, ...]]:
    """A row for each included study, by the ids of their reports."""
    ids = {title: report for title, report in records(review).items() if title in TITLES}
    rows = [
        (report, report, title, f"Author{TITLES.index(title)}", "2023", "Norway")
        for title, report in ids.items()
    ]
    commuting = records(review)["Commuting and time"]
    return [*rows, (commuting, commuting, "Commuting and time", "Else", "2023", "Norway")]


def matrix(review: Path) -> list[str]:
    text = (review / "output" / MATRIX).read_text("utf-8-sig")
    rows = csv.reader(text.splitlines()[1:])
    return [row[1] for row in rows]


def told(review: Path) -> dict[str, str]:
    """What check, status, the letter and the report say."""
    letter = update(review).letter
    return {
        "check": ajour("check", review).out,
        "status": ajour("status", review).out,
        "letter": letter,
        "report": (review / "output" / "report.en.html").read_text("utf-8"),
    }


@pytest.mark.every_output
def test_a_sheet_that_is_whole_is_said_nothing_of(included: Path) -> None:
    sheet(included, *full(included))
    assert len(matrix(included)) == 5
    for where, text in told(included).items():
        assert "of the studies sheet" not in text, where
        assert "without a row" not in text, where


@pytest.mark.every_output
def test_an_included_study_without_a_row_is_named_everywhere(included: Path) -> None:
    rows = full(included)
    sheet(included, *rows[1:])
    assert len(matrix(included)) == 4
    later = (included / "review.toml").read_text("utf-8").replace("Small review", "Our review")
    (included / "review.toml").write_text(later, "utf-8")
    for where, text in told(included).items():
        assert "1 of 5 included studies has no row in the studies sheet" in text, where
        assert TITLES[0] in text, where


@pytest.mark.every_output
@pytest.mark.parametrize(
    ("stray", "why"),
    [
        (("olsen", "", "Tea at sea", "Olsen", "2023", "Chile"), "no included report"),
        (("later", "FIRST", "Sleep again", "Author0", "2023", "Chile"), "has a row above"),
        (("again", "", "Commuting and time", "Else", "2023", "Chile"), "no included report"),
    ],
    ids=["of nobody", "the same report in a second row", "the same title in a second row"],
)
def test_a_row_that_is_of_no_study_counts_nowhere_and_is_named(
    included: Path, stray: tuple[str, ...], why: str
) -> None:
    rows = full(included)
    sheet(included, *rows, tuple(one.replace("FIRST", rows[0][0]) for one in stray))
    assert len(matrix(included)) == 5
    assert "Chile" not in (included / "output" / "tables.en.md").read_text("utf-8")
    run = json.loads((included / "output" / "run.json").read_text("utf-8"))
    assert (run["extracted studies"], run["rows of no included study"]) == (5, 1)
    for where in ("check", "status"):
        said = ajour(where, included).out
        assert f"Row {stray[0]} " in said
        assert why in said


@pytest.mark.every_output
def test_a_study_that_is_excluded_afterwards_leaves_every_table(included: Path) -> None:
    sheet(included, *full(included))
    blank = included / "screening.csv"
    answers = {TITLES[0]: {"Decision": "exclude"}, "*": {"Decision": "include"}}
    revised = filled_csv(blank, included / "revised.csv", answers)
    assert ajour("decide", revised, "--revise").code == 0
    assert ajour("report", included).code == 0
    assert len(matrix(included)) == 4
    assert "Author0" not in (included / "output" / "references.apa.en.md").read_text("utf-8")
    assert "is not included" in ajour("check", included).out


@pytest.mark.every_output
def test_rows_without_ids_find_their_studies_by_doi_title_or_author_and_year(
    included: Path,
) -> None:
    rows = [
        ("one", "", TITLES[0], "", "2023", "Norway"),
        ("two", "", "", "Author1", "2023", "Norway"),
        ("three", "", "", "AUTHOR2", "2023", "Norway"),
        ("four", "", "", "Author3", "2022", "Norway"),
        ("five", "", "Another title of it", "Else", "2023", "Norway"),
    ]
    sheet(included, *[(*row[:3], row[3] or "A", *row[4:]) for row in rows])
    assert len(matrix(included)) == 5
    said = ajour("check", included).out
    assert "no included study" not in said
    assert "Row four (Author3 2022) of the studies sheet was matched to" in said


@pytest.mark.every_output
def test_a_row_stays_with_its_study_when_a_duplicate_comes_in(included: Path) -> None:
    sheet(included, *full(included))
    again = (included / "searches/1/medline/export.ris").read_text("utf-8")
    (included / "searches/2/later/export.ris").write_text(again, "utf-8")
    update(included)
    assert len(matrix(included)) == 5
    assert (
        "Every included study is in the sheet already" in ajour("studies", included, "--sheet").out
    )
    assert "of the studies sheet" not in ajour("check", included).out


@pytest.mark.every_output
def test_two_reports_of_one_study_stay_one_study_when_a_duplicate_comes_in(included: Path) -> None:
    ids = records(included)
    one, other = ids[TITLES[0]], ids[TITLES[1]]
    assert ajour("studies", included, "--link", one, other).code == 0
    again = (included / "searches/1/medline/export.ris").read_text("utf-8")
    (included / "searches/2/later/export.ris").write_text(again, "utf-8")
    update(included)
    boxes = json.loads(ajour("status", included, "--json").out)["total"]
    assert (boxes["included"], boxes["included_studies"]) == (5, 4)

"""The evidence map of a review: drawn by every update, proven, and ringed where it changed."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.orchestration.update import update
from flows.reporting.material import Material
from flows.review.session import at_work
from tests.support.filled_lists import filled_csv, listed
from tests.support.random_reviews import random_review
from tests.support.random_sheets import without_pictures
from tests.support.reviews import TITLES, ajour, later_round

HEADS = ("study_id", "first_author", "year", "country", "outcome_categories", "design", "title")
INCLUDE = {"*": {"Decision": "include"}}
TABLES = """
[tables.outcomes]
categories = [
  { code = "a", name = { nb = "Søvn", en = "Sleep" } },
  { code = "b", name = { nb = "Smerte", en = "Pain" } },
]
"""


@pytest.fixture(autouse=True)
def _drawn_as_text() -> Iterator[None]:
    with without_pictures():
        yield


@pytest.fixture
def included(review: Path) -> Path:
    """Five included reports and a sheet with data of four of them."""
    path = review / "review.toml"
    text = path.read_text("utf-8").replace(
        'language = "en"', 'language = "en"\nlanguages = ["en", "nb"]'
    )
    path.write_text(text + TABLES, "utf-8")
    update(review)
    for stage in ("screening", "eligibility"):
        blank = listed(
            review, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv",
        )  # fmt: skip
        assert ajour("decide", filled_csv(blank, review / f"{stage}.csv", INCLUDE)).code == 0
    sheet(review, outcomes=("a", "ab", "", "b"))
    return review


def sheet(review: Path, *, outcomes: tuple[str, ...]) -> None:
    with (review / "studies.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADS)
        for at, (title, codes) in enumerate(zip(TITLES, outcomes, strict=False)):
            rows.writerow((f"s{at}", f"Author{at}", 2021 + at % 2, "Norway", codes, "RCT", title))


def told(review: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((review / "output" / "evidence-map.json").read_text("utf-8"))
    return found


def cells(review: Path) -> dict[tuple[str, str], int]:
    return {(one["row"], one["column"]): one["n"] for one in told(review)["cells"]}


def ringed(review: Path) -> set[tuple[str, str]]:
    return {(one["row"], one["column"]) for one in told(review)["cells"] if one["changed"]}


@pytest.mark.every_output
def test_an_update_draws_the_map_in_both_languages_and_as_data(included: Path) -> None:
    assert update(included).news
    output = included / "output"
    assert cells(included) == {
        ("a", "2021"): 1, ("a", "2022"): 1, ("b", "2021"): 0, ("b", "2022"): 2,
        ("", "2021"): 1, ("", "2022"): 0,
    }  # fmt: skip
    found = told(included)
    assert (found["included"], found["drawn"], found["waiting"]) == (5, 4, 1)
    assert found["compared_with"] is None
    english, norwegian = (
        (output / f"evidence-map.{one}.html").read_text("utf-8") for one in ("en", "nb")
    )
    assert "4 of 5 included studies are on the map." in english
    assert "4 av 5 inkluderte studier står på kartet." in norwegian
    assert (output / "evidence-map.html").read_text("utf-8") == english
    assert (output / "figures" / "evidence-map.nb.svg").is_file()
    assert "Kunnskapskart" in (output / "report.nb.html").read_text("utf-8")


@pytest.mark.every_output
def test_cells_changed_since_the_last_update_are_ringed_until_the_next(included: Path) -> None:
    update(included)
    assert ringed(included) == set()
    sheet(included, outcomes=("ab", "ab", "", "b"))
    assert ajour("report", included).code == 0
    assert ringed(included) == {("b", "2021")}
    sheet(included, outcomes=("ab", "a", "", "b"))
    assert ajour("report", included).code == 0
    assert ringed(included) == {("b", "2021"), ("b", "2022")}
    page = (included / "output" / "evidence-map.en.html").read_text("utf-8")
    assert page.count('changed">') == 2
    later_round(included)
    update(included)
    assert ringed(included) == {("b", "2021"), ("b", "2022")}
    sheet(included, outcomes=("ab", "a", "a", "b"))
    assert ajour("report", included).code == 0
    assert ringed(included) == {("a", "2021")}


@pytest.mark.every_output
def test_a_damaged_run_is_written_again_with_the_same_rings(included: Path) -> None:
    update(included)
    sheet(included, outcomes=("ab", "ab", "", "b"))
    assert ajour("report", included).code == 0
    latest = (included / "output" / "latest").resolve()
    names = ("evidence-map.json", "evidence-map.en.html", "evidence-map.nb.html")
    before = {name: (latest / name).read_bytes() for name in names}
    (latest / "evidence-map.json").write_bytes(b"{")
    assert ajour("report", included).code == 0
    assert {name: (latest / name).read_bytes() for name in names} == before


@pytest.mark.every_output
def test_review_toml_chooses_the_axes_and_a_wrong_one_is_named(included: Path) -> None:
    path = included / "review.toml"
    text = path.read_text("utf-8")
    chosen = (
        '\n[map]\nrows = "criteria.exposure"\ncolumns = "design"\nsegments = ""\nfilters = []\n'
    )
    path.write_text(text + chosen, "utf-8")
    assert ajour("report", included).code == 0
    found = told(included)
    assert [one["key"] for one in found["rows"]["values"]] == ["met", "unclear", "not met"]
    assert sum(one["n"] for one in found["cells"]) == 4
    assert "Exposure" in (included / "output" / "evidence-map.en.html").read_text("utf-8")
    path.write_text(text + '\n[map]\nrows = "desing"\n', "utf-8")
    said = ajour("report", included)
    assert not (included / "output" / "evidence-map.json").exists()
    assert '"desing" is not a column of the studies sheet' in said.out + said.err


def test_an_unknown_key_of_the_map_is_refused_by_section_and_key(included: Path) -> None:
    path = included / "review.toml"
    path.write_text(path.read_text("utf-8") + '\n[map]\nrow = "design"\n', "utf-8")
    said = ajour("report", included)
    assert said.code == 2
    assert "[map]: unknown key 'row'; did you mean 'rows'?" in said.err


def test_a_review_without_a_sheet_has_no_map(review: Path) -> None:
    update(review)
    assert not (review / "output" / "evidence-map.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 5))
def test_the_map_adds_up_to_the_flow_of_any_review(seed: int, tmp_path: Path) -> None:
    random_review(tmp_path, seed)
    review = next(tmp_path.rglob("review.toml")).parent
    with at_work(review) as session:
        material = Material(session=session, library=session.library())
        drawn = material.evidence_map
        assert not [one for one in material.left_out.values() if "add up" in one]
        if drawn:
            flow = material.flows.total
            assert len(drawn.studies) + drawn.waiting == len(flow.study_reports)

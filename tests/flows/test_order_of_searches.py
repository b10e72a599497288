"""Within a round a report counts where it was found first: databases, registers, other methods."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.random_sheets import without_pictures
from tests.support.reviews import CRITERIA, ajour, entry

pytestmark = pytest.mark.every_output


@pytest.fixture(autouse=True)
def _drawn_as_text() -> Iterator[None]:
    with without_pictures():
        yield


HEAD = """
[review]
title = "Order"
language = "en"

[[round]]
name = "1"

[[round]]
name = "2"

[reviewers]
names = ["ann"]
"""

SEARCH = """
[[search]]
name = "{name}"
round = "{round}"
source = "{name}"
kind = "{kind}"
"""


def made(folder: Path, *searches: tuple[str, str, str, range]) -> Path:
    """A review of searches given by name, kind, round and the numbers of the reports they list."""
    review = folder / "review"
    texts = [SEARCH.format(name=name, kind=kind, round=of) for name, kind, of, _ in searches]
    for name, _, of, reports in searches:
        place = review / "searches" / of / name
        place.mkdir(parents=True)
        records = (
            entry(f"{WORDS[one]} among people number {one}", author=f"Name{one}, A")
            for one in reports
        )
        (place / "export.ris").write_text("".join(records), "utf-8")
    (review / "review.toml").write_text(HEAD + "".join(texts), "utf-8")
    (review / "criteria.toml").write_text(CRITERIA, "utf-8")
    update(review)
    return review


LETTERS = (
    "Sleep Pain Noise Trust Light Coffee Stairs Garden Ferry Winter Tunnel Bridge Candle Wagon"
)
WORDS = [f"{one} and {other}" for one in LETTERS.split() for other in LETTERS.split()]


def numbers(review: Path, name: str = "flow") -> dict[str, int]:
    text = (review / "output" / f"{name}.en.json").read_text("utf-8")
    found: dict[str, int] = json.loads(text)["numbers"]
    return found


def searches(review: Path) -> dict[str, dict[str, str]]:
    path = review / "output" / "tables" / "Searches.en.csv"
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    return {row["Search"]: row for row in rows if row["Search"] and row["Records imported"]}


@pytest.mark.parametrize("kind", ["citations", "website", "organisation"])
def test_what_a_database_found_stays_in_its_column(tmp_path: Path, kind: str) -> None:
    review = made(
        tmp_path, ("other", kind, "1", range(30)), ("medline", "database", "1", range(30))
    )
    found = numbers(review)
    assert (found["identified_records"], found["duplicates_records"]) == (30, 0)
    assert found["not_yet_screened_records"] == 30
    assert found["other_identified_records"] == found["other_duplicates_software_records"] == 30
    assert found["other_not_yet_screened_records"] == 0


def test_a_register_gives_way_to_a_database_and_goes_before_a_website(tmp_path: Path) -> None:
    review = made(
        tmp_path,
        ("web", "website", "1", range(8)),
        ("registry", "register", "1", range(4, 12)),
        ("medline", "database", "1", range(6)),
    )
    new = {name: int(row["New records"]) for name, row in searches(review).items()}
    assert new == {"web": 0, "registry": 6, "medline": 6}


def test_databases_go_in_the_order_of_review_toml(tmp_path: Path) -> None:
    review = made(
        tmp_path,
        ("second", "database", "1", range(10)),
        ("first", "database", "1", range(10)),
    )
    assert {name: row["New records"] for name, row in searches(review).items()} == {
        "second": "10",
        "first": "0",
    }


def test_table_pictures_and_flow_have_the_same_duplicates_for_every_search(tmp_path: Path) -> None:
    review = made(
        tmp_path,
        ("medline", "database", "1", range(10)),
        ("embase", "database", "1", range(5, 20)),
        ("web", "website", "1", range(18, 23)),
        ("medline2", "database", "2", range(8, 30)),
        ("cites", "citations", "2", range(25, 35)),
    )
    table = searches(review)
    for name, row in table.items():
        of_search = numbers(review, f"searches/{name}")
        assert int(row["Duplicates"]) == of_search["all_duplicates_records"], name
        assert int(row["New records"]) == of_search["all_not_yet_screened_records"], name
    total = sum(int(row["Duplicates"]) for row in table.values())
    assert numbers(review)["all_duplicates_records"] == total == 5 + 2 + 15 + 5
    assert "Of these, assessed in an earlier round" not in table["medline"]


def test_what_was_decided_in_an_earlier_round_is_told_apart(tmp_path: Path) -> None:
    review = made(
        tmp_path,
        ("medline", "database", "1", range(6)),
        ("medline2", "database", "2", range(4, 9)),
    )
    listed = ajour("candidates", review, "--all", "--format", "csv", "-o", tmp_path / "l.csv")
    assert listed.code == 0, listed.err
    rows = list(csv.DictReader((tmp_path / "l.csv").read_text("utf-8-sig").splitlines()))
    with (tmp_path / "done.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"Decision": "exclude"} for row in rows)
    assert ajour("decide", tmp_path / "done.csv", "--review", review).code == 0
    assert ajour("report", review).code == 0
    row, picture = searches(review)["medline2"], numbers(review, "searches/medline2")
    again = int(row["Of these, assessed in an earlier round"])
    assert (int(row["Duplicates"]), again, int(row["New records"])) == (2, 2, 3)
    assert picture["all_duplicates_records"] == int(row["Duplicates"]) - again
    assert picture["all_found_again_decided_records"] == again
    assert picture["all_screened_records"] == int(row["New records"])


def test_numbers_that_the_rule_of_counting_changed_are_told(tmp_path: Path) -> None:
    """As after an update of the program: the run before knows no rule, and has other numbers."""
    review = made(
        tmp_path, ("web", "website", "1", range(9)), ("medline", "database", "1", range(9))
    )
    latest = review / "output" / "runs" / "2024-06-10-1"
    told = json.loads((latest / "run.json").read_text("utf-8"))
    del told["counting"]
    told["round"]["1"] |= {"duplicates_software": 4, "not_yet_screened": 5}
    (latest / "run.json").write_text(json.dumps(told), "utf-8")
    picture = latest / "searches" / "web.en.json"
    old = json.loads(picture.read_text("utf-8"))
    old["numbers"]["all_duplicates_records"] = 5
    picture.write_text(json.dumps(old), "utf-8")
    (review / "review.toml").write_text(
        (review / "review.toml").read_text("utf-8").replace('"Order"', '"Order and more"'), "utf-8"
    )
    said = ajour("report", review).out
    assert "round 1, Duplicates removed 4 → 0" in said
    assert "round 1, Not yet screened 5 → 9" in said
    assert "duplicates in the figure of web 5 → 9" in said
    assert (
        "the rule for counting duplicates"
        not in (review / "output" / "changes.md").read_text("utf-8").splitlines()[-1]
    )
    again = (review / "review.toml").read_text("utf-8").replace("and more", "and so on")
    (review / "review.toml").write_text(again, "utf-8")
    assert "→" not in ajour("report", review).out

"""What is missing can be added by hand: a record, an abstract; each with its origin, for good."""

import json
import shutil
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import numbers
from tests.support.reviews import TITLES, ajour, rows_of, small_review

MORE = '\n[[search]]\nname = "hand"\nround = "1"\nsource = "Reference lists"\nkind = "{}"\n'
BERG = ("--title", "Telework in lighthouses", "--author", "Berg, K", "--year", "2021")
ORIGIN = ("--by", "kari", "--from", "the reference list of Nordal 2023")
BARE = (
    "TY  - JOUR\nTI  - Telework without words\nAU  - Dahl, O\nPY  - 2022\nDO  - 10.5555/bare\n"
    "ER  - \n"
)


@pytest.fixture
def review(tmp_path: Path) -> Path:
    made = small_review(tmp_path)
    kind(made, "citations")
    (made / "searches/1/wos/bare.ris").write_text(BARE, "utf-8")
    update(made)
    return made


def kind(review: Path, way: str) -> None:
    path = review / "review.toml"
    text = path.read_text("utf-8").partition('\n[[search]]\nname = "hand"')[0]
    path.write_text(text + MORE.format(way), "utf-8")


def boxes(review: Path) -> dict[str, int]:
    told = json.loads(ajour("status", review, "--json").out)
    others = told["other_methods"]["total"]
    return {**told["total"], "identified_other": others["identified"]}


@pytest.mark.parametrize(
    ("way", "box"),
    [
        ("citations", "identified_other"),
        ("website", "identified_other"),
        ("organisation", "identified_other"),
        ("register", "identified"),
        ("database", "identified"),
    ],
)
def test_a_record_by_hand_counts_in_the_box_of_its_search(review: Path, way: str, box: str) -> None:
    kind(review, way)
    before = boxes(review)
    said = ajour("add", review, "--search", "hand", *BERG, *ORIGIN, "--json")
    assert said.code == 0, said.err
    assert json.loads(said.out)["kind"] == way
    after = boxes(review)
    changed = {name for name in ("identified", "identified_other") if after[name] != before[name]}
    assert changed == {box}
    assert after[box] == before[box] + 1


def test_a_record_by_hand_keeps_its_origin_and_survives_a_new_store(review: Path) -> None:
    said = ajour(
        "add", review, "--search", "hand", *BERG, "--doi", "10.5555/berg", *ORIGIN, "--json"
    )
    told = json.loads(said.out)
    path = Path(told["file"])
    assert path.parent == review / "searches/1/hand"
    note = "Added by hand on 2024-06-10 by kari, from the reference list of Nordal 2023"
    assert note in path.read_text("utf-8")
    story = ajour("explain", "10.5555/berg", "--review", review).out
    assert told["report"] in story
    assert path.name in story
    other = review.parent / "other"
    shutil.copytree(review, other, ignore=shutil.ignore_patterns("ajour.db*", "output", ".ajour"))
    update(other)
    assert numbers(other)["identified"] == numbers(review)["identified"]
    assert ajour("check", review).code == 0
    assert not update(review).failed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(
            ("--doi", "10.5555/x"), "A record needs a title", id="does not look up titles by DOI"
        ),
        pytest.param(("--title", "T", "--doi", "x/1"), "is not a DOI", id="no DOI"),
        pytest.param(("--title", TITLES[0]), "already has this report", id="a known title"),
        pytest.param(("--title", "T", "--doi", "10.5555/BARE"), "already", id="a known DOI"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_changes(
    review: Path, words: tuple[str, ...], told: str
) -> None:
    before = rows_of(review / "ajour.db")
    said = ajour("add", review, "--search", "hand", *words)
    assert said.code == 2
    assert told in said.err
    assert rows_of(review / "ajour.db") == before
    assert not list((review / "searches/1").glob("hand/*"))


def test_a_known_report_is_added_as_a_duplicate_when_somebody_says_so(review: Path) -> None:
    before = boxes(review)
    words = ("--title", TITLES[0], "--author", "Author0, A", "--year", "2023", "--again")
    assert ajour("add", review, "--search", "hand", *words).code == 0
    after = boxes(review)
    assert after["identified_other"] == before["identified_other"] + 1
    assert after["not_yet_screened"] == before["not_yet_screened"]


def test_a_search_that_review_toml_does_not_have_is_told(review: Path) -> None:
    said = ajour("add", review, "--search", "nowhere", *BERG)
    assert (said.code, "no search has the name 'nowhere'" in said.err) == (2, True)


def abstract(review: Path, title: str = "Telework without words") -> str | None:
    from flows.review.session import at_work

    with at_work(review) as session:
        reports = session.library().reports.values()
        return next(one.abstract for one in reports if one.title == title)


FILL = ("--abstract", "We followed people who\n telework.", *ORIGIN)


def test_an_abstract_by_hand_is_read_and_stays_through_imports_and_rereading(
    review: Path,
) -> None:
    assert abstract(review) is None
    assert ajour("fill", "10.5555/bare", "--review", review, *FILL).code == 0
    assert abstract(review) == "We followed people who telework."
    told = ajour("explain", "10.5555/bare", "--review", review).out
    assert "Exposure: met" in told
    assert ajour("reread", review).code in (0, 3)
    copy = BARE.replace("PY  - 2022", "PY  - 2022\nVL  - 3")
    (review / "searches/2/later/again.ris").write_text(copy, "utf-8")
    update(review)
    assert abstract(review) == "We followed people who telework."
    assert ajour("check", review).code == 0


def test_an_abstract_by_hand_can_be_taken_back_and_nothing_of_it_is_lost(review: Path) -> None:
    assert ajour("fill", "10.5555/bare", "--review", review, *FILL).code == 0
    assert ajour("fill", "10.5555/bare", "--review", review, "--abstract", "").code == 0
    assert abstract(review) is None
    assert len(rows_of(review / "ajour.db")["supplement"]) == 2


def test_what_a_source_says_stands_before_what_is_added_by_hand(review: Path) -> None:
    said = ajour("fill", rows(review)[TITLES[1]], "--review", review, *FILL)
    assert (said.code, "already has an abstract from its source" in said.err) == (2, True)
    assert ajour("fill", "10.5555/bare", "--review", review, *FILL).code == 0
    better = BARE.replace("ER  -", "AB  - The source's own words.\nER  -")
    (review / "searches/2/later/better.ris").write_text(better, "utf-8")
    update(review)
    assert abstract(review) == "The source's own words."


def rows(review: Path) -> dict[str, str]:
    from tests.support.filled_lists import records

    return records(review)


@pytest.mark.parametrize("named", ["nowhere", "10.5555/none"])
def test_a_report_that_nobody_knows_gets_no_abstract(review: Path, named: str) -> None:
    said = ajour("fill", named, "--review", review, *FILL)
    assert (said.code, "Nothing was saved" in said.err) == (2, True)

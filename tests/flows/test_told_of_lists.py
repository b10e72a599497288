"""What is told of lists given back and of lists written twice, in the words of the sheet."""

from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import Answers, filled, listed
from tests.support.reviews import TITLES, ajour, later_round, small_review

INCLUDE: Answers = {"*": {"Decision": "include"}}
EXCLUDE: Answers = {"*": {"Decision": "exclude"}}


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """The small review with two readers of each report, after its first update."""
    review = small_review(tmp_path, screening="double")
    update(review)
    return review


def _decide(review: Path, who: str, answers: Answers) -> None:
    blank = listed(review, "--reviewer", who, "--all")
    said = ajour("decide", filled(blank, review / f"{who}.xlsx", answers))
    assert said.code == 0, said.err


def test_errors_name_the_words_of_an_english_sheet_in_the_order_of_its_rows(double: Path) -> None:
    blank = listed(double, "--reviewer", "ann", "--all")
    answers = {
        TITLES[0]: {"Decision": "exclud"},
        TITLES[1]: {"Decision": "exclude", "Reason": "Wrong exposur"},
        TITLES[2]: {"Decision": "include", "Reason": "E"},
        TITLES[3]: {"Reason": "Wrong type"},
        "*": {"Decision": "include"},
    }
    said = ajour("decide", filled(blank, double / "ann.xlsx", answers), "--dry-run")
    assert "found “exclud”; expected include, exclude or maybe; did you mean 'exclude'?" in said.err
    offered = "Wrong exposure (E), Wrong type (P); did you mean 'Wrong exposure'?"
    assert f"found “Wrong exposur”; expected a reason: {offered}" in said.err
    assert "found a reason but no decision; expected include" in said.err
    assert "ajour would import all rows except the rows listed below." in said.err
    assert "Correct the file before you import it." in said.err
    rows = [line.split("row ")[1].split(",")[0] for line in said.err.split("\n") if " row " in line]
    assert len(rows) == 4
    assert rows == sorted(rows)


def test_a_sheet_of_conflicts_with_only_faulty_rows_is_nobodys_list(double: Path) -> None:
    _decide(double, "ann", INCLUDE)
    _decide(double, "bo", {TITLES[0]: {"Decision": "exclude"}, **INCLUDE})
    sheet = listed(double, command="conflicts")
    back = filled(sheet, double / "back.xlsx", {"*": {"Consensus": "includ"}})
    said = ajour("decide", back)
    assert said.code == 2
    assert "did you mean 'include'?" in said.err
    assert "is not a reviewer" not in said.err


def test_the_same_list_is_not_written_twice_but_a_changed_or_named_one_is(double: Path) -> None:
    first = listed(double, "--reviewer", "ann", "--all")
    said = ajour("candidates", double, "--reviewer", "ann", "--all")
    assert f"{first}: " in said.out
    assert "This list exists already, so ajour did not write the list again." in said.out
    assert "also on lists" not in said.out
    named = listed(double, "--reviewer", "ann", "--all", "-o", double / "own.xlsx")
    assert named.read_bytes() == first.read_bytes()
    filled(first, first, {TITLES[0]: {"Note": "mine"}})
    assert listed(double, "--reviewer", "ann", "--all") != first
    assert not [*(double / "lists").glob(".*")]


def test_the_same_conflicts_are_not_written_twice_even_at_a_later_time(
    double: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(double, "ann", INCLUDE)
    _decide(double, "bo", {TITLES[0]: {"Decision": "exclude"}, **INCLUDE})
    first = listed(double, command="conflicts")
    said = ajour("conflicts", double)
    assert said.out.startswith(f"{first}: 1 disagreement at screening for consensus. This list")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718900000")
    later_round(double)
    update(double)
    assert listed(double, command="conflicts") == first
    assert len([*(double / "lists").glob("conflicts-*")]) == 1
    assert listed(double, "--reviewer", "eve", command="conflicts") != first


def test_ordinary_second_readings_are_no_checks(double: Path) -> None:
    _decide(double, "ann", EXCLUDE)
    said = ajour("recheck", double, "--reviewer", "bo")
    assert said.code == 0
    assert "In double screening, a report with one decision waits" in said.out
    _decide(double, "bo", {TITLES[0]: {"Decision": "include"}, **EXCLUDE})
    assert "that were checked again" not in ajour("status", double).out


def test_an_update_counts_the_duplicates_that_it_linked_itself(review: Path) -> None:
    told = update(review).stages["link duplicates"].told[0]
    assert told.startswith("1 new duplicate linked, 1 in all")
    extra = review / "searches/1/wos/more.ris"
    extra.write_text("TY  - JOUR\nTI  - Rats in a maze\nAU  - R, A\nPY  - 2001\nER  - \n", "utf-8")
    told = update(review).stages["link duplicates"].told[0]
    assert told.startswith("0 new duplicates linked, 1 in all")
    later_round(review)
    told = update(review).stages["link duplicates"].told[0]
    assert told.startswith("1 new duplicate linked, 2 in all")

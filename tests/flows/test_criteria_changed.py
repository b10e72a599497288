"""Criteria changed midway: what is suggested now, what that speaks against, and who is asked."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.orchestration.update import update
from tests.support.filled_lists import filled_csv, listed, numbers
from tests.support.reviews import TITLES, ajour, rows_of, small_review

CHAIRS = 'against = ["protocol"]'


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """Both have read all five; ann includes all, bo only what is not of the kitchen."""
    review = small_review(tmp_path, screening="double")
    update(review)
    for who, no in (("ann", ""), ("bo", TITLES[1])):
        path = listed(review, "--reviewer", who, "--format", "csv")
        answers = {no: {"Decision": "exclude"}, "*": {"Decision": "include"}}
        back = filled_csv(path, review / f"{who}.csv", answers)
        assert ajour("decide", back, "--review", review).code == 0
    return review


def change(
    review: Path, old: str = CHAIRS, new: str = 'against = ["kitchen", "leadership"]'
) -> None:
    path = review / "criteria.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def changed(review: Path, *words: str) -> dict[str, object]:
    said = ajour("criteria", "changed", review, "--json", *words)
    assert said.code == 0, said.err
    told: dict[str, object] = json.loads(said.out)
    return told


def test_before_a_change_nothing_is_told(decided: Path) -> None:
    assert changed(decided)["changed"] == []
    said = ajour("criteria", "changed", decided).out
    assert said == "The latest change of criteria.toml changed no suggestion.\n"


def test_changed_suggestions_stand_with_the_decisions_they_speak_against(decided: Path) -> None:
    before, decisions = numbers(decided), rows_of(decided / "ajour.db")["decision"]
    change(decided)
    told = changed(decided)
    found = {one["title"]: one for one in told["changed"]}  # type: ignore[attr-defined]
    assert found[TITLES[1]]["after"] == found[TITLES[2]]["after"] == "exclude"
    assert found[TITLES[1]]["against"] == ["ann"]
    assert found[TITLES[2]]["against"] == ["ann", "bo"]
    assert TITLES[3] not in found
    assert told["asked"] == {"ann": 2, "bo": 1}
    text = ajour("criteria", "changed", decided).out
    assert "Decisions to be checked again: ann 2, bo 1." in text
    assert numbers(decided) == before
    assert rows_of(decided / "ajour.db")["decision"] == decisions


def test_the_letter_says_it_once(decided: Path) -> None:
    update(decided)
    change(decided)
    letter = update(decided).letter
    assert "The criteria have changed, which changed 2 suggestions" in letter
    assert "until the people who made them have checked them again: ann 2, bo 1." in letter
    (decided / "searches/2/later/a.ris").write_text("TY  - JOUR\nTI  - X y\nER  - \n", "utf-8")
    assert "The criteria have changed" not in update(decided).letter


def test_who_is_asked_gets_a_list_and_changes_what_they_want(decided: Path) -> None:
    change(decided)
    told = changed(decided, "--lists")
    written = sorted((decided / "lists").iterdir())
    assert changed(decided, "--lists") == told
    assert sorted((decided / "lists").iterdir()) == written
    lists = {one["reviewer"]: Path(one["path"]) for one in told["lists"]}  # type: ignore[attr-defined]
    assert {one.parent for one in lists.values()} == {decided / "lists"}
    book = load_workbook(lists["ann"])
    sheet = book["Candidates"]
    titles = {sheet.cell(row, column).value for row in range(2, 4) for column in range(1, 9)}
    assert {TITLES[1], TITLES[2]} <= titles
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, heads["Decision"]).value == "include"
    for row in (2, 3):
        sheet.cell(row, heads["Decision"]).value = "exclude"
    book.save(lists["ann"])
    said = ajour("decide", lists["ann"], "--revise", "--review", decided)
    assert said.code in (0, 3), said.err
    assert changed(decided)["asked"] == {"bo": 1}


def test_a_change_that_is_taken_back_changes_nothing(decided: Path) -> None:
    change(decided)
    assert changed(decided)["changed"]
    change(decided, 'against = ["kitchen", "leadership"]', CHAIRS)
    update(decided)
    told = changed(decided)
    assert all(one["after"] != one["before"] for one in told["changed"])  # type: ignore[attr-defined]

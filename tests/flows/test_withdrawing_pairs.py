"""Sheets of pairs that are taken back: of two with one name, the one that was meant."""

import csv
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import records
from tests.support.reviews import ajour, small_review

SAMPLE = Path(__file__).parents[1] / "store/data/0002.db"
"""A store whose words on pairs know the name of their file only."""


@pytest.fixture
def review(tmp_path: Path) -> Path:
    review = small_review(tmp_path)
    update(review)
    return review


def _sheet(review: Path, who: str, *pairs: tuple[str, str], note: str = "") -> Path:
    """A sheet of pairs in a folder of its own, under the name that all of them have."""
    path = review / "decisions" / who / "pairs.csv"
    path.parent.mkdir(parents=True)
    rows = "".join(f"{one},{other},same,{note}\n" for one, other in pairs)
    path.write_text(f"id A,id B,Same report?,Note\n{rows}", "utf-8")
    return path


def _standing(review: Path) -> list[str]:
    with closing(sqlite3.connect(review / "ajour.db")) as db:
        said = "SELECT reviewer FROM pair_verdict WHERE withdrawn IS NULL ORDER BY number"
        return [who for (who,) in db.execute(said)]


def test_of_two_pairs_sheets_of_one_name_only_the_one_that_was_meant_is_withdrawn(
    review: Path,
) -> None:
    of = list(records(review).values())
    anns, bos = _sheet(review, "ann", (of[0], of[1])), _sheet(review, "bo", (of[2], of[3]))
    assert ajour("decide", anns, "--reviewer", "ann").code == 0
    assert ajour("decide", bos, "--reviewer", "bo").code == 0
    said = ajour("withdraw", anns)
    assert (
        "pairs.csv: this file was withdrawn, with its 1 decision on possible duplicates."
        in said.out
    )
    assert "another pairs.csv" not in said.out
    assert _standing(review) == ["bo"]
    assert ajour("decide", anns, "--reviewer", "ann").code == 0
    assert _standing(review) == ["ann", "bo"]


def test_the_audit_names_file_note_and_withdrawal_of_every_word_on_a_pair(review: Path) -> None:
    of = list(records(review).values())
    sheet = _sheet(review, "ann", (of[0], of[1]), note="same cohort")
    assert ajour("decide", sheet, "--reviewer", "ann").code == 0
    assert ajour("withdraw", sheet).code == 0
    out = ajour("export-audit", review).out
    (row,) = [one for one in csv.DictReader(out.splitlines()) if one["kind"] == "pair"]
    assert (row["note"], len(row["sha256"]), row["row"]) == ("same cohort", 64, "2")
    assert row["version"]
    assert row["withdrawn"]


def _older(review: Path, *changes: str) -> None:
    """The review with the store of an earlier version, changed before this one opens it."""
    shutil.copy(SAMPLE, review / "ajour.db")
    with closing(sqlite3.connect(review / "ajour.db")) as db, db:
        for change in changes:
            db.execute(change)


def _withdraw_anns(review: Path) -> str:
    """Withdraw ann's sheet of the sample, which is found by its bytes."""
    with closing(sqlite3.connect(review / "ajour.db")) as db:
        said = "SELECT one, other FROM pair_verdict WHERE number = 1"
        one, other = db.execute(said).fetchone()
    sheet = review / "decisions/ann/pairs.csv"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(f"id A,id B,Same report?\n{one},{other},different\n", "utf-8")
    said_of_it = ajour("withdraw", sheet)
    assert said_of_it.code == 0, said_of_it.err
    return said_of_it.out


def test_words_of_an_earlier_store_are_withdrawn_by_the_file_that_their_time_tells(
    review: Path,
) -> None:
    _older(review)
    assert "another pairs.csv" not in _withdraw_anns(review)
    assert _standing(review) == ["bo"]


def test_words_of_an_earlier_store_that_can_be_of_either_file_go_and_it_is_said(
    review: Path,
) -> None:
    _older(
        review,
        "UPDATE decision_file SET taken_in = '2024-06-10T06:13:21Z'",
        "UPDATE pair_verdict SET at = '2024-06-10T06:13:20Z'",
    )
    told = _withdraw_anns(review)
    assert "with its 2 decisions on possible duplicates" in told
    assert "2 of these decisions may come from another file named pairs.csv" in told
    assert _standing(review) == []


def test_a_word_given_on_the_command_line_outlives_every_withdrawn_sheet(review: Path) -> None:
    of = list(records(review).values())
    said = ("duplicates", review, "--reviewer", "bo", "--join", of[2], of[3])
    assert ajour(*said).code == 0
    sheet = _sheet(review, "ann", (of[0], of[1]))
    assert ajour("decide", sheet, "--reviewer", "ann").code == 0
    assert ajour("withdraw", sheet).code == 0
    assert _standing(review) == ["bo"]

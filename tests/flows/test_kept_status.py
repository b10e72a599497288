"""Where a review stands is kept, and worked out again as soon as anything behind it changes."""

import json
from pathlib import Path

import pytest

from flows.inspection.kept_status import NAME, kept
from flows.inspection.told_status import told_status
from flows.orchestration.update import update
from tests.support.reviews import ajour, later_round


def _add_search_note(review: Path) -> None:
    toml = (review / "review.toml").read_text("utf-8")
    (review / "review.toml").write_text(toml.replace("Small review", "Other review"), "utf-8")


def _change_criteria(review: Path) -> None:
    text = (review / "criteria.toml").read_text("utf-8")
    (review / "criteria.toml").write_text(text.replace("telemedicine", "telecare"), "utf-8")


def _join(review: Path) -> None:
    said = ajour("trace", "identified_records", "--review", review, "--json")
    ids = [one["record"] for one in json.loads(said.out)["records"]]
    assert ajour("duplicates", review, "--reviewer", "bo", "--join", ids[0], ids[-1]).code == 0


@pytest.mark.parametrize(
    "change",
    [
        _add_search_note,
        _change_criteria,
        _join,
        later_round,
        lambda review: (review / "studies.csv").write_text("title\n", "utf-8"),
        lambda review: (review / "ajour.db").unlink(),
    ],
)
def test_what_was_kept_is_not_told_of_another_review(review: Path, change: object) -> None:
    update(review)
    told_status(review)
    assert kept(review) is not None
    change(review)  # type: ignore[operator]
    assert kept(review) is None


def test_what_was_kept_is_told_as_it_was_worked_out(review: Path) -> None:
    update(review)
    first = [ajour("status", review), ajour("status", review, "--json")]
    assert (review / ".ajour" / NAME).is_file()
    assert [ajour("status", review), ajour("status", review, "--json")] == first


def test_a_damaged_note_is_worked_out_again(review: Path) -> None:
    update(review)
    first = ajour("status", review)
    note = review / ".ajour" / NAME
    said = json.loads(note.read_text("utf-8"))
    note.write_text(json.dumps({**said, "told": {"title": 3}}), "utf-8")
    assert ajour("status", review) == first
    note.write_text("{", "utf-8")
    assert ajour("status", review) == first

"""Where a review stands is kept, and worked out again as soon as anything behind it changes."""

import json
import random
from pathlib import Path

import pytest

from flows.inspection.kept_status import NAME, kept
from flows.inspection.told_status import told_status
from flows.orchestration.update import update
from tests.support.filled_lists import filled
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


NOTES = ("status.json", "fresh.json", "criteria.json")
"""What is kept under .ajour/ of the state of a review."""


def _forget(review: Path) -> None:
    for name in NOTES:
        (review / ".ajour" / name).unlink(missing_ok=True)


@pytest.mark.slow
def test_what_is_kept_is_what_is_worked_out_after_any_deeds(review: Path) -> None:
    update(review)
    draw = random.Random(7)
    for _ in range(5):
        draw.choice((_add, _judge, _join, _change_criteria, later_round))(review)
        told = told_status(review)
        assert told_status(review) == told
        _forget(review)
        assert told_status(review) == told


def _add(review: Path) -> None:
    title = f"Report {len(list(review.rglob('by-hand*')))}"
    assert ajour("add", review, "--search", "medline", "--title", title, "--again").code == 0


def _judge(review: Path) -> None:
    """Have ann judge the report that is first on her list, if any is left."""
    number = len(list(review.glob("decisions/ann-*")))
    words = ("--reviewer", "ann", "--top", "1")
    said = json.loads(ajour("candidates", review, *words, "--json").out)
    if said["path"]:
        sheet = filled(
            Path(said["path"]),
            review / "decisions" / f"ann-{number}.xlsx",
            {"*": {"Decision": "include" if number % 2 else "exclude", "Reason": "design"}},
        )
        assert ajour("decide", sheet).code in {0, 2}

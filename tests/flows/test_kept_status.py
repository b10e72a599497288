"""Where a review stands is kept, and worked out again as soon as anything behind it changes."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.inspection.kept_status import NAME, kept
from flows.inspection.told_status import ToldStatus, told_status
from flows.orchestration.update import update
from tests.support.filled_lists import filled
from tests.support.reviews import ajour, entry, later_round, small_review


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


def _worked_out(review: Path) -> ToldStatus:
    _forget(review)
    return told_status(review)


def _records(review: Path) -> list[str]:
    said = json.loads(ajour("trace", "identified_records", "--review", review, "--json").out)
    return [one["record"] for one in said["records"]]


def _read(review: Path, who: str, stage: str, verdict: str) -> Iterator[tuple[object, ...]]:
    """A list goes out and comes back."""
    blank, sheet = review / f"lists/{who}-{stage}.xlsx", review / f"decisions/{who}-{stage}.xlsx"
    yield "candidates", review, "--reviewer", who, "--stage", stage, "--all", "--out", blank
    yield "decide", filled(blank, sheet, {"*": {"Decision": verdict}})


def _every_deed(review: Path) -> Iterator[tuple[object, ...]]:
    """One command of each kind that changes a review, in an order in which each has something."""
    yield from _read(review, "ann", "screening", "include")
    copy, sheet = review / "backups/copy.db", review / "decisions/ann-screening.xlsx"
    yield "backup", review, "--to", copy
    yield "withdraw", sheet
    yield "backup", review, "--restore", copy
    yield "withdraw", sheet, "--review", review
    yield "withdraw", sheet, "--review", review, "--back"
    yield from _read(review, "ann", "eligibility", "include")
    yield "studies", review, "--link", "Author0 2023", "Author1 2023"
    yield "studies", review, "--sheet"
    before = _records(review)
    yield "duplicates", review, "--reviewer", "bo", "--join", before[0], before[-1]
    yield "duplicates", review, "--reviewer", "bo", "--split", before[-1]
    yield "add", review, "--search", "medline", "--title", "A report by hand"
    (added,) = set(_records(review)) - set(before)
    yield "fill", added, "--review", review, "--abstract", "What it says.", "--by", "ann"
    new = review.with_name("new.ris")
    new.write_text(entry("Another report on telework", author="Ny, N"), "utf-8")
    yield "import", new, "--search", "wos", "--review", review
    later_round(review)
    yield "update", review
    yield from _read(review, "bo", "screening", "exclude")
    yield "reread", review, "--apply"


@pytest.mark.slow
def test_after_every_kind_of_deed_what_is_told_is_worked_out(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    update(review)
    (review / "backups").mkdir(exist_ok=True)
    (review / "decisions").mkdir(exist_ok=True)
    told_status(review)
    for line in _every_deed(review):
        said = ajour(*line)
        assert said.code in {0, 3}, (line, said.err)
        # Without a note that counts it is worked out anyway; this leaves one for the next deed.
        told = kept(review)
        assert told is None or ToldStatus(**told) == _worked_out(review), line
        told_status(review)

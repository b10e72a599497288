"""The letter tells a team its week, and each of its sentences is true of the store."""

import json
import re
from pathlib import Path

import pytest

from exports.letter import BOXES, Version, letter
from flows.orchestration.update import update
from tests.support.filled_lists import filled_csv, listed
from tests.support.reviews import TITLES, ajour, entry, later_round, small_review


@pytest.fixture
def double(tmp_path: Path) -> Path:
    review = small_review(tmp_path, screening="double")
    update(review)
    return review


def decide(review: Path, who: str, verdicts: dict[str, str], *words: str) -> None:
    path = listed(review, "--reviewer", who, "--format", "csv", *words)
    answers = {
        title: {"Decision": verdict, "Reason": "E" if verdict == "exclude" else ""}
        for title, verdict in verdicts.items()
    }
    back = filled_csv(path, review / f"back-{who}-{path.stem}.csv", answers)
    assert ajour("decide", back, "--review", review).code == 0


def at(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    """So many days after the review was begun."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1718000000 + day * 86_400))


def test_new_decisions_stand_with_who_made_them_and_at_which_stage(double: Path) -> None:
    decide(double, "ann", {"*": "include"})
    decide(double, "bo", {TITLES[0]: "include"})
    decide(double, "ann", {"*": "exclude"}, "--stage", "eligibility", "--all")
    letter = update(double).letter
    assert "- ann: title and abstract screening 5, full-text assessment 1" in letter
    assert "- bo: title and abstract screening 1" in letter
    later_round(double)
    assert "New decisions by" not in update(double).letter


def test_lists_that_are_out_stand_with_their_age(
    double: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = listed(double, "--reviewer", "ann", "--top", 2)
    at(monkeypatch, 12)
    later_round(double)
    letter = update(double).letter
    sentence = f"ann: 2 of the 2 reports in {path.name} have not been assessed"
    assert f"{sentence} (title and abstract screening; sent 2024-06-10, 12 days)" in letter
    status = ajour("status", double).out
    assert f"{path.name} of ann (all 2 reports, out for 12 days)" in status


def test_one_possible_duplicate_is_not_told_as_several() -> None:
    told = Version(
        run="2024-06-10-1",
        program="1.0",
        criteria="abc",
        searched={},
        new_records=0,
        new_reports=0,
        expected=None,
        suggested=0,
        decisions=0,
        boxes=dict.fromkeys(BOXES, 0),
        lists=[],
        conflicts={},
        pairs=1,
    )
    line = "- 1 pair of records that may be duplicates (ajour duplicates)\n"
    assert line in letter("Work from home", "en", told)


def test_who_has_what_and_who_settles_what(double: Path) -> None:
    decide(double, "ann", dict.fromkeys(TITLES, "include"))
    decide(double, "bo", {TITLES[0]: "exclude", TITLES[1]: "include"})
    letter = update(double).letter
    assert "- title and abstract screening: ann 1, bo 3" in letter
    assert "- disagreements to resolve, title and abstract screening: consensus 1" in letter
    assert "- full-text retrieval: ann / bo 1" in letter
    shown = json.loads(ajour("status", double, "--json").out)["left"]
    assert shown["screening"] == {"ann": 1, "bo": 3}


def test_every_command_of_a_letter_runs_as_it_stands(double: Path) -> None:
    decide(double, "ann", {"*": "include"})
    decide(double, "bo", {"*": "exclude"})
    letter = update(double).letter
    commands = re.findall(r"\((ajour [^)]*)\)", letter)
    assert commands == [f"ajour conflicts {double.resolve()} --stage screening"]
    for command in commands:
        assert ajour(*command.split()[1:]).code == 0
    assert (double / "output/letter.md").read_text("utf-8") == letter


def test_what_failed_stands_with_what_to_do(double: Path) -> None:
    (double / "searches/2/later/bad.ris").write_text(
        entry("A whole record") + "TY  - JOUR\nTI  - Cut", "utf-8"
    )
    letter = update(double).letter
    assert "## Errors and what to do" in letter
    place = double.resolve() / "searches/2/later/bad.ris"
    assert f"ajour import {place} --search later --accept-faults" in letter


def test_a_norwegian_letter_has_all_of_it_in_norwegian(double: Path) -> None:
    path = double / "review.toml"
    path.write_text(path.read_text("utf-8").replace('language = "en"', 'language = "nb"'), "utf-8")
    headings = listed(double, "--reviewer", "ann", "--top", 1, "--format", "csv")
    assert headings.exists()
    (double / "searches/2/later/a.ris").write_text(entry("Telework at sea"), "utf-8")
    letter = update(double).letter
    assert "## Gjenstående arbeid for hver person" in letter
    assert "er ikke vurdert (screening av tittel og sammendrag; utlevert 10.06.2024)" in letter

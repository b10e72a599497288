"""Five simulated years of teams at work, and faults put into the program that such years find."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from flows.screening import lists
from pipeline.records import RecordId
from pipeline.review import library, stored_library
from tests.support.team_year.known import KNOWN
from tests.support.team_year.script import read, script_of, told
from tests.support.team_year.year import played, shrunk

pytestmark = pytest.mark.slow

SEEDS = (0, 1, 2, 4, 9)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_that_is_claimed_holds_through_a_year(seed: int, tmp_path: Path) -> None:
    script = script_of(seed)
    play, broken = played(tmp_path / "year", seed, script, KNOWN)
    if broken:
        fewest = shrunk(tmp_path, seed, script[: len(play.log)], broken.claim, KNOWN)
        pytest.fail(f"seed {seed}: {broken}\nthe shortest script:\n{told(fewest)}")


def test_a_script_is_read_as_it_was_told() -> None:
    assert read(told(script_of(1))) == script_of(1)


SHORT = """
    0 exports arrive
    1 exports arrive
    2 update
    3 ask for a list
    4 ask for a list
    5 everybody reads everything
    6 link two studies
    7 update
"""
"""A short year, which is enough for the faults below."""


def _found(tmp_path: Path, known: Collection[str] = tuple(KNOWN)) -> str:
    """The first claim that breaks in a short year; "" where all hold."""
    _, broken = played(tmp_path / "year", 1, read(SHORT), known)
    return broken.claim if broken else ""


def test_a_sound_program_holds_through_the_short_year(tmp_path: Path) -> None:
    assert not _found(tmp_path)


def test_a_decision_that_moves_to_another_report_when_records_are_linked_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = stored_library.decided_on

    def moved(*given: Any) -> Mapping[RecordId, Any]:
        """The decisions of a report with several records stands on the next report instead."""
        found, memberships = sound(*given), given[2]
        linked = {one.report for one in memberships.values() if one.record != one.report}
        names = sorted(found)
        after = dict(zip(names, [*names[1:], *names[:1]], strict=True))
        return {after[one] if one in linked else one: said for one, said in found.items()}

    monkeypatch.setattr(stored_library, "decided_on", moved)
    assert _found(tmp_path) == "every box of the flow chart has what the model has"


def test_a_list_that_replaces_another_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "free_name", lambda path: path)
    assert _found(tmp_path, ()) == "nothing under lists/ is overwritten"


def test_a_study_that_is_counted_once_for_each_of_its_reports_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = library.study_groups

    def without_links(*given: Any, links: object, **more: Any) -> Any:
        return sound(*given, links=(), **more)

    monkeypatch.setattr(library, "study_groups", without_links)
    assert _found(tmp_path) in {
        "every box of the flow chart has what the model has",
        "linked reports are one study, and only these",
    }

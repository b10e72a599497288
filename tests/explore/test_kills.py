"""Kills of an update over real exports, and of every command that writes to the store."""

import shutil
from pathlib import Path

import pytest

from tests.support.killed_commands import CASES, LOGLESS, killed
from tests.support.killed_updates import killed_at_random
from tests.support.reviews import small_review

TIMES = {
    "update": 34,
    "update of a second round": 17,
    "ajour update": 4,
    "import": 13,
    "decide": 13,
}
"""How often a case is killed, each with and without a log beside the store; others ten times."""


def test_two_hundred_kills_leave_the_store_of_an_undisturbed_run(
    tmp_path: Path, shared: Path
) -> None:
    review = small_review(tmp_path)
    for name, search in (("pubmed", "medline"), ("mixed", "wos"), ("citavi", "later")):
        place = next((review / "searches").glob(f"*/{search}"))
        shutil.copy(shared / "data" / "exports" / f"{name}.ris", place / "real.ris")
    tried = list(killed_at_random(review, tmp_path, times=200, seed=2))
    print(f"{len(tried)} kills, {sum(same for _, same in tried)} stores as undisturbed")
    assert all(same for _, same in tried)


TRIED = [(case, log) for case in CASES for log in (False, True) if not (log and case in LOGLESS)]


@pytest.mark.parametrize(("case", "log"), TRIED)
def test_a_command_that_was_killed_and_run_again_is_as_one_that_was_not(
    tmp_path: Path, case: str, log: bool
) -> None:
    found = killed(case, tmp_path / "kills", times=TIMES.get(case, 10), seed=7 + log, log=log)
    print(f"{case}: {found.killed} kills, {found.twice} again, {found.ended} ended first")
    assert found.wrong == []
    assert found.killed

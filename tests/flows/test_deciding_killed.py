"""Killed at any point of taking a file back, either all of it is in or nothing."""

from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled, listed
from tests.support.killed_decisions import killed, killed_before_commit

KILLS = 4


@pytest.fixture
def made(review: Path) -> Path:
    """A review with a filled-in list that waits to be taken back."""
    update(review)
    path = listed(review, "--reviewer", "ann", "--all")
    filled(path, review / "filled.xlsx", {"*": {"Decision": "exclude"}})
    return review


def test_a_kill_at_any_moment_leaves_all_of_a_file_or_nothing(made: Path, tmp_path: Path) -> None:
    for after, again in killed(made, tmp_path, KILLS, seed=7):
        assert after in (0, 5)
        assert again == 5


def test_a_kill_before_the_commit_leaves_nothing(made: Path, tmp_path: Path) -> None:
    assert killed_before_commit(made, tmp_path) == (0, 5)

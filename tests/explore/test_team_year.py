"""Sixty simulated years of teams at work: nothing that is claimed of a year fails to hold."""

from pathlib import Path

import pytest

from tests.support.team_year.known import KNOWN
from tests.support.team_year.script import script_of, told
from tests.support.team_year.year import played, shrunk

SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_that_is_claimed_holds_through_a_year(seed: int, tmp_path: Path) -> None:
    script = script_of(seed)
    play, broken = played(tmp_path / "year", seed, script, KNOWN)
    if broken:
        fewest = shrunk(tmp_path, seed, script[: len(play.log)], broken.claim, KNOWN)
        pytest.fail(f"seed {seed}: {broken}\nthe shortest script:\n{told(fewest)}")

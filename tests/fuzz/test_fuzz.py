"""Whatever a file is made into, it is read, or refused with a sentence."""

from pathlib import Path

import pytest

from tests.fuzz.inputs import made, outcome
from tests.fuzz.mutations import LARGEST
from tests.fuzz.targets import TARGETS

INPUTS = 300
KEPT = [
    int(line.split("#")[0])
    for line in (Path(__file__).parent / "kept.txt").read_text("utf-8").splitlines()
    if line.split("#")[0].strip()
]
"""Inputs that once ended in an exception, a hang or a death."""


@pytest.mark.parametrize("kind", TARGETS)
def test_every_seed_is_read(kind: str, tmp_path: Path) -> None:
    seeds, read = TARGETS[kind]
    for name, data in seeds():
        (tmp_path / name).write_bytes(data)
        read(tmp_path / name)


def test_the_same_number_makes_the_same_input() -> None:
    assert [made(number) for number in range(20)] == [made(number) for number in range(20)]
    assert all(len(made(number).data) < 2 * LARGEST for number in range(20))


def test_inputs_made_wrong_at_random_are_read_or_refused(tmp_path: Path) -> None:
    became = [outcome(number, tmp_path) for number in range(INPUTS)]
    assert {kind for kind, _ in became} == set(TARGETS)
    assert {what for _, what in became} == {"read", "refused"}


def test_inputs_that_once_failed_are_read_or_refused(tmp_path: Path) -> None:
    for number in KEPT:
        assert outcome(number, tmp_path)[1] in {"read", "refused"}, number

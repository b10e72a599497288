"""Ten thousand random mutations of real exports, and of our own: never an exception or a hang."""

import random
import time
from pathlib import Path

from tests.readers.test_any_bytes import SEEDS, mutated, outcome

MUTATIONS = 10_000
LARGEST = 60_000
"""Bytes of a seed; longer files are cut here, so that many mutations can be tried."""

SLOWEST = 20.0
"""Seconds that one file of this size may take before it counts as a hang."""


def test_mutations_of_real_exports_are_records_or_a_refusal(shared: Path, tmp_path: Path) -> None:
    real = [path.read_bytes()[:LARGEST] for path in sorted((shared / "data/exports").glob("*.ris"))]
    seeds = real + SEEDS
    dice = random.Random(1)
    for number in range(MUTATIONS):
        started = time.monotonic()
        outcome(tmp_path / "mutated.txt", mutated(seeds[number % len(seeds)], dice))
        assert time.monotonic() - started < SLOWEST, number

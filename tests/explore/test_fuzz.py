"""Twenty thousand files made wrong at random, each read or refused, in bounded time and memory."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

INPUTS = 20_000
SLOWEST = 20.0
"""Seconds that one input may take before it counts as a hang."""

MOST_MEMORY = 1_500
"""Megabytes that the process may come to."""

ROOT = Path(__file__).resolve().parents[2]


def test_twenty_thousand_inputs_are_read_or_refused(tmp_path: Path) -> None:
    out = tmp_path / "became.jsonl"
    words = [sys.executable, "-m", "tests.fuzz.run", "0", str(INPUTS), str(out)]
    ended = subprocess.run(words, cwd=ROOT, check=False, timeout=3600)
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    begun = [row["begun"] for row in rows if "begun" in row]
    done = [row for row in rows if "number" in row]
    assert ended.returncode == 0, f"input {begun[-1]} killed the process"
    assert [row for row in done if not row["kind"]] == []
    assert len(done) == INPUTS
    print(Counter((row["kind"], row["became"]) for row in done))
    print("slowest", max((row["seconds"], row["number"]) for row in done))
    print("megabytes", max(row["peak"] for row in done))
    assert max(row["seconds"] for row in done) < SLOWEST
    assert max(row["peak"] for row in done) < MOST_MEMORY

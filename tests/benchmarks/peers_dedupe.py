"""Compares deduplication with bib-dedupe, in one run on the same records.

    python -m tests.benchmarks.peers_dedupe [RECORDS.csv ...]

bib-dedupe has its own environment, .peers/bib-dedupe, which is made if it is missing. Without
files, those in AJOUR_SHARED/data/dedupe are used. Both are timed after reading the file; imports
are not counted.
"""

import csv
import json
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / ".peers" / "bib-dedupe"
VERSION = "0.11.0"

THEIRS = """
import json, sys, time
import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep

frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
frame = frame.rename(columns={"record_id": "ID", "authors": "author"}).drop(columns=["cluster"])
frame["ENTRYTYPE"] = "article"
start = time.perf_counter()
prepared = prep(frame)
groups = cluster(match(block(prepared)))
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "groups": [list(map(str, group)) for group in groups]}))
"""


def main() -> None:
    """Print a line for each set, and the sums."""
    python = _peer()
    shared = Path(os.environ.get("AJOUR_SHARED", ROOT.parent / "shared"))
    files = [Path(one) for one in sys.argv[1:]] or sorted(
        path for path in (shared / "data" / "dedupe").glob("*.csv") if path.suffixes == [".csv"]
    )
    if not files:
        print(f"There are no records in {shared}; set AJOUR_SHARED.")
        return
    print(f"{'set':<16}{'records':>8}  {'bib-dedupe':>24}  {'ajour':>24}  {'faster':>7}")
    rows = [(path.stem, *_both(python, path)) for path in files]
    for name, count, theirs, ours in rows:
        _line(name, count, theirs, ours)
    sums = [[sum(row[side][at] for row in rows) for at in range(3)] for side in (2, 3)]
    _line("all", sum(row[1] for row in rows), tuple(sums[0]), tuple(sums[1]))


def _line(name: str, count: int, theirs: tuple, ours: tuple) -> None:
    told = [f"{lost} lost {missed} missed {time:6.2f} s" for time, lost, missed in (theirs, ours)]
    print(f"{name:<16}{count:>8}  {told[0]:>24}  {told[1]:>24}  {theirs[0] / ours[0]:>6.0f}x")


def _both(python: Path, path: Path) -> tuple[int, tuple, tuple]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        true = {row["record_id"]: row["cluster"] for row in csv.DictReader(file)}
    done = subprocess.run(
        [python, "-c", THEIRS, path], check=True, capture_output=True, text=True, cwd=PEER
    )
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return len(true), (said["seconds"], *_errors(true, said["groups"])), _ours(path)


def _ours(path: Path) -> tuple[float, int, int]:
    from pipeline.dedupe.find import find_duplicates
    from pipeline.evaluation.labelled_duplicates import measure, read_labelled

    labelled = read_labelled(path)
    start = time.perf_counter()
    found = find_duplicates(labelled.records)
    seconds = time.perf_counter() - start
    measures = measure(labelled.clusters, found.reports(labelled.clusters))
    return seconds, measures.lost, measures.missed


def _errors(true: dict[str, str], groups: list[list[str]]) -> tuple[int, int]:
    """The numbers of reports lost and duplicates missed, counted independently of both programs."""
    found = {record: record for record in true}
    for group in groups:
        found.update(dict.fromkeys(group, min(group)))
    both = {(true[record], found[record]) for record in true}
    return len(both) - len(set(found.values())), len(both) - len(set(true.values()))


def _peer() -> Path:
    """The peer's Python, in an environment with the peer."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
    install = [python, "-m", "pip", "install", "--quiet", f"bib-dedupe=={VERSION}"]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    return python


if __name__ == "__main__":
    main()

"""Compares the ranking with ASReview, in one run on the same reviews and priors.

    python -m tests.benchmarks.peers_ranking [REVIEW.csv ...]

ASReview has its own environment, .peers/asreview, which is made if it is missing. Without files,
those in AJOUR_SHARED/data/ranking are used. CPU time counts from the read table to the last rank;
imports are not counted.
"""

import csv
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from pipeline.evaluation.ranking_trial import Trial, measure, run

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / ".peers" / "asreview"
VERSION = "2.2"
DATA = Path(os.environ.get("AJOUR_SHARED", ROOT.parent / "shared")) / "data" / "ranking"

THEIRS = """
import json, sys, time
import pandas as pd
from asreview.learner import ActiveLearningCycle
from asreview.models.models import get_ai_config
from asreview.models.stoppers import LastRelevant
from asreview.simulation.simulate import Simulate

frame = pd.read_csv(sys.argv[1], dtype={"record_id": str}, keep_default_na=False)
start = time.process_time()
labels = frame["label_included"].astype(int)
cycles = [ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])]
priors = [int((frame["record_id"] == one).to_numpy().nonzero()[0][0]) for one in sys.argv[2:]]
simulation = Simulate(frame[["title", "abstract"]], labels, cycles, stopper=LastRelevant(),
                      print_progress=False)
simulation.label(priors)
simulation.review()
seconds = time.process_time() - start
order = [int(one) for one in simulation._results["record_id"]]
print(json.dumps({"seconds": seconds, "order": order}))
"""


def main() -> None:
    """Print a line for each review, and the sums."""
    python = peer()
    files = [Path(one) for one in sys.argv[1:]] or sorted(DATA.glob("*_*.csv"))
    with (DATA / "priors.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["seed"] == "535"]
    priors = {row["dataset"]: (row["included_id"], row["excluded_id"]) for row in rows}
    print("review, then loss, WSS@95 and CPU seconds of ASReview and of ajour")
    sums = [0.0, 0.0]
    for path in files:
        ours = run(Trial(path=path, priors=priors[path.stem]))
        found, seconds = theirs(python, path, priors[path.stem])
        their = measure(found)
        sums = [sums[0] + seconds, sums[1] + ours["cpu_seconds"]]
        print(
            f"{path.stem:<26} {their.loss:.4f} {their.wss95:.4f} {seconds:7.2f}"
            f"    {ours['loss']:.4f} {ours['wss95']:.4f} {ours['cpu_seconds']:7.2f}"
            f"   1/{seconds / ours['cpu_seconds']:.0f}"
        )
    print(f"CPU seconds: {sums[0]:.1f} and {sums[1]:.1f}, 1/{sums[0] / sums[1]:.1f}")


def theirs(python: Path, path: Path, priors: tuple[str, str]) -> tuple[list[bool], float]:
    """Whether each record was included, in ASReview's reading order, and the CPU seconds."""
    told = subprocess.run(
        [python, "-c", THEIRS, path, *priors],
        capture_output=True,
        text=True,
        check=True,
        cwd=PEER,  # it writes a cache file to its working folder
    )
    answer = json.loads(told.stdout.splitlines()[-1])
    with path.open(encoding="utf-8") as file:
        included = [row["label_included"] == "1" for row in csv.DictReader(file)]
    order = answer["order"][len(priors) :]
    # It stops at the last include: the remaining records are excludes, in any order.
    rest = len(included) - len(priors) - len(order)
    return [included[place] for place in order] + [False] * rest, answer["seconds"]


def peer() -> Path:
    """The Python with ASReview; its environment is made if it is missing."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", f"asreview=={VERSION}"], check=True
        )
    return python


if __name__ == "__main__":
    main()

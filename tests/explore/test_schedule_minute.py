"""The schedule at one-minute pace against a small E-utilities server that fails in between."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.review.output_runs import run_names
from tests.support.fake_eutils import Library, eutils
from tests.support.reviews import ajour, small_review

SEARCH = """
[[search]]
name = "pubmed"
round = "2"
source = "PubMed"
kind = "pubmed"
query = "telework"
"""
WAIT_SECONDS = 420.0
"""Three minutes of schedule, and the start of a server on a busy machine."""


def _wait(until: float, review: Path, count: int) -> None:
    runs = review / "output" / "runs"
    while len(run_names(runs)) < count:
        assert time.monotonic() < until, f"{len(run_names(runs))} runs of {count}"
        time.sleep(1)


@pytest.mark.filterwarnings("ignore")
def test_three_updates_by_the_clock_with_a_source_that_fails_in_between(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace("[reviewers]", SEARCH + "[reviewers]"), "utf-8")
    library = Library(entered={"1": "2024/01/01"})
    until = time.monotonic() + WAIT_SECONDS
    program = Path(sys.executable).with_name("ajour")
    with eutils(library) as address:
        environment = {**os.environ, "AJOUR_EUTILS_URL": address}
        process = subprocess.Popen(
            [program, "schedule", str(review), "--cron", "* * * * *"], env=environment
        )
        try:
            _wait(until, review, 1)
            library.troubles["esearch"] = ["500"] * 4
            asked = len(library.asked)
            while library.troubles["esearch"]:
                assert time.monotonic() < until
                time.sleep(1)
            assert len(library.asked) >= asked + 4
            library.entered["2"] = time.strftime("%Y/%m/%d", time.gmtime())
            _wait(until, review, 2)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    assert ajour("check", review).code == 0

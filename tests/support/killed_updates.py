"""Kills an update at a random moment, so that it cannot clean up."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random
from unittest.mock import patch

from flows.orchestration.update import update
from flows.reporting import figures, outputs, run_summary
from tests.support.reviews import rows_of

CONTEXT = get_context("forkserver")
"""A server process that has imported everything, so that the kill falls on the stages."""

HEAVY = "flows pipeline exports screening_rules numpy scipy sklearn spacy thinc xlsxwriter docx"
HEAVY_ONES = frozenset(HEAVY.split())


@contextmanager
def few_outputs() -> Iterator[None]:
    """Write only numbers and SVG: pictures and documents take seconds and are tested elsewhere."""
    makers = (figures.prisma_files, run_summary.summary_files)
    with (
        patch.object(outputs, "MAKERS", makers),
        patch.object(figures, "figure_png", lambda svg: svg.encode()),
        patch.object(figures, "figure_pdf", lambda svg: svg.encode()),
        patch("exports.prisma_flow.word.flow_docx", lambda *_: b"no document"),
    ):
        yield


def run_update(review: str) -> None:
    """Run a whole update; called in a separate process."""
    os.environ["SOURCE_DATE_EPOCH"] = "1718000000"
    with few_outputs():
        update(Path(review))


def seconds_undisturbed(review: Path) -> float:
    """The seconds that one update takes in a separate process."""
    begun = time.monotonic()
    process = CONTEXT.Process(target=run_update, args=(str(review),))
    process.start()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - begun


def killed_at_random(
    made: Path, folder: Path, times: int, seed: int
) -> Iterator[tuple[float, bool]]:
    """For each kill: its moment, and whether the next run left the store as without a kill.

    `made` is a review that was never run; each attempt works on a copy of it.
    """
    undisturbed = folder / "undisturbed"
    warm = folder / "warm"
    for copy in (undisturbed, warm):
        shutil.copytree(made, copy)
    run_update(str(warm))
    CONTEXT.set_forkserver_preload([one for one in sys.modules if one.split(".")[0] in HEAVY_ONES])
    seconds_undisturbed(warm)
    lasts = seconds_undisturbed(undisturbed)
    expected = rows_of(undisturbed / "ajour.db")
    moments = Random(seed)
    for number in range(times):
        review = folder / f"killed-{number}"
        shutil.copytree(made, review)
        moment = moments.uniform(0, lasts)
        process = CONTEXT.Process(target=run_update, args=(str(review),))
        process.start()
        time.sleep(moment)
        if process.is_alive() and process.pid:
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        run_update(str(review))
        yield moment, rows_of(review / "ajour.db") == expected
        shutil.rmtree(review)

"""Kills `ajour decide`, at a random moment or between its rows and its commit."""

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from unittest.mock import patch

from flows.screening import decisions
from flows.screening.decisions import DecideOptions, record_decisions
from tests.support.killed_updates import CONTEXT

FIXED = "1718000000"


def run_decide(review: str) -> None:
    """Import one completed file; called in a separate process."""
    os.environ["SOURCE_DATE_EPOCH"] = FIXED
    record_decisions(Path(review), [Path(review) / "filled.xlsx"], DecideOptions())


def die_before_commit(review: str) -> None:
    """Import one completed file and die when all rows are written but not committed."""
    put = decisions.put_decisions

    def last_words(*said: object) -> None:
        put(*said)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(decisions, "put_decisions", last_words):
        run_decide(review)


def decided(review: Path) -> int:
    """The number of decisions in the store."""
    with closing(sqlite3.connect(review / "ajour.db")) as db:
        (count,) = db.execute("SELECT COUNT(*) FROM decision").fetchone()
    return int(count)


def killed(made: Path, folder: Path, times: int, seed: int) -> Iterator[tuple[int, int]]:
    """For each kill: the decisions stored after it, and after the file was imported again."""
    lasts = _undisturbed(_copy(made, folder / "undisturbed"))
    moments = Random(seed)
    for number in range(times):
        review = _copy(made, folder / f"killed-{number}")
        process = CONTEXT.Process(target=run_decide, args=(str(review),))
        process.start()
        time.sleep(moments.uniform(0, lasts))
        _end(process)
        after = decided(review)
        run_decide(str(review))
        yield after, decided(review)


def killed_before_commit(made: Path, folder: Path) -> tuple[int, int]:
    """The same for one kill between the last row and the commit."""
    review = _copy(made, folder / "before-commit")
    process = CONTEXT.Process(target=die_before_commit, args=(str(review),))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    after = decided(review)
    run_decide(str(review))
    return after, decided(review)


def _undisturbed(review: Path) -> float:
    begun = time.monotonic()
    process = CONTEXT.Process(target=run_decide, args=(str(review),))
    process.start()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - begun


def _end(process: ForkServerProcess) -> None:
    if process.is_alive() and process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def _copy(made: Path, to: Path) -> Path:
    shutil.copytree(made, to)
    return to

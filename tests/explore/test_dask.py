"""A library divided over two workers, one of which is killed in every stage: the same store.

AJOUR_DASK_RECORDS says how many records; 1,000,000 without it, which take half an hour.
"""

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice, zip_longest
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread

import psutil
from bench_update import as_ris

from flows.orchestration.prefect_server import own_server
from flows.orchestration.prefect_settings import settle
from flows.orchestration.update import run_stage
from flows.review.runner_file import Runner
from flows.stages.context import MapParts, Turn
from tests.support.disturbed import disturbed
from tests.support.reviews import small_review

RECORDS = int(os.environ.get("AJOUR_DASK_RECORDS", "1000000"))
IN_A_FILE = 20_000
DIVIDED = ("import", "link duplicates", "read the criteria")
TABLES = (
    "search",
    "file",
    "record",
    "duplicate_link",
    "doubt",
    "cluster",
    "assessment",
    "stage_mark",
)
CRITERIA = Path(__file__).parent.parent.parent / "screening_rules/hjemmekontor.toml"


def _library(folder: Path) -> Path:
    review = small_review(folder)
    shutil.copy(CRITERIA, review / "criteria.toml")
    made, draw = (one for one, _ in disturbed(RECORDS, seed=4)), random.Random(5)
    for number in range(-(-RECORDS // IN_A_FILE)):
        text = as_ris(islice(made, IN_A_FILE), draw)
        (review / f"searches/1/medline/part-{number:03}.ris").write_text(text, "utf-8")
    return review


def _stages(review: Path, map_parts: MapParts) -> Iterator[tuple[str, float]]:
    """Each divided stage and its seconds."""
    turn = Turn(run=1, version="0", when="2024-06-10T00:00:00+00:00", map_parts=map_parts)
    for name in DIVIDED:
        begun = time.monotonic()
        done = run_stage(name, review, turn)
        assert not done.stopped, done.stopped
        assert not done.failed, done.failed
        yield name, time.monotonic() - begun


def _whole(review: str) -> None:
    """All stages in one process."""
    for name, seconds in _stages(Path(review), map):
        print(f"one process: {name}: {seconds:.0f} s", flush=True)
    _tell_memory()


def _divided(review: str) -> None:
    """All stages on two workers; one is killed in each stage that is divided."""
    settle(Path(review) / ".ajour")
    with own_server() as address:
        settle(Path(review) / ".ajour", address)
        from prefect import flow

        from flows.orchestration.dask_cluster import on_dask

        @flow(name="divided", validate_parameters=False)
        def divided() -> None:
            with on_dask(Runner(kind="dask"), Path(review) / ".ajour") as map_parts:
                stages, dead = _stages(Path(review), map_parts), 0
                for _ in DIVIDED:
                    with _one_killed() as killed:
                        name, seconds = next(stages)
                    dead += len(killed)
                    print(f"two workers: {name}: {seconds:.0f} s, {len(killed)} killed", flush=True)
                assert dead

        divided()
    _tell_memory()


def _tell_memory() -> None:
    import resource

    print(
        f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB", flush=True
    )


@contextmanager
def _one_killed() -> Iterator[list[int]]:
    """A worker is killed as soon as one has worked for two seconds of processor time."""
    killed: list[int] = []
    over = Event()

    def watch() -> None:
        before: dict[int, float] = {}
        while not over.wait(0.2) and not killed:
            for worker in _workers():
                spent = sum(worker.cpu_times()[:2])
                if spent - before.setdefault(worker.pid, spent) > 2.0:
                    os.kill(worker.pid, signal.SIGKILL)
                    killed.append(worker.pid)
                    break

    thread = Thread(target=watch)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def _workers() -> list[psutil.Process]:
    every = psutil.Process().children(recursive=True)
    return [one for one in every if "spawn_main" in " ".join(one.cmdline())]


def _rows(db: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    """The rows of a table in their order, times aside."""
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    kept = ", ".join(one for one in columns if one not in {"taken_in", "at", "withdrawn"})
    yield from db.execute(f"SELECT {kept} FROM {table} ORDER BY {kept}")


def test_a_divided_library_is_the_same_row_for_row_though_workers_die(tmp_path: Path) -> None:
    made = _library(tmp_path)
    other = tmp_path / "other" / made.name
    shutil.copytree(made, other)
    for work, review in ((_whole, made), (_divided, other)):
        process = get_context("spawn").Process(target=work, args=(str(review),))
        process.start()
        process.join()
        assert process.exitcode == 0
    with (
        closing(sqlite3.connect(made / "ajour.db")) as one,
        closing(sqlite3.connect(other / "ajour.db")) as two,
    ):
        for table in TABLES:
            for mine, theirs in zip_longest(_rows(one, table), _rows(two, table)):
                assert mine == theirs, table

"""Measures an update of a large library with nothing new, and with a thousand new records.

Usage: bench_update.py [records] [decisions] [new]; the defaults are 50000, 5000 and 1000. The
review is made in a temporary folder; each update runs in a separate process, as a user would start
it.

With --small, the review has six records, and is updated with nothing new and with two more records.
This measures the start of the program and of Prefect. On an idle machine with two cores, the limit
is 4 s with nothing new, and 12 s with little new.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.records import Record
from pipeline.store.connection import opened, writing
from pipeline.store.decisions import DecisionFile, put_decisions
from pipeline.store.duplicates import members
from tests.support.disturbed import disturbed
from tests.support.reviews import later_round, small_review

RELEVANT = 0.04
"""Share of the reports that are relevant; within the range of the reviews in SYNERGY."""


def as_ris(records: Iterable[Record], draw: random.Random) -> str:
    return "".join(_entry(one, "telework " if draw.random() < RELEVANT else "") for one in records)


def _entry(record: Record, subject: str) -> str:
    authors = "".join(f"AU  - {one}\n" for one in record.authors)
    doi = f"DO  - {record.doi}\n" if record.doi else ""
    abstract = f"AB  - {subject}{record.abstract}\n" if record.abstract else ""
    first, _, last = (record.pages or "").partition("-")
    pages = f"SP  - {first.strip()}\nEP  - {last.strip('- ')}\n" if first.strip() else ""
    return (
        f"TY  - JOUR\nTI  - {subject}{record.title}\n{authors}PY  - {record.year}\n"
        f"T2  - {record.journal}\nVL  - {record.volume or ''}\n{pages}{doi}{abstract}ER  - \n\n"
    )


def _decide(store: Path, count: int, draw: random.Random) -> None:
    with opened(store) as db, writing(db):
        reports = sorted({one.report for one in members(db)})
        texts = dict(db.execute("SELECT id, title FROM record").fetchall())
        file = DecisionFile(
            name="made.csv", sha256="0", kind="decisions", taken_in="2024-06-10", version="0"
        )
        put_decisions(
            db,
            file,
            (
                Decision(
                    record=report,
                    stage=Stage.SCREENING,
                    verdict=Verdict.INCLUDE
                    if "telework" in (texts[report] or "")
                    else Verdict.EXCLUDE,
                    reviewer="ann",
                    when="2024-06-10T00:00:00Z",
                    origin=Origin(name="made.csv", sheet="", row=row),
                    criteria_hash="",
                )
                for row, report in enumerate(draw.sample(reports, count), start=2)
            ),
        )


def _update(review: Path, what: str, bar: float | None = None) -> None:
    ajour = Path(sys.executable).with_name("ajour")
    own = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    ended = subprocess.run(
        [ajour, "update", str(review)], capture_output=True, text=True, check=False, env=own
    )
    took = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 / 1024
    last = (ended.stdout.strip().splitlines() or [ended.stderr])[-1]
    asked = f" (bar {bar:.0f} s)" if bar else ""
    told = f"{took:.1f} s{asked}, {cpu:.1f} s of the processor, at most {largest:.2f} GB so far"
    print(f"{what}: {told}; {last}", flush=True)
    assert ended.returncode in {0, 3}, ended.stderr


def main(records: int, decisions: int, new: int) -> None:
    draw = random.Random(3)
    with tempfile.TemporaryDirectory(dir=os.environ.get("AJOUR_BENCH_DIR")) as folder:
        review = small_review(Path(folder))
        made = [one for one, _ in disturbed(records + new, seed=2)]
        place = review / "searches/1/medline/large.ris"
        place.write_text(as_ris(made[:records], draw), "utf-8")
        _update(review, f"first update, {records:,} records")
        _decide(review / "ajour.db", decisions, draw)
        _update(review, f"{decisions:,} decisions more")
        _update(review, "nothing new")
        place = review / "searches/2/later/new.ris"
        place.write_text(as_ris(made[records:], draw), "utf-8")
        _update(review, f"{new:,} records more")


def small() -> None:
    """Print the time of an update with nothing to do, and of one with little to do."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("AJOUR_BENCH_DIR")) as folder:
        review = small_review(Path(folder))
        _update(review, "first update, 6 records")
        for _ in range(3):
            _update(review, "nothing new", 4)
        later_round(review)
        _update(review, "2 records more", 12)


if __name__ == "__main__":
    if sys.argv[1:] == ["--small"]:
        small()
    else:
        sizes = [int(one) for one in sys.argv[1:]]
        main(*(sizes or [50_000, 5_000, 1_000]))

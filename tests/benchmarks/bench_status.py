"""Processor time of a status: cached, counted without texts, and counted from every record.

    python -m tests.benchmarks.bench_status [RECORDS] [DECISIONS]

10,000 and 1,000 without them. The review is made in a temporary folder. Each way runs in this
process after its imports, RUNS times, and the least time counts; the ratio is to the way that reads
every record and makes evidence of each, as earlier versions did. The last line is the first status
after one more decision on the page, for which a ranking is due; it is made only if the order of the
unread reports matters, and if they are few (decisions 0170 and 0171).
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from flows.inspection.kept_status import NAME
from flows.inspection.status import expected_now, standing_in
from flows.inspection.told_status import told_status
from flows.reporting.prisma_flows import flows_of
from flows.review.session import at_work
from flows.screening.page_decisions import PageReader, Said, decide
from flows.stages.import_files import import_files
from flows.stages.refresh import refresh
from pipeline.decisions import Stage
from tests.benchmarks.bench_update import _decide, as_ris
from tests.support.disturbed import disturbed
from tests.support.reviews import small_review

RUNS = 3


def made(folder: Path, records: int, decisions: int) -> Path:
    """A review with so many records and decisions, linked, read and ranked."""
    draw, review = random.Random(3), small_review(folder)
    export = folder / "large.ris"
    export.write_text(as_ris((one for one, _ in disturbed(records, seed=2)), draw), "utf-8")
    import_files(review, [export], "medline", accept_faults=False)
    with at_work(review) as session:
        refresh(session)
    _decide(review / "ajour.db", decisions, draw)
    with at_work(review) as session:
        refresh(session, ranked=True)
    return review


def from_every_record(review: Path) -> None:
    with at_work(review) as session:
        refresh(session)
        standing_in(session, expected_now(session))
        flows_of(session, session.library(), by_search=True)


def anew(review: Path) -> None:
    (review / ".ajour" / NAME).unlink(missing_ok=True)
    told_status(review)


def least(way: Callable[[Path], object], review: Path) -> float:
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        way(review)
        times.append(time.process_time() - begun)
    return min(times)


def after_a_decision(review: Path) -> float:
    with at_work(review, again=True) as session:
        report = session.library().awaiting(Stage.SCREENING)[0]
        reader = PageReader(name="ann", stage=Stage.SCREENING, language="en")
        said = Said(id=str(uuid4()), key=report, verdict="exclude", whole={})
        assert decide(session, reader, said).saved
    begun = time.process_time()
    told_status(review)
    return time.process_time() - begun


def main(records: int, decisions: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("AJOUR_BENCH_DIR")) as folder:
        review = made(Path(folder), records, decisions)
        before = least(from_every_record, review)
        print(f"a status of {records:,} records with {decisions:,} decisions")
        print(f"{before:6.2f} s  1.00  from every record", flush=True)
        for name, way in (("without texts", anew), ("cached", told_status)):
            took = least(way, review)
            print(f"{took:6.2f} s  {took / before:4.2f}  {name}", flush=True)
        took = after_a_decision(review)
        print(f"{took:6.2f} s  {took / before:4.2f}  after a decision", flush=True)


if __name__ == "__main__":
    sizes = [int(one) for one in sys.argv[1:]]
    main(*(sizes or [10_000, 1_000]))

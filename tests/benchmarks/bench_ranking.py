"""Measures how early the ranking finds includes, its cost, and how reliable its estimates are.

Run with AJOUR_SHARED as the folder of labelled reviews (default ../shared). `--quick` leaves out
the large pools; `--million` also ranks a million records.
"""

import csv
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from threadpoolctl import threadpool_limits

from flows.review.session import at_work
from flows.stages.context import Turn
from flows.stages.ranking import rank_due
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.errors import Refused
from pipeline.evaluation.labelled_decisions import LabelledReview, read_labelled
from pipeline.evaluation.ranking_trial import Trial, run
from pipeline.evaluation.replay import replay_active
from pipeline.ranking.citations import citing_records
from pipeline.ranking.labels import Label
from pipeline.ranking.order import rank
from pipeline.ranking.progress import progress
from pipeline.ranking.settings import Settings
from pipeline.ranking.stopping_rule import stopping
from pipeline.ranking.svm import Machine
from pipeline.ranking.terms import text_of
from pipeline.ranking.vocabulary import learned
from pipeline.records import Record, RecordId
from pipeline.store.connection import Database, writing
from pipeline.store.decisions import DecisionFile, put_decisions
from pipeline.store.intake import Search, StoredFile, put_searches, take_in
from pipeline.store.intake import records as all_records
from pipeline.store.runs import begin_run

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("AJOUR_SHARED", ROOT.parent / "shared")) / "data" / "ranking"
SHOWN = ("loss", "wss95", "recall10", "recall20", "ap")


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def active() -> None:
    """Replay all reviews with all prior seeds, next to ASReview 2.2's results with seed 535."""
    anchor = {row["name"]: row for row in table("asreview-2.2.csv")}
    by_seed: dict[str, list[dict[str, float]]] = {}
    cpu: dict[str, float] = {}
    print("active: review, loss and WSS@95 at seed 535 (ASReview 2.2), mean and sd over seeds")
    for name, rows in groupby(table("priors.csv"), key=lambda row: row["dataset"]):
        found: dict[str, dict[str, float]] = {}
        for row in rows:
            priors = (row["included_id"], row["excluded_id"])
            figures = run(Trial(path=DATA / f"{name}.csv", priors=priors))
            found[row["seed"]] = figures
            by_seed.setdefault(row["seed"], []).append(figures)
        first, losses = found["535"], [one["loss"] for one in found.values()]
        cpu[name] = first["cpu_seconds"]
        theirs = anchor[name]
        print(
            f"  {name:<24} loss {first['loss']:.4f} ({float(theirs['loss']):.4f})"
            f"  wss95 {first['wss95']:.4f} ({float(theirs['wss95']):.4f})"
            f"  loss over seeds {mean(losses):.4f} sd {stdev(losses):.4f}"
            f"  refits {first['refits']:.0f}"
            f"  cpu {first['cpu_seconds']:.2f} s ({float(theirs['cpu']):.2f} s,"
            f" 1/{float(theirs['cpu']) / first['cpu_seconds']:.0f})"
        )
    for seed, all_figures in by_seed.items():
        print(f"  mean at seed {seed:<4}", shown(all_figures))
    theirs_cpu = sum(float(row["cpu"]) for row in anchor.values())
    ours = sum(cpu.values())
    print(f"  cpu {ours:.1f} s, ASReview {theirs_cpu:.1f} s: 1/{theirs_cpu / ours:.1f}")


def shown(all_figures: Sequence[dict[str, float]], prefix: str = "") -> str:
    return "  ".join(
        f"{prefix}{name} {mean(one[prefix + name] for one in all_figures):.4f}" for name in SHOWN
    )


def update_and_cold() -> None:
    updates, colds = [], []
    for row in table("questions.csv"):
        path = DATA / f"{row['dataset']}.csv"
        figures = run(Trial(path=path, mode="cold", question=row["question"]))
        print(f"  cold {row['dataset']:<24} recall10 {figures['recall10']:.3f}")
        colds.append(figures)
        try:
            updates.append(run(Trial(path=path, mode="update")))
        except Refused as refused:
            print(f"  update {row['dataset']}: {str(refused).splitlines()[0]}")
    print("cold, mean:  ", shown(colds))
    print(f"update, mean of {len(updates)}:", shown(updates, "static_"))
    print("             ", shown(updates, "active_"))


def replays() -> Iterator[tuple[str, LabelledReview, tuple[bool, ...]]]:
    """Every review replayed from every pair of priors, in reading order."""
    for row in table("priors.csv"):
        labelled = read_labelled(DATA / f"{row['dataset']}.csv")
        priors = [labelled.place(row["included_id"]), labelled.place(row["excluded_id"])]
        yield row["dataset"], labelled, replay_active(labelled, priors, Settings()).found


def certainty() -> None:
    """Print in how many replays the stopping test and the interval kept what they promise."""
    stopped: dict[float, list[tuple[float, bool]]] = {0.9: [], 0.95: []}
    covered, thumbs = [], {50: [], 100: []}
    for _, _, found in replays():
        total, size = sum(found), len(found)
        for target, kept in stopped.items():
            kept.append(stopped_at(found, target))
        for run_length, kept in thumbs.items():
            at = in_a_row(found, run_length)
            kept.append((at / size, sum(found[:at]) >= 0.95 * total))
        for tenth in range(1, 20):
            at = size * tenth // 20
            now = progress(found[:at], [None] * (size - at))
            if now.found:
                covered.append(now.recall_low <= now.found / total <= now.recall_high)
    for target, kept in stopped.items():
        print(f"stopping at {target:.0%} recall, 95 % confidence:", held(kept))
    for run_length, kept in thumbs.items():
        print(f"rule of thumb, {run_length} in a row (95 % recall):", held(kept))
    print(f"interval for recall: true recall covered in {mean(covered):.1%} of {len(covered)}")


def held(kept: Sequence[tuple[float, bool]]) -> str:
    read, reached = zip(*kept, strict=True)
    return f"{mean(read):.0%} read, target reached in {mean(reached):.1%} of {len(kept)} replays"


def stopped_at(found: Sequence[bool], target: float) -> tuple[float, bool]:
    """The share read when the test, made after every hundredth of the records, first says stop."""
    size = len(found)
    for percent in range(1, 101):
        at = size * percent // 100
        if at and stopping(found[:at], size - at, target=target).reached:
            break
    return at / size, sum(found[:at]) >= target * sum(found)


def in_a_row(found: Sequence[bool], length: int) -> int:
    """The number of records read at the first run of `length` excludes, or all if there is none."""
    row = 0
    for place, hit in enumerate(found, start=1):
        row = 0 if hit else row + 1
        if row == length:
            return place
    return len(found)


def made_up(size: int) -> list[Record]:
    """Records of 180 words each, with word frequencies by Zipf's law."""
    random = np.random.default_rng(1)
    chances = np.cumsum(1 / np.arange(1, 60_001) ** 1.05)
    letters = np.array(list("etaoinshrdlucmfw"))
    words = ["".join(random.choice(letters, size=random.integers(3, 11))) for _ in chances]
    records = []
    for number in range(size):
        drawn = np.searchsorted(chances, random.random(180) * chances[-1])
        text = [words[one] for one in drawn]
        title, abstract = " ".join(text[:12]), " ".join(text[12:])
        records.append(Record(id=RecordId(f"{number:07d}"), title=title, abstract=abstract))
    return records


def large(size: int) -> None:
    """Measure one ranking of a large pool from 300 decisions, and one refit per decision."""
    records = made_up(size)
    begun = process_time()
    rank(records[300:], decided_on(records[:300]))
    first = process_time() - begun
    print(f"{size:,} records: ranked in {first:.1f} CPU s,", memory())
    if size > 100_000:
        return
    _, rows = learned([text_of(one) for one in records])
    machine = Machine(rows, Settings())
    relevant = np.array([float(place % 10 == 0) for place in range(320)])
    machine.fit(range(300), relevant[:300], np.ones(300))
    begun = process_time()
    for known in range(301, 321):
        np.argsort(-machine.fit(range(known), relevant[:known], np.ones(known)))
    print(f"  {(process_time() - begun) / 20 * 1000:.0f} ms a refit and rank,", memory())


def with_references(size: int) -> None:
    """Measure the same with forty cited works per record, some of them in the pool."""
    records, random = made_up(size), np.random.default_rng(2)
    begun = process_time()
    names = {one.id: (f"doi:{one.id}",) for one in records}
    drawn = ((random.random(40) ** 3 * 10 * size).astype(int) for _ in records)
    cites = (
        (one.id, [f"doi:{work:07d}" for work in works])
        for one, works in zip(records, drawn, strict=True)
    )
    cited = citing_records(names, cites)
    listed = process_time() - begun
    found = rank(records[300:], decided_on(records[:300]), cited=cited)
    took = process_time() - begun
    print(
        f"{size:,} records that cite 40 works each: references {listed:.1f}, ranked in "
        f"{took:.1f} CPU s (with them: {found.model.works is not None}),",
        memory(),
    )


def decided_on(records: Sequence[Record]) -> list[tuple[Record, Label]]:
    """The records with decisions, every tenth an include."""
    return [(one, Label(relevant=place % 10 == 0)) for place, one in enumerate(records)]


def many_decisions(decided: int, unread: int) -> None:
    """Measure one ranking from thousands of decisions."""
    records = made_up(decided + unread)
    begun = process_time()
    rank(records[decided:], decided_on(records[:decided]))
    took = process_time() - begun
    print(f"{decided:,} decisions, {unread:,} unread: ranked in {took:.1f} CPU s,", memory())


REVIEW = """[review]
title = "Made up"
[[round]]
name = "1"
[[search]]
name = "medline"
round = "1"
source = "MEDLINE"
[reviewers]
names = ["ann"]
"""
CRITERIA = """title = { nb = "Arbeid", en = "Work" }
[[element]]
name = "work"
label = { nb = "Arbeid", en = "Work" }
question = { nb = "Arbeid", en = "Work" }
for = ["work*"]
needed = true
reason = { code = "E", nb = "Ikke arbeid", en = "Not work", priority = 1 }
"""
DAY = "2024-01-10T00:00:00Z"


def stage(decided: int, unread: int) -> None:
    """Measure the ranking stage of an update in a separate store."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "review.toml").write_text(REVIEW, "utf-8")
        (Path(folder) / "criteria.toml").write_text(CRITERIA, "utf-8")
        with at_work(Path(folder)) as session:
            filled(session.db, made_up(decided + unread), decided)
            with writing(session.db):
                turn = Turn(run=begin_run(session.db, "1", DAY), version="1", when=DAY)
            session.library()
            begun = process_time()
            rank_due(session, turn)
            took = process_time() - begun
    print(f"stage, {decided:,} decisions, {unread:,} unread: {took:.1f} CPU s,", memory())


def filled(db: Database, records: list[Record], decided: int) -> None:
    """Fill a store with records, `decided` of which have decisions."""
    search = Search(name="medline", round="1", source="MEDLINE", way="database")
    export = StoredFile(
        search="medline",
        name="a.ris",
        sha256="a",
        taken_in=DAY,
        records=len(records),
    )
    sheet = DecisionFile(name="a.csv", sha256="b", kind="decisions", taken_in=DAY, version="1")
    with writing(db):
        put_searches(db, [search])
        take_in(db, search, export, records)
        known = [one.id for one in all_records(db)][:decided]
        put_decisions(db, sheet, [said(one, place) for place, one in enumerate(known)])


def said(record: RecordId, place: int) -> Decision:
    return Decision(
        record=record,
        stage=Stage.SCREENING,
        verdict=Verdict.EXCLUDE if place % 10 else Verdict.INCLUDE,
        reason="E" if place % 10 else None,
        reviewer="ann",
        when=DAY,
        origin=Origin(name="a.csv", row=place),
    )


def memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"


def main() -> None:
    if "--quick" not in sys.argv:
        large(40_000)
        with_references(40_000)
        many_decisions(5_000, 1_000)
        many_decisions(20_000, 1_000)
        stage(5_000, 1_000)
        stage(5_000, 46_000)
    if "--million" in sys.argv:
        large(1_000_000)
    if not DATA.is_dir():
        print(f"no labelled reviews in {DATA} (AJOUR_SHARED)")
        return
    active()
    update_and_cold()
    certainty()


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()

"""Runs and the marks of their stages, what is new since a run, and events kept for the audit."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.store.intake import StoredFile, files
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """New records, and new reports: those without any earlier record.

    `withdrawn` counts the earlier records whose files were withdrawn since. `expected` is the sum
    of the ranking's probabilities over the new reports that were ranked, None while the ranking has
    none; `suggested` counts those that the criteria suggest to include.
    """

    records: int
    withdrawn: int
    reports: int
    expected: float | None
    suggested: int


def news(db: Database, known: Collection[int]) -> News:
    """What is new in files whose ids are not among those known, and what is no longer there.

    A known file that was withdrawn and imported into another search is not new.
    """
    new, gone = _came_and_went(db, known)
    there = json.dumps(sorted({one.id for one in files(db)} - {one.id for one in new}))
    reports, expected, suggested = db.execute(
        """
        WITH known AS (SELECT value AS file FROM json_each(?)),
        fresh AS (
            SELECT COALESCE(cluster.report, live_record.id) AS report
            FROM live_record LEFT JOIN cluster ON cluster.record = live_record.id
            GROUP BY 1 HAVING MAX(live_record.file IN (SELECT file FROM known)) = 0
        )
        SELECT COUNT(*), SUM(rank.probability), TOTAL(assessment.suggestion = 'include')
        FROM fresh
        LEFT JOIN rank ON rank.record = fresh.report
        LEFT JOIN assessment ON assessment.record = fresh.report
        """,
        [there],
    ).fetchone()
    return News(
        records=sum(one.records for one in new),
        withdrawn=sum(one.records for one in gone),
        reports=reports,
        expected=expected,
        suggested=int(suggested),
    )


def _came_and_went(
    db: Database, known: Collection[int]
) -> tuple[list[StoredFile], list[StoredFile]]:
    """The files that are new, and the known ones that were withdrawn; moved ones are neither."""
    every = files(db)
    new = [one for one in every if not one.withdrawn and one.id not in known]
    gone = [one for one in every if one.withdrawn and one.id in known]
    moved = Counter(one.sha256 for one in new) & Counter(one.sha256 for one in gone)
    return _without(new, moved), _without(gone, moved)


def _without(every: list[StoredFile], moved: Counter[str]) -> list[StoredFile]:
    """The files without as many as were moved with the same bytes."""
    left, kept = moved.copy(), []
    for one in every:
        if left[one.sha256]:
            left[one.sha256] -= 1
        else:
            kept.append(one)
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One update, or a report outside one; finished is None while it runs, or if it died."""

    id: int
    version: str
    started: str
    finished: str | None
    summary: str


def begin_run(db: Database, version: str, when: str) -> int:
    """Begin a run, or resume the unfinished one; returns its number."""
    unfinished = db.execute("SELECT MAX(id) FROM run WHERE finished IS NULL").fetchone()[0]
    if unfinished:
        return int(unfinished)
    with sealed(db, "run"):
        run = {"version": version, "started": when, "summary": "{}"}
        return int(db.table("run").insert(run).last_rowid or 0)


def finish_run(db: Database, run: int, when: str, summary: str) -> None:
    """Close a run with its outcome, as JSON text."""
    with sealed(db, "run"):
        db.execute("UPDATE run SET finished = ?, summary = ? WHERE id = ?", [when, summary, run])


def note_report(db: Database, version: str, when: str, summary: str) -> None:
    """Store the outcome of a report outside an update, beside the runs of updates."""
    with sealed(db, "run"):
        run = {"version": version, "started": when, "finished": when, "summary": summary}
        db.table("run").insert(run)


def runs(db: Database) -> list[Run]:
    """All runs in the order in which they finished; unfinished ones last."""
    return [
        Run(**row) for row in db.query("SELECT * FROM run ORDER BY finished IS NULL, finished, id")
    ]


def mark(db: Database, stage: str, digest: str, run: int, when: str) -> None:
    """Note, in the stage's own transaction, the input (digest) that its output was made from."""
    made = {"stage": stage, "digest": digest, "run": run, "at": when}
    with sealed(db, "stage_mark"):
        db.table("stage_mark").insert(made, replace=True)


def marked(db: Database, stage: str) -> str | None:
    """The digest of the input that the stage's output in the store was made from."""
    found = db.execute("SELECT digest FROM stage_mark WHERE stage = ?", [stage]).fetchone()
    return str(found[0]) if found else None


def marked_in(db: Database, stage: str) -> int | None:
    """The run that last did a stage; 0 if it was done outside a run, None if never."""
    found = db.execute("SELECT run FROM stage_mark WHERE stage = ?", [stage]).fetchone()
    return int(found[0]) if found else None


def note_event(db: Database, when: str, what: str) -> None:
    """Store a sentence on a manual action."""
    with sealed(db, "event"):
        db.table("event").insert({"at": when, "what": what})


def events(db: Database) -> list[tuple[str, str]]:
    """Times and sentences, in chronological order."""
    return [(row["at"], row["what"]) for row in db.table("event").rows_where(order_by="number")]


def latest_evidence(db: Database) -> str:
    """The time of the latest evidence in the store, ISO 8601; "" if there is none.

    Evidence is what a count rests on: files imported or withdrawn, decisions, pair verdicts and
    studies. Exports show this time and not the clock's: the same store gives the same bytes.
    """
    (found,) = db.execute(
        "SELECT MAX(at) FROM ("
        "SELECT MAX(taken_in) AS at FROM file UNION ALL SELECT MAX(withdrawn) FROM file "
        "UNION ALL SELECT MAX(taken_in) FROM decision_file "
        "UNION ALL SELECT MAX(withdrawn) FROM decision_file "
        "UNION ALL SELECT MAX(at) FROM decision WHERE file IS NULL "
        "UNION ALL SELECT MAX(at) FROM pair_verdict "
        "UNION ALL SELECT MAX(at) FROM supplement "
        "UNION ALL SELECT MAX(withdrawn) FROM pair_verdict "
        "UNION ALL SELECT MAX(at) FROM study_link UNION ALL SELECT MAX(withdrawn) FROM study_link "
        "UNION ALL SELECT MAX(at) FROM withdrawal UNION ALL SELECT MAX(back) FROM withdrawal)"
    ).fetchone()
    return str(found or "")


def faults(db: Database) -> list[str]:
    """The errors that SQLite finds in pages, indexes and references; empty if there are none."""
    return [*broken_pages(db), *(told for _, told in broken_references(db))]


def broken_pages(db: Database) -> list[str]:
    """The errors that SQLite finds in pages and indexes."""
    found = [row["integrity_check"] for row in db.query("PRAGMA integrity_check")]
    return [one for one in found if one != "ok"]


def broken_references(db: Database) -> list[tuple[str, str]]:
    """Each table with rows whose references lead nowhere, with a sentence that counts them."""
    refer = [(row["table"], row["parent"]) for row in db.query("PRAGMA foreign_key_check")]
    told = []
    for (table, parent), count in sorted(Counter(refer).items()):
        rows_refer = "row refers" if count == 1 else "rows refer"
        told.append((table, f"{table}: {count} {rows_refer} to a missing {parent}"))
    return told

"""What the criteria and the ranking said of records."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.opening import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAssessment:
    """What one criterion said of one record; spans as JSON text."""

    record: RecordId
    criterion: str
    criterion_hash: str
    verdict: str
    spans: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSuggestion:
    """What the criteria suggest of a record; automation names the criterion that decides."""

    record: RecordId
    criteria_hash: str
    verdict: str
    reason: str | None
    automation: str | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRank:
    """A record's place in the order of reading, from 1, and the words behind it."""

    record: RecordId
    position: int
    score: float
    probability: float | None
    lifted: tuple[str, ...]
    lowered: tuple[str, ...]
    flags: tuple[str, ...]


def put_assessments(
    db: Database, assessments: Iterable[StoredAssessment], suggestions: Iterable[StoredSuggestion]
) -> None:
    """Set what the criteria say of records, in place of what they said before."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO assessment VALUES (?, ?, ?, ?, ?)",
        ((a.record, a.criterion, a.criterion_hash, a.verdict, a.spans) for a in assessments),
    )
    db.conn.executemany(
        "INSERT OR REPLACE INTO suggestion VALUES (?, ?, ?, ?, ?, ?)",
        (
            (s.record, s.criteria_hash, s.verdict, s.reason, s.automation, s.because)
            for s in suggestions
        ),
    )


def assessed_under(db: Database) -> dict[RecordId, dict[str, str]]:
    """Per record the hash of each criterion it was read against."""
    found: dict[RecordId, dict[str, str]] = {}
    for row in rows(db, "SELECT record, criterion, criterion_hash FROM assessment"):
        found.setdefault(row["record"], {})[row["criterion"]] = row["criterion_hash"]
    return found


def assessments(db: Database, ids: Sequence[RecordId]) -> dict[RecordId, list[StoredAssessment]]:
    """What each criterion said of these records, sorted by criterion."""
    found: dict[RecordId, list[StoredAssessment]] = {}
    for row in rows(
        db,
        "SELECT * FROM assessment WHERE record IN (SELECT value FROM json_each(?)) "
        "ORDER BY record, criterion",
        [json.dumps(list(ids))],
    ):
        found.setdefault(row["record"], []).append(StoredAssessment(**row))
    return found


def suggestions(db: Database) -> dict[RecordId, StoredSuggestion]:
    """What the criteria suggest of each record that was read."""
    return {row["record"]: StoredSuggestion(**row) for row in rows(db, "SELECT * FROM suggestion")}


def put_ranking(db: Database, run: int, model: str, ranks: Iterable[StoredRank]) -> None:
    """Set the order of reading, with the model that made it."""
    db.execute("DELETE FROM rank")
    db.execute("DELETE FROM ranking")
    db.execute("INSERT INTO ranking VALUES (?, ?)", [run, model])
    db.conn.executemany(
        "INSERT INTO rank VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (one.record, run, one.position, one.score, one.probability, *_words(one))
            for one in ranks
        ),
    )


def ranks(db: Database) -> list[StoredRank]:
    """The order of reading, first first."""
    return [_rank(row) for row in rows(db, "SELECT * FROM rank ORDER BY position")]


def _words(one: StoredRank) -> tuple[str, ...]:
    return tuple(
        json.dumps(words, ensure_ascii=False) for words in (one.lifted, one.lowered, one.flags)
    )


def _rank(row: dict[str, Any]) -> StoredRank:
    words = {name: tuple(json.loads(row[name])) for name in ("lifted", "lowered", "flags")}
    return StoredRank(**{key: value for key, value in row.items() if key != "run"} | words)

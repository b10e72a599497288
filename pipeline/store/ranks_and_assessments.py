"""The results of the criteria and the ranking for records."""

import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAssessment:
    """The result of the criteria for one report's record.

    `content` is a hash of the record as it was read, `automation` the criterion that excludes
    automatically, if review.toml allows it; `body` is the whole assessment as JSON text.
    """

    record: RecordId
    content: str
    criteria_hash: str
    suggestion: str
    reason: str | None
    automation: str | None
    body: str


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


def put_assessments(db: Database, assessments: Iterable[StoredAssessment]) -> None:
    """Store the results of the criteria for records, replacing earlier results."""
    with sealed(db, "assessment"):
        put(db, "assessment", StoredAssessment, assessments, replace=True)


def assessments(
    db: Database, ids: Sequence[RecordId] | None = None
) -> dict[RecordId, StoredAssessment]:
    """The results of the criteria for these records, or for all."""
    some = None if ids is None else "record IN (SELECT value FROM json_each(?))"
    given = None if ids is None else [json.dumps(list(ids))]
    found = db.table("assessment").rows_where(some, given, order_by="record")
    return {row["record"]: StoredAssessment(**row) for row in found}


def put_ranking(db: Database, run: int, model: bytes, ranks: Iterable[StoredRank]) -> None:
    """Store the order of reading, with the model that made it.

    A record that need not be read any more keeps the rank that it had when it was read.
    """
    with sealed(db, "ranking", "rank"):
        db.execute("DELETE FROM ranking")
        db.table("ranking").insert({"run": run, "model": model})
        put(db, "rank", StoredRank, ranks, replace=True, run=run)


def ranks(db: Database, only: AbstractSet[RecordId] | None = None) -> dict[RecordId, StoredRank]:
    """The last rank of every record that was ever ranked, or of `only` these, by position."""
    some = None if only is None else "record IN (SELECT value FROM json_each(?))"
    given = None if only is None else [json.dumps(sorted(only))]
    found = db.table("rank").rows_where(some, given, order_by="position, record")
    return {row["record"]: _rank(row) for row in found}


def positions(db: Database) -> dict[RecordId, int]:
    """The last position of every record that was ever ranked."""
    return {
        row["record"]: row["position"]
        for row in db.table("rank").rows_where(select="record, position")
    }


def _rank(row: dict[str, Any]) -> StoredRank:
    words = {name: tuple(json.loads(row[name])) for name in ("lifted", "lowered", "flags")}
    return StoredRank(**{key: value for key, value in row.items() if key != "run"} | words)

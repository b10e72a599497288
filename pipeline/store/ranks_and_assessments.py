"""The results of the criteria and the ranking for records."""

import json
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import one_moment, put
from pipeline.store.table_checksums import digest_of, put_seal, sealed, seals, whole


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


def automated(db: Database) -> dict[RecordId, str]:
    """The criterion of each record that a criterion excludes automatically, if it is let."""
    query = "SELECT record, automation FROM assessment WHERE automation IS NOT NULL"
    return {RecordId(record): criterion for record, criterion in db.execute(query)}


LAID_READY = """
CREATE TABLE temp.ready_rank (
    record TEXT PRIMARY KEY, run INTEGER, position INTEGER, score REAL, probability REAL,
    lifted TEXT, lowered TEXT, flags TEXT
) STRICT, WITHOUT ROWID
"""
"""The columns of `rank`, in a table that only this connection has."""

AS_IT_WILL_BE = """
SELECT * FROM temp.ready_rank
UNION ALL SELECT * FROM rank WHERE record NOT IN (SELECT record FROM temp.ready_rank)
ORDER BY record
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyRanking:
    """An order of reading that was prepared outside the store, with its model.

    `digest` is that of the ranks after they replace those whose seal was `over`. It is None if
    those had been changed since they were written: the damage must stay visible.
    """

    run: int
    model: bytes
    over: str | None
    digest: str | None


def lay_ready(db: Database, run: int, model: bytes, ranks: Iterable[StoredRank]) -> ReadyRanking:
    """Prepare an order of reading while others write, so that storing it keeps nobody waiting.

    Each connection can hold one at a time. Preparing takes seconds in a large review, so do not
    call this in a transaction.
    """
    db.execute("DROP TABLE IF EXISTS temp.ready_rank")
    db.execute(LAID_READY)
    rows = (
        (one.record, run, one.position, one.score, one.probability, *_texts(one)) for one in ranks
    )
    db.execute("SAVEPOINT ready")  # writes only the temporary table: the store is not locked
    db.conn.executemany("INSERT INTO temp.ready_rank VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("RELEASE ready")
    with one_moment(db):
        over = seals(db, ["rank"]).get("rank")
        digest = digest_of(db, AS_IT_WILL_BE) if whole(db, "rank") else None
    return ReadyRanking(run=run, model=model, over=over, digest=digest)


def put_ranking(db: Database, ready: ReadyRanking) -> None:
    """Store the order of reading that was prepared, with the model that made it.

    A record that no longer has to be read keeps the rank that it had when it was read.
    """
    with sealed(db, "ranking"):
        db.execute("DELETE FROM ranking")
        db.table("ranking").insert({"run": ready.run, "model": ready.model})
    if ready.over == seals(db, ["rank"]).get("rank"):
        _put_ranks(db)
        if ready.digest:
            put_seal(db, "rank", ready.digest)
    else:  # somebody else stored an order meanwhile
        with sealed(db, "rank"):
            _put_ranks(db)
    db.execute("DELETE FROM temp.ready_rank")


def _put_ranks(db: Database) -> None:
    db.execute("INSERT OR REPLACE INTO rank SELECT * FROM temp.ready_rank ORDER BY record")


def _texts(rank: StoredRank) -> Iterator[str]:
    """The words behind a rank and its flags, as JSON."""
    for words in (rank.lifted, rank.lowered, rank.flags):
        yield json.dumps(words, ensure_ascii=False)


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


def chances(db: Database) -> dict[RecordId, tuple[int, float | None]]:
    """The last position of every record that was ever ranked, and its probability then.

    Without the words behind a rank, which take most of the time to read.
    """
    found = db.execute("SELECT record, position, probability FROM rank")
    return {record: (position, chance) for record, position, chance in found}


def _rank(row: dict[str, Any]) -> StoredRank:
    words = {name: tuple(json.loads(row[name])) for name in ("lifted", "lowered", "flags")}
    return StoredRank(**{key: value for key, value in row.items() if key != "run"} | words)

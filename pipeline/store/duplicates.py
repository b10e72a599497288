"""Links between records of one report, the doubtful pairs, and what people said of pairs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.decisions import Origin, PairVerdict
from pipeline.records import RecordId
from pipeline.store.opening import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """Two records held for one report: by which rule and why, or by whom."""

    one: RecordId
    other: RecordId
    rule: str
    because: str
    score: float
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDoubt:
    """A pair that waits for a person; position 1 is the likeliest."""

    one: RecordId
    other: RecordId
    position: int
    because: str
    against: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """To which report a record belongs."""

    record: RecordId
    report: RecordId


def put_duplicates(
    db: Database,
    links: Sequence[StoredLink],
    doubts: Sequence[StoredDoubt],
    members: Sequence[Membership],
) -> None:
    """Set the links, doubtful pairs and memberships anew, in the caller's transaction."""
    for table in ("duplicate_link", "doubt", "cluster"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
    db.conn.executemany(
        "INSERT INTO duplicate_link VALUES (?, ?, ?, ?, ?, ?)",
        ((a.one, a.other, a.rule, a.because, a.score, a.decided_by) for a in links),
    )
    db.conn.executemany(
        "INSERT INTO doubt VALUES (?, ?, ?, ?, ?, ?)",
        ((a.one, a.other, a.position, a.because, a.against, a.score) for a in doubts),
    )
    db.conn.executemany(
        "INSERT INTO cluster VALUES (?, ?)", ((a.record, a.report) for a in members)
    )


def links(db: Database, report: RecordId | None = None) -> list[StoredLink]:
    """All links, or those within one report; sorted by their records."""
    within = "WHERE one IN (SELECT record FROM cluster WHERE report = ?)" if report else ""
    found = rows(
        db,
        f"SELECT * FROM duplicate_link {within} ORDER BY one, other",  # noqa: S608
        [report] if report else [],
    )
    return [StoredLink(**row) for row in found]


def doubts(db: Database) -> list[StoredDoubt]:
    """The pairs that wait for a person, likeliest first."""
    return [StoredDoubt(**row) for row in rows(db, "SELECT * FROM doubt ORDER BY position")]


def members(db: Database) -> list[Membership]:
    """Every record with its report, sorted by record."""
    return [Membership(**row) for row in rows(db, "SELECT * FROM cluster ORDER BY record")]


def put_pair_verdicts(db: Database, verdicts: Iterable[PairVerdict]) -> int:
    """Append what people said of pairs; returns how many."""
    cursor = db.conn.executemany(
        "INSERT INTO pair_verdict "
        "(one, other, same, reviewer, at, origin_file, origin_sheet, origin_row) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((v.one, v.other, int(v.same), v.reviewer, v.when, *_cell(v.origin)) for v in verdicts),
    )
    return max(0, cursor.rowcount)


def pair_verdicts(db: Database) -> list[PairVerdict]:
    """What people said of pairs and did not take back, in the order they said it."""
    found = rows(db, "SELECT * FROM pair_verdict WHERE withdrawn IS NULL ORDER BY number")
    return [
        PairVerdict(
            one=row["one"],
            other=row["other"],
            same=bool(row["same"]),
            reviewer=row["reviewer"],
            when=row["at"],
            origin=Origin(
                file=row["origin_file"], sheet=row["origin_sheet"], row=row["origin_row"]
            ),
            number=row["number"],
        )
        for row in found
    ]


def withdraw_pair_verdicts(db: Database, file: str, when: str) -> int:
    """Take back the pair verdicts of a file; nothing is erased. Returns how many."""
    cursor = db.execute(
        "UPDATE pair_verdict SET withdrawn = ? WHERE origin_file = ? AND withdrawn IS NULL",
        [when, file],
    )
    return int(cursor.rowcount)


def reports_of(db: Database, ids: Sequence[RecordId]) -> dict[RecordId, RecordId]:
    """The report that each of these records belongs to; records that were never linked left out."""
    found = rows(
        db,
        "SELECT record, report FROM cluster WHERE record IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    )
    return {row["record"]: row["report"] for row in found}


def _cell(origin: Origin) -> tuple[str, str, int]:
    return origin.file, origin.sheet, origin.row

"""Links between records of one report, uncertain pairs, and people's verdicts on pairs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlite_utils import Database

from pipeline.decisions import Origin, PairVerdict
from pipeline.records import RecordId
from pipeline.store.checksums import seal
from pipeline.store.connection import put
from pipeline.store.table_checksums import seal_tables, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """Two records linked as one report: by which rule and why, or by whom."""

    one: RecordId
    other: RecordId
    rule: str
    because: str
    score: float
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDoubt:
    """A pair that waits for a person; position 1 is the likeliest duplicate."""

    one: RecordId
    other: RecordId
    position: int
    because: str
    against: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """The report that a record belongs to."""

    record: RecordId
    report: RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRelation:
    """A record that belongs to another without being a duplicate: its correction or protocol."""

    record: RecordId
    of: RecordId
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFile:
    """The file that a pair verdict came in; sha256 is None if it was entered by hand."""

    sha256: str | None
    version: str | None
    withdrawn: str | None


def put_duplicates(
    db: Database,
    links: Sequence[StoredLink],
    doubts: Sequence[StoredDoubt],
    members: Sequence[Membership],
    relations: Sequence[StoredRelation] = (),
) -> None:
    """Replace links, uncertain pairs, memberships and relations, in the caller's transaction."""
    tables = ("duplicate_link", "doubt", "cluster", "relation")
    for table in tables:
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
    # Many short rows: sqlite-utils takes half as long again to write them (docs/adr/0103).
    db.conn.executemany(
        "INSERT INTO duplicate_link VALUES (?, ?, ?, ?, ?, ?)",
        map(attrgetter("one", "other", "rule", "because", "score", "decided_by"), links),
    )
    db.conn.executemany(
        "INSERT INTO cluster VALUES (?, ?)", map(attrgetter("record", "report"), members)
    )
    put(db, "doubt", StoredDoubt, doubts)
    put(db, "relation", StoredRelation, relations)
    seal_tables(db, *tables)


def relations(db: Database) -> list[StoredRelation]:
    """Every relation between records, sorted by them."""
    return [StoredRelation(**row) for row in db.table("relation").rows_where(order_by="record, of")]


def links(db: Database, report: RecordId | None = None) -> list[StoredLink]:
    """All links, or those within one report; sorted by their records."""
    within = "one IN (SELECT record FROM cluster WHERE report = ?)" if report else None
    given = [report] if report else None
    found = db.table("duplicate_link").rows_where(within, given, order_by="one, other")
    return [StoredLink(**row) for row in found]


def software_links(db: Database) -> list[tuple[RecordId, RecordId]]:
    """The pairs of records that the rules linked, sorted."""
    query = (
        "SELECT one, other FROM duplicate_link WHERE decided_by = 'software' ORDER BY one, other"
    )
    return [(RecordId(one), RecordId(other)) for one, other in db.execute(query)]


def doubts(db: Database) -> list[StoredDoubt]:
    """The pairs that wait for a person, likeliest first."""
    return [StoredDoubt(**row) for row in db.table("doubt").rows_where(order_by="position")]


def members(db: Database) -> list[Membership]:
    """Every record with its report, sorted by record."""
    found = db.execute("SELECT record, report FROM cluster ORDER BY record")
    return [Membership(record=record, report=report) for record, report in found]


def put_pair_verdicts(
    db: Database, verdicts: Iterable[PairVerdict], file: int | None = None
) -> int:
    """Append people's verdicts on pairs, from a file or by hand; returns how many."""
    with sealed(db, "pair_verdict", "decision_file"):
        said = [_row(verdict, file) for verdict in verdicts]
        db.table("pair_verdict").insert_all(said)
        if file is not None:
            seal(db, "decision_file", file)
    return len(said)


def pair_verdicts(db: Database) -> list[PairVerdict]:
    """People's verdicts on pairs that were not withdrawn, in the order they were given."""
    found = db.table("pair_verdict").rows_where("withdrawn IS NULL", order_by="number")
    return [_verdict(row) for row in found]


def all_pair_verdicts(db: Database) -> list[tuple[PairVerdict, PairFile]]:
    """Every pair verdict with its file, including withdrawn ones, for the audit."""
    found = db.query(
        "SELECT pair_verdict.*, sha256, version FROM pair_verdict "
        "LEFT JOIN decision_file ON decision_file.id = file ORDER BY number",
    )
    parts = ("sha256", "version", "withdrawn")
    return [(_verdict(row), PairFile(**{key: row[key] for key in parts})) for row in found]


def withdraw_pair_verdicts(db: Database, sha256: str, when: str) -> tuple[int, int]:
    """Withdraw the pair verdicts of a file; nothing is erased.

    Returns how many, and how many of earlier stores that have this one's name but no file: these
    are withdrawn too, since asking again is better than keeping a mistaken verdict.
    """
    with sealed(db, "pair_verdict"):
        of_file = db.execute(
            "UPDATE pair_verdict SET withdrawn = ? WHERE withdrawn IS NULL "
            "AND file IN (SELECT id FROM decision_file WHERE sha256 = ?)",
            [when, sha256],
        )
        of_name = db.execute(
            "UPDATE pair_verdict SET withdrawn = ? WHERE withdrawn IS NULL AND file IS NULL AND "
            "origin_file IN (SELECT name FROM decision_file WHERE sha256 = ? AND kind = 'pairs')",
            [when, sha256],
        )
    return int(of_file.rowcount), int(of_name.rowcount)


def withdraw_pair(db: Database, one: RecordId, other: RecordId, when: str | None) -> int:
    """Withdraw people's verdicts on a pair, or with None let them count again; returns how many."""
    with sealed(db, "pair_verdict"):
        cursor = db.execute(
            "UPDATE pair_verdict SET withdrawn = ? "
            "WHERE (one, other) IN (VALUES (?, ?), (?, ?)) AND (withdrawn IS NULL) = ?",
            [when, one, other, other, one, int(bool(when))],
        )
    return int(cursor.rowcount)


def reports_of(db: Database, ids: Sequence[RecordId]) -> dict[RecordId, RecordId]:
    """The report of each of these records; records that were never linked are left out."""
    found = db.query(
        "SELECT record, report FROM cluster WHERE record IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    )
    return {row["record"]: row["report"] for row in found}


def _row(verdict: PairVerdict, file: int | None) -> dict[str, object]:
    return {
        "one": verdict.one,
        "other": verdict.other,
        "same": verdict.same,
        "reviewer": verdict.reviewer,
        "at": verdict.when,
        "note": verdict.note,
        "origin_file": verdict.origin.name,
        "origin_kind": verdict.origin.kind,
        "origin_sheet": verdict.origin.sheet,
        "origin_row": verdict.origin.row,
        "file": file,
    }


def _verdict(row: dict[str, Any]) -> PairVerdict:
    return PairVerdict(
        one=row["one"],
        other=row["other"],
        same=bool(row["same"]),
        reviewer=row["reviewer"],
        when=row["at"],
        origin=origin_of(row),
        note=row["note"],
        number=row["number"],
    )


def origin_of(row: dict[str, Any]) -> Origin:
    """The origin of a decision or pair verdict, from its row."""
    parts = {name: row[f"origin_{name}"] for name in ("kind", "sheet", "row")}
    return Origin(name=row["origin_file"], **parts)

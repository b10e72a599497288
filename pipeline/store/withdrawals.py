"""Withdrawals: what, by whom and why; nothing is erased, and all of it can be restored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """One withdrawal: its kind and target, when, by whom and why; `back` is when it was undone."""

    number: int
    kind: str
    what: str
    at: str
    who: str = ""
    why: str = ""
    back: str | None = None
    back_who: str | None = None
    back_why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who withdraws or restores something, when and why."""

    when: str
    who: str = ""
    why: str = ""


def put_withdrawal(db: Database, kind: str, what: str, deed: Deed) -> int:
    """Note a withdrawal in the caller's transaction; returns its number."""
    with sealed(db, "withdrawal"):
        row = {"kind": kind, "what": what, "at": deed.when, "who": deed.who, "why": deed.why}
        return int(db.table("withdrawal").insert(row).last_rowid or 0)


def withdrawals(db: Database) -> list[Withdrawal]:
    """Every withdrawal in order, including those that were undone."""
    return [Withdrawal(**row) for row in db.table("withdrawal").rows_where(order_by="number")]


def withdraw_decisions(db: Database, withdrawal: int, numbers: Iterable[int]) -> None:
    """Let decisions no longer count."""
    with sealed(db, "withdrawn_decision"):
        db.conn.executemany(
            "INSERT INTO withdrawn_decision (decision, withdrawal) VALUES (?, ?)",
            [(number, withdrawal) for number in numbers],
        )


def withdraw_removals(
    db: Database, withdrawal: int, removals: Iterable[tuple[RecordId, str]]
) -> None:
    """Return records to people that a criterion had removed automatically."""
    with sealed(db, "withdrawn_removal"):
        db.conn.executemany(
            "INSERT INTO withdrawn_removal (record, criterion, withdrawal) VALUES (?, ?, ?)",
            [(record, criterion, withdrawal) for record, criterion in removals],
        )


def put_back(db: Database, withdrawal: int, deed: Deed) -> None:
    """Let what was withdrawn count again, except what was restored before."""
    with sealed(db, "withdrawal", "withdrawn_decision"):
        db.execute(
            "UPDATE withdrawal SET back = ?, back_who = ?, back_why = ? WHERE number = ?",
            [deed.when, deed.who, deed.why, withdrawal],
        )
        db.execute(
            "UPDATE withdrawn_decision SET back = ? WHERE withdrawal = ? AND back IS NULL",
            [deed.when, withdrawal],
        )


def live_numbers(
    db: Database,
    *,
    reviewer: str = "",
    stage: Stage | None = None,
    settling: Sequence[RecordId] | None = None,
) -> list[int]:
    """The numbers of decisions that count: a person's, of one stage, or settling records."""
    found = db.query("SELECT number, record, stage, reviewer, resolves FROM live_decision")
    return [
        row["number"]
        for row in found
        if (not reviewer or row["reviewer"] == reviewer)
        and (stage is None or row["stage"] == stage)
        and (settling is None or (row["resolves"] and row["record"] in settling))
    ]


def withdrawn_removals(db: Database) -> set[tuple[RecordId, str]]:
    """The records, with the criterion, whose automatic removal was undone."""
    found = db.execute(
        "SELECT record, criterion FROM withdrawn_removal "
        "JOIN withdrawal ON withdrawal.number = withdrawal WHERE back IS NULL"
    )
    return {(RecordId(record), criterion) for record, criterion in found}

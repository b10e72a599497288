"""Actions on the screening page: each stored once, with the decisions that it made."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipeline.decisions import Decision
from pipeline.records import RecordId
from pipeline.store.decisions import put_decisions
from pipeline.store.table_checksums import seal_on, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWord:
    """An action of a reviewer on the page, under the id that the page gave it.

    `what` is decision, undo, consensus, pair, retrieval or abstract; `said_at` the time by the
    reader's own clock, `at` by that of the server; `said` all that was sent.
    """

    id: str
    reviewer: str
    what: str
    record: str
    said_at: str
    at: str
    said: str


def put_page_word(db: Database, word: PageWord, decisions: Sequence[Decision] = ()) -> int:
    """Store an action and append its decisions, in the caller's transaction; returns its number.

    It takes the same time however many decisions there are: each seal continues the last one.
    """
    before = _last(db)
    put_decisions(db, None, decisions)
    made = (before + 1, before + len(decisions)) if decisions else (None, None)
    cursor = db.execute(
        "INSERT INTO page_word (id, reviewer, what, record, said_at, at, first, last, said) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(word.id, word.reviewer, word.what, word.record, word.said_at, word.at),
            *(*made, word.said),
        ],
    )
    number = int(cursor.lastrowid or 0)
    seal_on(db, number)
    return number


def _last(db: Database) -> int:
    return int(db.execute("SELECT COALESCE(MAX(number), 0) FROM decision").fetchone()[0])


def page_word(db: Database, word: str) -> tuple[PageWord, int | None] | None:
    """The action with an id, with the number of its last decision; None if there is none."""
    row = next(db.query("SELECT * FROM page_word WHERE id = ?", [word]), None)
    if row is None:
        return None
    last = row["last"]
    kept = {name: row[name] for name in PageWord.__slots__}
    return PageWord(**kept), last


def count_of(
    db: Database,
    reviewer: str,
    stage: str,
    since: str = "",
    among: Iterable[RecordId] | None = None,
) -> int:
    """How many records a reviewer has decided at a stage, of all or of some; in total or since."""
    query = (
        "SELECT COUNT(DISTINCT record) FROM live_decision "
        "WHERE reviewer = ? AND stage = ? AND at >= ? AND NOT resolves"
    )
    given = [reviewer, stage, since]
    if among is not None:
        query += " AND record IN (SELECT value FROM json_each(?))"
        given.append(json.dumps(list(among)))
    return int(db.execute(query, given).fetchone()[0])


def latest_of(db: Database, reviewer: str, stages: Iterable[str], most: int) -> list[RecordId]:
    """The records that a reviewer decided last at any of the stages, the latest first."""
    query = (
        "SELECT record FROM live_decision WHERE reviewer = ? AND NOT resolves "
        "AND stage IN (SELECT value FROM json_each(?)) "
        "GROUP BY record ORDER BY MAX(number) DESC LIMIT ?"
    )
    return [row["record"] for row in db.query(query, [reviewer, json.dumps(list(stages)), most])]


def latest_time(db: Database) -> str:
    """When the latest decision was made, by the clock at that time; "" if there is none."""
    return str(db.execute("SELECT COALESCE(MAX(at), '') FROM decision").fetchone()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A secret link of a reviewer, stored as the digest of its secret."""

    digest: str
    reviewer: str
    made: str
    expires: str
    withdrawn: str | None = None
    number: int = 0


def put_link(db: Database, link: PageLink) -> None:
    """Store a link, in the caller's transaction."""
    with sealed(db, "page_link"):
        db.execute(
            "INSERT INTO page_link (digest, reviewer, made, expires) VALUES (?, ?, ?, ?)",
            [link.digest, link.reviewer, link.made, link.expires],
        )


def withdraw_links(db: Database, reviewer: str, when: str) -> int:
    """Revoke a reviewer's links; returns how many there were."""
    with sealed(db, "page_link"):
        cursor = db.execute(
            "UPDATE page_link SET withdrawn = ? WHERE reviewer = ? AND withdrawn IS NULL "
            "AND expires > ?",
            [when, reviewer, when],
        )
    return int(cursor.rowcount)


def link_of(db: Database, digest: str) -> PageLink | None:
    """The link with this digest; None if there is none."""
    found: dict[str, Any] | None = next(
        db.query("SELECT * FROM page_link WHERE digest = ?", [digest]), None
    )
    return PageLink(**found) if found else None


def page_links(db: Database) -> list[PageLink]:
    """Every link in the order in which they were made, including withdrawn ones."""
    return [PageLink(**row) for row in db.table("page_link").rows_where(order_by="number")]

"""Decisions and where they came from, and the lists that went out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlite_utils import Database

from pipeline.decisions import Decision, Stage, Verdict
from pipeline.records import RecordId
from pipeline.store.checksums import seal
from pipeline.store.duplicates import origin_of
from pipeline.store.table_checksums import sealed

PILOT = "pilot-"
"""How the id of a pilot's list begins."""

RECHECK = "recheck-"
"""How the id of a list of decisions to be read again begins."""


def piloted(db: Database) -> set[RecordId]:
    """The records that were on any pilot's list."""
    found = db.table("list_record").rows_where("list LIKE ? || '%'", [PILOT], select="record")
    return {row["record"] for row in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFile:
    """A file of decisions; kind is decisions, pairs, conflicts or elsewhere.

    What was said by a command or on a page has that as its kind, and "" for hash and version.
    """

    name: str
    sha256: str
    kind: str
    taken_in: str
    version: str
    withdrawn: str | None = None


def knows_decision_file(db: Database, sha256: str) -> bool:
    """Whether these bytes were taken in and not withdrawn since."""
    found = db.execute(
        "SELECT 1 FROM decision_file WHERE sha256 = ? AND withdrawn IS NULL", [sha256]
    )
    return found.fetchone() is not None


def put_decision_file(db: Database, file: DecisionFile) -> int:
    """Remember a file of decisions, in the caller's transaction; returns its number."""
    with sealed(db, "decision_file"):
        cursor = db.execute(
            "INSERT INTO decision_file (name, sha256, kind, taken_in, version) "
            "VALUES (?, ?, ?, ?, ?)",
            [file.name, file.sha256, file.kind, file.taken_in, file.version],
        )
    return int(cursor.lastrowid or 0)


def put_decisions(db: Database, file: DecisionFile | None, decisions: Iterable[Decision]) -> int:
    """Append decisions in the caller's transaction; returns how many.

    `file` is the sheet that all of them came in; None where they were said by a command or on a
    page, as their origins tell.
    """
    if file is None:
        with sealed(db, "decision"):
            return _append(db, None, decisions)
    number = put_decision_file(db, file)
    count = _append(db, number, decisions)
    with sealed(db, "decision_file"):
        seal(db, "decision_file", number)
    return count


def _append(db: Database, file: int | None, decisions: Iterable[Decision]) -> int:
    rows = [_row(decision, file) for decision in decisions]
    db.table("decision").insert_all(rows)
    return len(rows)


def decisions(db: Database) -> list[Decision]:
    """All decisions that were not withdrawn, in the order they were taken in."""
    return [_decision(row) for row in db.query("SELECT * FROM live_decision ORDER BY number")]


def all_decisions(db: Database) -> list[tuple[Decision, DecisionFile]]:
    """Every decision ever taken in with its file, withdrawn ones too, for the audit."""
    found = db.query(
        "SELECT decision.*, COALESCE(name, origin_name) AS origin_file, "
        "COALESCE(sha256, '') AS sha256, COALESCE(kind, origin_kind) AS kind, "
        "COALESCE(taken_in, at) AS taken_in, COALESCE(version, '') AS version, withdrawn "
        "FROM decision LEFT JOIN decision_file ON decision_file.id = decision.file "
        "ORDER BY number",
    )
    return [
        (
            _decision(row),
            DecisionFile(
                name=row["origin_file"],
                **{key: row[key] for key in ("sha256", "kind", "taken_in", "version", "withdrawn")},
            ),
        )
        for row in found
    ]


def decision_files(db: Database) -> list[DecisionFile]:
    """The files of decisions in the order they were taken in, withdrawn ones too."""
    found = db.query(
        "SELECT name, sha256, kind, taken_in, version, withdrawn FROM decision_file ORDER BY id",
    )
    return [DecisionFile(**row) for row in found]


def withdraw(db: Database, sha256: str, when: str, why: str) -> int:
    """Mark a decision file or an export file as withdrawn; returns how many files that were.

    Nothing is erased; records and decisions of the file stop counting.
    """
    count = 0
    for table in ("decision_file", "file"):
        with sealed(db, table):
            cursor = db.execute(
                f"UPDATE {table} SET withdrawn = ?, withdrawn_why = ? "  # noqa: S608
                "WHERE sha256 = ? AND withdrawn IS NULL",
                [when, why, sha256],
            )
        count += cursor.rowcount
    return count


class ListFile(NamedTuple):
    """The file that a list went out as, and when; with its SHA-256 where it was laid ready."""

    name: str
    sent: str = ""
    sha256: str = ""


NO_FILE = ListFile("")


def put_list(
    db: Database,
    head: tuple[str, Stage, str, str],
    listed: Sequence[tuple[RecordId, bool]],
    *,
    asked_for: bool = True,
    file: ListFile = NO_FILE,
) -> None:
    """Remember a list that went out: its id, stage, reviewer and time, and its records.

    Each record goes with whether it was drawn as a random check. The same list again adds nothing
    but the name of the file that it went out as the last time. A list that an update wrote unasked
    is kept apart from those that a person asked for.
    """
    with sealed(db, "list", "list_record", "list_rank"):
        db.execute(
            "INSERT INTO list (id, stage, reviewer, at, asked_for, file, sent, sha256, number) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(number), 0) + 1 FROM list)) "
            "ON CONFLICT (id) DO UPDATE SET asked_for = MAX(asked_for, excluded.asked_for), "
            "file = excluded.file, sent = excluded.sent, sha256 = excluded.sha256, "
            "number = excluded.number WHERE excluded.asked_for OR NOT asked_for",
            [*head, int(asked_for), *file],
        )
        # sqlite-utils would ask for the row id of a lone row that is there, and there is none.
        db.conn.executemany(
            "INSERT OR IGNORE INTO list_record (list, record, random_check) VALUES (?, ?, ?)",
            [(head[0], record, check) for record, check in listed],
        )
        db.execute(
            "INSERT OR IGNORE INTO list_rank SELECT list, record, position FROM list_record "
            "JOIN list ON list.id = list JOIN rank USING (record) "
            "WHERE list.id = ? AND stage = 'screening'",
            [head[0]],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SentList:
    """A list that went out; `file` and `sent` are "" where an earlier version wrote it.

    `at` is the time of the latest evidence in it.

    One that nobody asked for was laid ready by an update; `sha256` is then that of its file, where
    that is known. `checks` are the records that were drawn at random.
    """

    reviewer: str
    at: str
    file: str
    records: tuple[RecordId, ...]
    sent: str = ""
    checks: frozenset[RecordId] = frozenset()
    asked_for: bool = True
    sha256: str = ""


def sent_lists(db: Database, stage: Stage, *, every: bool = False) -> list[SentList]:
    """The lists of a stage that somebody asked for, or every one, in the order they went out in."""
    found = db.query(
        "SELECT reviewer, at, file, sent, asked_for, sha256, json_group_array(record) AS records, "
        "json_group_array(CASE WHEN random_check THEN record END) AS checks "
        "FROM list JOIN list_record ON list.id = list WHERE stage = ? AND asked_for >= ? "
        "GROUP BY list.id ORDER BY number, at, file, list.id",
        [stage, int(not every)],
    )
    return [_sent(row) for row in found]


def _sent(row: dict[str, Any]) -> SentList:
    records, checks = json.loads(row["records"]), json.loads(row["checks"])
    return SentList(
        **{**row, "asked_for": bool(row["asked_for"]), "records": tuple(records)}
        | {"checks": frozenset(one for one in checks if one)}
    )


def listed(
    db: Database, stage: Stage, reviewer: str, *, only_asked_for: bool = False
) -> set[RecordId]:
    """The records that were on any list of this stage for this reviewer, or on any asked for."""
    found = db.query(
        "SELECT DISTINCT record FROM list_record JOIN list ON list.id = list "
        "WHERE stage = ? AND reviewer = ? AND asked_for >= ?",
        [stage, reviewer, int(only_asked_for)],
    )
    return {row["record"] for row in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedList:
    """A list for screening: its records with their ranks when it was written, and its checks.

    `at` is when it was written, of a list of an earlier version the time of the evidence in it;
    `number` is its place in the order of all lists, 0 where an earlier version kept none. A record
    that had no rank has None; `checks` were drawn at random from what the list left out. A pilot
    is drawn at random as a whole.
    """

    id: str
    at: str
    number: int
    pilot: bool
    ranks: tuple[tuple[RecordId, int | None], ...]
    checks: tuple[RecordId, ...]


def ranked_lists(db: Database) -> list[RankedList]:
    """The lists for screening in the order in which they were written, those of updates too."""
    found = db.query(
        "SELECT list.id, IIF(sent = '', at, sent) AS written, number, record, random_check, "
        "position FROM list_record JOIN list ON list.id = list "
        "LEFT JOIN list_rank USING (list, record) WHERE stage = 'screening' "
        "ORDER BY written, number, list.id, position IS NULL, position, record"
    )
    lists = []
    for key, rows in groupby(found, key=lambda row: (row["id"], row["written"], row["number"])):
        name, at, number = key
        records = [(row["record"], row["position"], row["random_check"]) for row in rows]
        lists.append(
            RankedList(
                id=name,
                at=at,
                number=number,
                pilot=name.startswith((PILOT, RECHECK)),
                ranks=tuple((record, rank) for record, rank, check in records if not check),
                checks=tuple(record for record, _, check in records if check),
            )
        )
    return lists


def _row(decision: Decision, file: int | None) -> dict[str, object]:
    """A decision as its row; a sheet's name is that of its file."""
    origin = decision.origin
    return {
        "record": decision.record,
        "stage": decision.stage,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "other_reasons": json.dumps(decision.other_reasons, ensure_ascii=False),
        "note": decision.note,
        "reviewer": decision.reviewer,
        "at": decision.when,
        "file": file,
        "origin_kind": origin.kind,
        "origin_name": origin.name if file is None else "",
        "origin_sheet": origin.sheet,
        "origin_row": origin.row,
        "resolves": int(decision.resolves),
        "location": decision.location,
        "criteria_hash": decision.criteria_hash,
    }


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        record=row["record"],
        stage=Stage(row["stage"]),
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        other_reasons=tuple(json.loads(row["other_reasons"])),
        note=row["note"],
        reviewer=row["reviewer"],
        when=row["at"],
        origin=origin_of(row),
        resolves=bool(row["resolves"]),
        location=row["location"],
        criteria_hash=row["criteria_hash"],
        number=row["number"],
    )

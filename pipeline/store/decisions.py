"""Decisions and their origins, and the lists that were written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from sqlite_utils import Database

from pipeline.decisions import Decision, Stage, Verdict, repeats
from pipeline.records import RecordId
from pipeline.store.checksums import seal
from pipeline.store.duplicates import origin_of
from pipeline.store.list_files import NO_FILE, PUT_LIST, ListFile
from pipeline.store.table_checksums import PAGE, sealed

PILOT = "pilot-"
"""The start of the id of a pilot's list."""

RECHECK = "recheck-"
"""The start of the id of a list of decisions to be checked again."""


def piloted(db: Database) -> set[RecordId]:
    """The records that were on any pilot's list."""
    found = db.table("list_record").rows_where("list LIKE ? || '%'", [PILOT], select="record")
    return {row["record"] for row in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFile:
    """A file of decisions; kind is decisions, pairs, conflicts or elsewhere.

    Decisions made by a command or on a page have that as their kind, and "" for hash and version.
    """

    name: str
    sha256: str
    kind: str
    taken_in: str
    version: str
    withdrawn: str | None = None


FileState = Literal["unknown", "imported", "held", "withdrawn"]
"""The status of a file's bytes; "held" if some of its rows wait for a pair verdict."""


def decision_file_state(db: Database, sha256: str) -> FileState:
    """The status of these bytes, from the last time that they came."""
    found = db.execute(
        "SELECT withdrawn, held FROM decision_file WHERE sha256 = ? ORDER BY id DESC LIMIT 1",
        [sha256],
    ).fetchone()
    if found is None:
        return "unknown"
    withdrawn, held = found
    if withdrawn or db.execute(f"SELECT 1 FROM ({OF_FILE}) LIMIT 1", [sha256]).fetchone():  # noqa: S608
        return "withdrawn"
    return "held" if held else "imported"


OF_FILE = (
    "SELECT decision FROM withdrawn_decision JOIN decision ON decision.number = decision "
    "JOIN decision_file ON decision_file.id = decision.file WHERE sha256 = ? AND back IS NULL"
)
"""The decisions of a file that were withdrawn separately, and not with all of it."""


def hold_rows(db: Database, sha256: str, *, held: bool) -> None:
    """Note whether rows of a file wait for a pair verdict, in the caller's transaction."""
    with sealed(db, "decision_file"):
        db.execute("UPDATE decision_file SET held = ? WHERE sha256 = ?", [int(held), sha256])


def bring_back_file(db: Database, sha256: str, when: str) -> int:
    """Let a withdrawn file count again; returns its number of decisions and pair verdicts."""
    with sealed(db, "decision_file", "pair_verdict", "withdrawn_decision"):
        alone = db.execute(
            f"UPDATE withdrawn_decision SET back = ? "  # noqa: S608
            f"WHERE back IS NULL AND decision IN ({OF_FILE})",
            [when, sha256],
        ).rowcount
        ids = "(SELECT id FROM decision_file WHERE sha256 = ? AND withdrawn IS NOT NULL)"
        (decisions,) = db.execute(
            f"SELECT COUNT(*) FROM decision WHERE file IN {ids}",  # noqa: S608
            [sha256],
        ).fetchone()
        pairs = db.execute(
            f"UPDATE pair_verdict SET withdrawn = NULL WHERE file IN {ids}",  # noqa: S608
            [sha256],
        ).rowcount
        db.execute(
            "UPDATE decision_file SET withdrawn = NULL, withdrawn_why = NULL WHERE sha256 = ?",
            [sha256],
        )
    return int(decisions or alone) + int(pairs)


def put_decision_file(db: Database, file: DecisionFile) -> int:
    """Store a file of decisions, in the caller's transaction; returns its number."""
    with sealed(db, "decision_file"):
        cursor = db.execute(
            "INSERT INTO decision_file (name, sha256, kind, taken_in, version) "
            "VALUES (?, ?, ?, ?, ?)",
            [file.name, file.sha256, file.kind, file.taken_in, file.version],
        )
    return int(cursor.lastrowid or 0)


def put_decisions(
    db: Database,
    file: DecisionFile | None,
    decisions: Iterable[Decision],
    restated: Iterable[Decision] = (),
) -> int:
    """Append decisions in the caller's transaction; returns how many.

    `file` is the sheet that all of them came in; None if they were made by a command or on a
    page, as their origins say. `restated` are those that repeat the standing decision: they count
    if the decision they repeat is withdrawn.
    """
    if file is None:
        said = list(decisions)  # decisions of the page are sealed with its actions
        with sealed(db, *{"decision" for one in said if one.origin.name != PAGE}):
            return _append(db, None, said)
    number = put_decision_file(db, file)
    count = _append(db, number, decisions)
    (first,) = db.execute("SELECT COALESCE(MAX(number), 0) FROM decision").fetchone()
    if _append(db, number, restated):
        with sealed(db, "restated"):
            db.execute(
                "INSERT INTO restated SELECT number, file FROM decision WHERE number > ?", [first]
            )
    with sealed(db, "decision_file"):
        seal(db, "decision_file", number)
    return count


def _append(db: Database, file: int | None, decisions: Iterable[Decision]) -> int:
    rows = [_row(decision, file) for decision in decisions]
    db.table("decision").insert_all(rows)
    return len(rows)


def decisions(db: Database, ids: Sequence[RecordId] | None = None) -> list[Decision]:
    """All decisions that were not withdrawn, or those on these records, in order of import.

    Those that only repeat the standing decision are left out.
    """
    some = "" if ids is None else "WHERE record IN (SELECT value FROM json_each(?))"
    given = [] if ids is None else [json.dumps(list(ids))]
    repeated = f"SELECT number FROM decision {some} INTERSECT SELECT decision FROM restated"  # noqa: S608
    again = {number for (number,) in db.execute(repeated, given)}
    stands: dict[tuple[str, str, str], Decision] = {}
    found = []
    for row in db.query(f"SELECT * FROM live_decision {some} ORDER BY number", given):  # noqa: S608
        decision = _decision(row)
        key = (decision.record, decision.stage, decision.reviewer)
        anybody = (decision.record, decision.stage, "")
        if decision.number in again and repeats(decision, stands.get(key), stands.get(anybody)):
            continue
        stands[key] = stands[anybody] = decision
        found.append(decision)
    return found


def all_decisions(db: Database) -> list[tuple[Decision, DecisionFile]]:
    """Every decision ever imported with its file, including withdrawn ones, for the audit."""
    found = db.query(
        "SELECT decision.*, COALESCE(name, origin_name) AS origin_file, "
        "COALESCE(sha256, '') AS sha256, COALESCE(kind, origin_kind) AS kind, "
        "COALESCE(taken_in, at) AS taken_in, COALESCE(version, '') AS version, "
        "COALESCE(withdrawn, (SELECT MAX(withdrawal.at) FROM withdrawn_decision AS gone "
        "JOIN withdrawal ON withdrawal.number = gone.withdrawal "
        "WHERE gone.decision = decision.number AND gone.back IS NULL)) AS withdrawn "
        "FROM decision LEFT JOIN decision_file ON decision_file.id = decision.file "
        "ORDER BY decision.number",
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
    """The files of decisions in order of import, including withdrawn ones."""
    found = db.query(
        "SELECT name, sha256, kind, taken_in, version, withdrawn FROM decision_file ORDER BY id",
    )
    return [DecisionFile(**row) for row in found]


def withdraw(db: Database, sha256: str, when: str, why: str) -> int:
    """Mark a file of decisions as withdrawn; returns how many times it had been imported.

    Nothing is erased; decisions of the file stop counting.
    """
    with sealed(db, "decision_file"):
        cursor = db.execute(
            "UPDATE decision_file SET withdrawn = ?, withdrawn_why = ? "
            "WHERE sha256 = ? AND withdrawn IS NULL",
            [when, why, sha256],
        )
    return int(cursor.rowcount)


def put_list(
    db: Database,
    head: tuple[str, Stage, str, str],
    listed: Sequence[tuple[RecordId, bool]],
    *,
    asked_for: bool = True,
    file: ListFile = NO_FILE,
) -> None:
    """Store a list that was written: its id, stage, reviewer and time, and its records.

    Each record has a flag for random checks. Storing the same list again only adds the name of the
    latest file that it was written to. A list that an update wrote unasked is kept apart from those
    that a person requested; a requested list at the same path takes its place.
    """
    with sealed(db, "list", "list_record"):
        if asked_for and file.name:
            db.execute("UPDATE list SET sha256 = '' WHERE file = ? AND NOT asked_for", [file.name])
        db.execute(PUT_LIST, [*head, int(asked_for), *file])
        # sqlite-utils would ask for the row id of a single row that already exists, and there is
        # none.
        db.conn.executemany(
            "INSERT OR IGNORE INTO list_record (list, record, random_check) VALUES (?, ?, ?)",
            [(head[0], record, check) for record, check in listed],
        )
        db.execute(
            "UPDATE list SET ranks = (SELECT json_group_object(record, position) FROM ("
            "SELECT record, position FROM list_record JOIN rank USING (record) WHERE list = ? "
            "ORDER BY record)) WHERE id = ? AND stage = 'screening' AND ranks = '{}'",
            [head[0], head[0]],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SentList:
    """A list that was written; `file` and `sent` are "" if an earlier version wrote it.

    `at` is the time of the latest evidence in it.

    A list that nobody requested was written by an update; `sha256` is then that of its file, if
    known. `checks` are the records that were drawn at random.
    """

    reviewer: str
    at: str
    file: str
    records: tuple[RecordId, ...]
    sent: str = ""
    checks: frozenset[RecordId] = frozenset()
    asked_for: bool = True
    sha256: str = ""
    id: str = ""


def sent_lists(db: Database, stage: Stage, *, every: bool = False) -> list[SentList]:
    """The lists of a stage that somebody requested, or all lists, in the order of writing."""
    found = db.query(
        "SELECT list.id, reviewer, at, file, sent, asked_for, sha256, "
        "json_group_array(record) AS records, "
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
    """The records on any list of this stage for this reviewer, or on any requested list."""
    found = db.query(
        "SELECT DISTINCT record FROM list_record JOIN list ON list.id = list "
        "WHERE stage = ? AND reviewer = ? AND asked_for >= ?",
        [stage, reviewer, int(only_asked_for)],
    )
    return {row["record"] for row in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedList:
    """A list for screening: its records with their ranks when it was written, and its checks.

    `at` is when it was written, or for lists of earlier versions the time of the evidence in it;
    `number` is its place in the order of all lists, 0 if an earlier version stored none. A record
    without a rank has None; `checks` were drawn at random from the records outside the list. A
    pilot is drawn at random as a whole.
    """

    id: str
    at: str
    number: int
    pilot: bool
    ranks: tuple[tuple[RecordId, int | None], ...]
    checks: tuple[RecordId, ...]


def ranked_lists(db: Database) -> list[RankedList]:
    """The lists for screening in the order of writing, including those of updates."""
    heads = db.execute(
        "SELECT id, IIF(sent = '', at, sent) AS written, number, ranks FROM list "
        "WHERE stage = 'screening' ORDER BY written, number, id"
    )
    # A list's ranks are long: they are not read again with each of its records.
    rows = db.execute("SELECT list, record, random_check FROM list_record ORDER BY list, record")
    listed = {name: list(of_list) for name, of_list in groupby(rows, key=itemgetter(0))}
    return [
        _ranked_list(name, at, number, json.loads(ranks), listed[name])
        for name, at, number, ranks in heads
        if name in listed
    ]


def _ranked_list(
    name: str,
    at: str,
    number: int,
    ranks: Mapping[str, int],
    rows: Sequence[tuple[str, RecordId, int]],
) -> RankedList:
    return RankedList(
        id=name,
        at=at,
        number=number,
        pilot=name.startswith((PILOT, RECHECK)),
        ranks=tuple((record, ranks.get(record)) for _, record, check in rows if not check),
        checks=tuple(record for _, record, check in rows if check),
    )


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


def _reasons(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        record=row["record"],
        stage=Stage(row["stage"]),
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        other_reasons=_reasons(row["other_reasons"]),
        note=row["note"],
        reviewer=row["reviewer"],
        when=row["at"],
        origin=origin_of(row),
        resolves=bool(row["resolves"]),
        location=row["location"],
        criteria_hash=row["criteria_hash"],
        number=row["number"],
    )

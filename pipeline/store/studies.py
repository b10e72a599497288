"""The ids of studies, assigned once, and people's decisions on the study of each report."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyLink:
    """A person's decision that a report belongs to a study; previous if the earlier review has it.

    `record` is the record that was named, `records` are all that its report had at that time, so
    the decision finds its report again after merges or splits. `study` is a study's id or a name.
    """

    record: RecordId
    records: tuple[RecordId, ...]
    study: str
    previous: bool
    at: str
    who: str = ""
    why: str = ""
    number: int = 0
    withdrawn: str | None = None
    withdrawn_who: str | None = None
    withdrawn_why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStudy:
    """A study's id, which never changes; after a split it stays with `record`."""

    id: str
    record: RecordId
    at: str
    records: tuple[RecordId, ...]


def put_study_link(db: Database, link: StudyLink) -> int:
    """Store a decision on a report's study, in the caller's transaction; returns its number."""
    with sealed(db, "study_link"):
        cursor = db.execute(
            "INSERT INTO study_link (record, records, study, previous, at, who, why) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(link.record, json.dumps(link.records), link.study, int(link.previous)),
                *(link.at, link.who, link.why),
            ],
        )
    return int(cursor.lastrowid or 0)


def withdraw_study_links(
    db: Database, numbers: Iterable[int], when: str, *, who: str = "", why: str = ""
) -> None:
    """Withdraw decisions on studies; nothing is erased."""
    with sealed(db, "study_link"):
        db.conn.executemany(
            "UPDATE study_link SET withdrawn = ?, withdrawn_who = ?, withdrawn_why = ? "
            "WHERE number = ? AND withdrawn IS NULL",
            [(when, who, why, number) for number in numbers],
        )


def bring_back_study_links(db: Database, numbers: Iterable[int]) -> None:
    """Let withdrawn decisions on studies count again."""
    with sealed(db, "study_link"):
        db.conn.executemany(
            "UPDATE study_link SET withdrawn = NULL, withdrawn_who = NULL, withdrawn_why = NULL "
            "WHERE number = ?",
            [(number,) for number in numbers],
        )


def study_links(db: Database) -> list[StudyLink]:
    """The standing decisions on studies, in the order in which they were made."""
    return [one for one in all_study_links(db) if not one.withdrawn]


def all_study_links(db: Database) -> list[StudyLink]:
    """Every decision on the study of a report, including withdrawn ones, for the audit."""
    return [
        StudyLink(
            **{
                **row,
                "previous": bool(row["previous"]),
                "records": tuple(json.loads(row["records"])),
            }
        )
        for row in db.table("study_link").rows_where(order_by="number")
    ]


def put_given_studies(db: Database, given: Sequence[GivenStudy]) -> None:
    """Assign ids, or move ids to another record after a split; a record has one at a time."""
    with sealed(db, "study", "study_record"):
        for study in given:
            db.execute(
                "INSERT INTO study VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET record = excluded.record",
                [study.id, study.record, study.at],
            )
            db.conn.executemany(
                "INSERT OR REPLACE INTO study_record VALUES (?, ?)",
                [(record, study.id) for record in study.records],
            )


def given_studies(db: Database) -> list[GivenStudy]:
    """The assigned ids, by time and id."""
    found = db.query(
        "SELECT id, study.record, at, json_group_array(study_record.record) AS records "
        "FROM study LEFT JOIN study_record ON study = id GROUP BY id ORDER BY at, id"
    )
    return [
        GivenStudy(**{**row, "records": tuple(sorted(filter(None, json.loads(row["records"]))))})
        for row in found
    ]

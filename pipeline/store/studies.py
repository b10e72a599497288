"""The ids of studies, given once, and what people said of which study a report is."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyLink:
    """A person's word that a report is of a study; previous where the earlier review has it.

    `record` is the record that was named, `records` are all that its report had then, so that the
    word finds its report again whatever is merged or split. `study` is a study's id or a name.
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
    """A study's id, which never changes; `record` is the one that it stays with after a split."""

    id: str
    record: RecordId
    at: str
    records: tuple[RecordId, ...]


def put_study_link(db: Database, link: StudyLink) -> int:
    """Keep a word on the study of a report, in the caller's transaction; returns its number."""
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
    """Take back words on studies; nothing is erased."""
    with sealed(db, "study_link"):
        db.conn.executemany(
            "UPDATE study_link SET withdrawn = ?, withdrawn_who = ?, withdrawn_why = ? "
            "WHERE number = ? AND withdrawn IS NULL",
            [(when, who, why, number) for number in numbers],
        )


def bring_back_study_links(db: Database, numbers: Iterable[int]) -> None:
    """Let withdrawn words on studies count again."""
    with sealed(db, "study_link"):
        db.conn.executemany(
            "UPDATE study_link SET withdrawn = NULL, withdrawn_who = NULL, withdrawn_why = NULL "
            "WHERE number = ?",
            [(number,) for number in numbers],
        )


def study_links(db: Database) -> list[StudyLink]:
    """The words on studies that stand, in the order in which they were said."""
    return [one for one in all_study_links(db) if not one.withdrawn]


def all_study_links(db: Database) -> list[StudyLink]:
    """Every word on the study of a report, withdrawn ones too, for the audit."""
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
    """Give ids, or let ids stay with another record after a split; a record has one at a time."""
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
    """The ids that were given, in the order of time and id."""
    found = db.query(
        "SELECT id, study.record, at, json_group_array(study_record.record) AS records "
        "FROM study LEFT JOIN study_record ON study = id GROUP BY id ORDER BY at, id"
    )
    return [
        GivenStudy(**{**row, "records": tuple(sorted(filter(None, json.loads(row["records"]))))})
        for row in found
    ]

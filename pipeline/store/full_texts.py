"""Stores where full texts are: open-access links from services, and the PDFs of a folder."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccessAnswer:
    """The last answer of a service on a report, and the last attempt if that failed.

    `answered` is the ISO day of the answer, "" if none ever came; `url` is "" if the service knows
    no free copy. `tried` and `why` are the day and the reason of a later failed attempt.
    """

    report: RecordId
    service: str
    answered: str
    url: str = ""
    version: str = ""
    licence: str = ""
    tried: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullTextFile:
    """A PDF as it was last read: its path, its state, and the record that it belongs to.

    `record` is None if that is not certain; `asks` is then a JSON list of the possible reports,
    each with the reason. `pages` is 0 if unknown.
    """

    path: str
    sha256: str
    state: str
    pages: int
    why: str
    record: RecordId | None
    because: str
    asks: str = "[]"


def put_open_access(db: Database, answers: Iterable[OpenAccessAnswer]) -> None:
    """Store the answers of services, replacing earlier ones, in the caller's transaction."""
    with sealed(db, "open_access"):
        put(db, "open_access", OpenAccessAnswer, answers, replace=True)


def open_access_answers(db: Database) -> list[OpenAccessAnswer]:
    """The last answer of each service on each report, by report and service."""
    found = db.table("open_access").rows_where(order_by="report, service")
    return [OpenAccessAnswer(**row) for row in found]


def put_full_text_files(db: Database, files: Iterable[FullTextFile]) -> None:
    """Store the state of the folder of PDFs in place of the last, in the caller's transaction."""
    with sealed(db, "full_text_file"):
        db.execute("DELETE FROM full_text_file")
        put(db, "full_text_file", FullTextFile, files)


def full_text_files(db: Database) -> list[FullTextFile]:
    """The last known content of the folder of PDFs, by path."""
    names = ", ".join(field.name for field in fields(FullTextFile))
    found = db.table("full_text_file").rows_where(order_by="path", select=names)
    return [FullTextFile(**row) for row in found]


def put_full_text_word(db: Database, sha256: str, record: RecordId | None, at: str) -> None:
    """Store which record a person says a file belongs to, in the caller's transaction."""
    with sealed(db, "full_text_word"):
        row = {"sha256": sha256, "record": record, "at": at}
        db.table("full_text_word").insert(row, replace=True)


def full_text_words(db: Database) -> dict[str, RecordId | None]:
    """The records that people say files belong to, by SHA-256."""
    rows = db.table("full_text_word").rows_where(order_by="sha256")
    return {row["sha256"]: row["record"] for row in rows}

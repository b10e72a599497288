"""Where full texts are: open-access links that services gave, and the PDFs of a folder."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccessAnswer:
    """The last answer of a service on a report, and the last try where that failed.

    `answered` is the ISO day of the answer, "" where none ever came; `url` is "" where the service
    knows of no free copy. `tried` and `why` are the day and the reason of a later failed try.
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
    """A PDF as it was last looked at: where it lies, its state, and of which record it is.

    `record` is None where that is not certain; `asks` is then a JSON list of the reports that it
    may be of, each with why. `pages` is 0 where unknown.
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
    """Set what services say, in place of what they said before; the caller's transaction."""
    with sealed(db, "open_access"):
        put(db, "open_access", OpenAccessAnswer, answers, replace=True)


def open_access_answers(db: Database) -> list[OpenAccessAnswer]:
    """The last answer of each service on each report, by report and service."""
    found = db.table("open_access").rows_where(order_by="report, service")
    return [OpenAccessAnswer(**row) for row in found]


def put_full_text_files(db: Database, files: Iterable[FullTextFile]) -> None:
    """Set what the folder of PDFs holds, in place of what it held; the caller's transaction."""
    with sealed(db, "full_text_file"):
        db.execute("DELETE FROM full_text_file")
        put(db, "full_text_file", FullTextFile, files)


def full_text_files(db: Database) -> list[FullTextFile]:
    """What the folder of PDFs last held, by path."""
    names = ", ".join(field.name for field in fields(FullTextFile))
    found = db.table("full_text_file").rows_where(order_by="path", select=names)
    return [FullTextFile(**row) for row in found]


def put_full_text_word(db: Database, sha256: str, record: RecordId | None, at: str) -> None:
    """Keep of which record a person says a file is, None for none; the caller's transaction."""
    with sealed(db, "full_text_word"):
        row = {"sha256": sha256, "record": record, "at": at}
        db.table("full_text_word").insert(row, replace=True)


def full_text_words(db: Database) -> dict[str, RecordId | None]:
    """Of which record people say that files are, by SHA-256."""
    rows = db.table("full_text_word").rows_where(order_by="sha256")
    return {row["sha256"]: row["record"] for row in rows}

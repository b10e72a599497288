"""The latest answers of services on reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNotice:
    """The last answer of a service on a report, and the last attempt if that failed.

    `answered` is the ISO day of the answer, "" if none ever came; `notices` is a JSON list of
    kind, day, notice and the service's source. `tried` and `why` are the day and the reason of a
    later attempt that brought no answer, "" if the last attempt did.
    """

    report: RecordId
    service: str
    answered: str
    notices: str
    tried: str
    why: str


def put_notices(db: Database, notices: Iterable[StoredNotice]) -> None:
    """Store what services say about reports, replacing their earlier answers."""
    with sealed(db, "notice"):
        put(db, "notice", StoredNotice, notices, replace=True)


def notices(db: Database) -> list[StoredNotice]:
    """The last answer of each service on each report, by report and service."""
    found = db.table("notice").rows_where(order_by="report, service")
    return [_notice(row) for row in found]


def _notice(row: dict[str, Any]) -> StoredNotice:
    return StoredNotice(**row)

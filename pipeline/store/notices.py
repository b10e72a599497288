"""What services said of reports when they were last asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNotice:
    """The last answer of a service on a report, and the last try where that failed.

    `answered` is the ISO day of the answer, "" where none ever came; `notices` is a JSON list of
    kind, day, notice and whom the service has it from. `tried` and `why` are the day and the reason
    of a later try that brought no answer, "" where the last try did.
    """

    report: RecordId
    service: str
    answered: str
    notices: str
    tried: str
    why: str


def put_notices(db: Database, notices: Iterable[StoredNotice]) -> None:
    """Set what services say of reports, in place of what they said before."""
    with sealed(db, "notice"):
        put(db, "notice", StoredNotice, notices, replace=True)


def notices(db: Database) -> list[StoredNotice]:
    """The last answer of each service on each report, by report and service."""
    found = db.table("notice").rows_where(order_by="report, service")
    return [_notice(row) for row in found]


def _notice(row: dict[str, Any]) -> StoredNotice:
    return StoredNotice(**row)

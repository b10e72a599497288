"""Lists that every reviewer was given alike, to try the criteria on before the work is divided."""

from sqlite_utils import Database

from pipeline.records import RecordId

PILOT = "pilot-"
"""How the id of a pilot's list begins."""


def piloted(db: Database) -> set[RecordId]:
    """The records that were on any pilot's list."""
    found = db.table("list_record").rows_where("list LIKE ? || '%'", [PILOT], select="record")
    return {row["record"] for row in found}

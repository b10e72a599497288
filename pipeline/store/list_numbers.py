"""The place of a list in the order in which all were written."""

from sqlite_utils import Database


def last_list(db: Database) -> int:
    """The number of the latest list for any reviewer; 0 if there is none."""
    return int(db.execute("SELECT COALESCE(MAX(number), 0) FROM list").fetchone()[0])

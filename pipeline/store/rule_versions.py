"""The version of the duplicate rules by which each round was linked."""

from collections.abc import Iterable

from pipeline.store.connection import Database
from pipeline.store.table_checksums import sealed


def rules_of_rounds(db: Database) -> dict[str, int]:
    """The version by round; rounds that were never linked are left out."""
    return {row["round"]: row["version"] for row in db.table("round_rules").rows}


def put_rules_of_rounds(db: Database, rounds: Iterable[str], version: int) -> None:
    """Store the version of the rules by which rounds are linked from now on."""
    with sealed(db, "round_rules"):
        rows = [{"round": name, "version": version} for name in rounds]
        db.table("round_rules").upsert_all(rows, pk="round")

"""A review's id: made once, kept in its store, and never changed."""

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlite_utils import Database

from pipeline.store.table_checksums import sealed

ID = re.compile(r"[0-9a-f]{16}")
"""64 bits: among a million reviews two share an id once in 37 million times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The data that distinguish a store from another review's.

    `random` is false if the id follows from the first file of a store of version 0.1, which had no
    id. `files` are the SHA-256 of all exports ever imported.
    """

    id: str
    random: bool
    searches: frozenset[str]
    files: frozenset[str]


def random_id() -> str:
    """An id for a new review."""
    return secrets.token_hex(8)


def derived_id(search: str, file_sha256: str, taken_in: str) -> str:
    """The id of a review that was created without one, from the first file it imported.

    >>> derived_id("medline", "ab" * 32, "2024-06-10T06:13:20Z")
    'c37c1ac0088afce5'
    """
    return sha256(f"{search}\n{file_sha256}\n{taken_in}".encode()).hexdigest()[:16]


def identity(db: Database) -> Identity:
    """The identity recorded in a store; its id is "" if that was lost."""
    found = db.execute("SELECT id, random FROM review").fetchone() or ("", 1)
    return Identity(
        id=found[0],
        random=bool(found[1]),
        searches=frozenset(name for (name,) in db.execute("SELECT name FROM search")),
        files=frozenset(sha for (sha,) in db.execute("SELECT sha256 FROM file")),
    )


def give_id(db: Database, review: str) -> None:
    """Assign a new or an earlier version's store to a review, in the caller's transaction."""
    with sealed(db, "review"):
        db.execute("UPDATE review SET id = ?", [review])

"""The contents of a store, as shown by the seals of its tables."""

from hashlib import sha256

from pipeline.store.connection import Database


def contents(db: Database, *tables: str) -> str:
    """A digest that changes whenever anyone writes a row of some tables, or of any.

    It uses the seals alone, so the number of rows does not slow it down. A damaged table gets no
    new seal, so check the file too.
    """
    seals = db.execute("SELECT name, digest FROM table_seal ORDER BY name").fetchall()
    meant = [one for one in seals if not tables or one[0] in tables]
    return sha256(repr(meant).encode()).hexdigest()

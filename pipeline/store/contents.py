"""What a store holds, told by the seals of its tables."""

from hashlib import sha256

from pipeline.store.connection import Database


def contents(db: Database, *tables: str) -> str:
    """A digest that is another whenever a row of some tables, or of any, was written by whomever.

    It is taken of the seals alone, so that it takes no longer where there are more rows. A table
    that was damaged gets no new seal: look at the file, too.
    """
    seals = db.execute("SELECT name, digest FROM table_seal ORDER BY name").fetchall()
    meant = [one for one in seals if not tables or one[0] in tables]
    return sha256(repr(meant).encode()).hexdigest()

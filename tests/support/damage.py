"""Damages a store as disks do, and checks whether the damage is noticed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from pipeline.errors import Refused
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import opened, other_shape
from pipeline.store.runs import faults
from pipeline.store.table_checksums import damaged_results, damaged_tables

PAGE = 4096


def harmed(whole: bytes, chance: Random) -> Iterator[tuple[str, bytes]]:
    """Yield endless copies of a store with one damage each: the kind of damage, and the bytes."""
    while True:
        kind = chance.choice(["cut short", "page of noise", "page of zeros", "one byte", "one bit"])
        at = chance.randrange(len(whole))
        page = at // PAGE * PAGE
        other = bytearray(whole)
        if kind == "cut short":
            del other[at:]
        elif kind == "page of noise":
            other[page : page + PAGE] = chance.randbytes(PAGE)
        elif kind == "page of zeros":
            other[page : page + PAGE] = bytes(PAGE)
        elif kind == "one byte":
            other[at] = chance.randrange(256)
        else:
            other[at] ^= 1 << chance.randrange(8)
        if other != whole:
            yield kind, bytes(other)


def untold(whole: bytes, place: Path, number: int, seed: int) -> list[tuple[str, str]]:
    """The damages, of `number`, that change a row unnoticed: the kind of damage and the table."""
    place.write_bytes(whole)
    before = all_rows(place)
    found = []
    for (kind, other), _ in zip(harmed(whole, Random(seed)), range(number), strict=False):
        for left in place.parent.glob(f"{place.stem}*"):
            left.unlink()
        place.write_bytes(other)
        if not seen(place):
            after = all_rows(place)
            found += [(kind, table) for table in before if before[table] != after.get(table)]
    return found


def seen(store: Path) -> bool:
    """Whether opening a store, or `ajour check`, finds a fault."""
    try:
        with opened(store) as db:
            return bool(
                other_shape(db)
                or faults(db)
                or list(broken_seals(db))
                or damaged_tables(db)
                or damaged_results(db)
            )
    except Refused:
        return True


def all_rows(store: Path) -> dict[str, list[object]]:
    """Every row of every table as bytes, without the digests themselves."""
    with closing(sqlite3.connect(store)) as db:
        db.text_factory = bytes
        named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = sorted(name.decode(errors="replace") for (name,) in named)
        return {
            one: db.execute(f"SELECT * FROM [{one}] ORDER BY 1, 2").fetchall()
            for one in names
            if one != "table_seal"
        }

"""Which tag holds what, in each format and at each vendor; the table itself is dialects.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.readers.entries import Entry

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one vendor writes a format; its fields are those of the format where it names none."""

    name: str
    because: str
    marks: tuple[tuple[str, str], ...]
    ids: tuple[tuple[str, str], ...]
    database: str
    fields: Fields
    given_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format's dialects, in the order they are tried; the last has no marks and takes the rest.

    `known` are the tags that are placed in a field or knowingly left in the raw entry.
    """

    dialects: tuple[Dialect, ...]
    known: frozenset[str]
    names: Mapping[str, str]


@cache
def format_of(name: str) -> Format:
    """The table of a format: "ris", "nbib", "ovid" or "ciw"."""
    tables = tomllib.loads((Path(__file__).parent / "dialects.toml").read_text(encoding="utf-8"))
    table = tables[name]
    common = {field: tuple(tags) for field, tags in table["fields"].items()}
    dialects = tuple(_dialect(one, common) for one in table["dialect"])
    kept = table["kept"]
    placed = {tag for one in dialects for tags in one.fields.values() for tag in tags}
    placed |= {tag for one in dialects for tag, _ in one.ids}
    return Format(
        dialects=dialects,
        known=frozenset(kept.split() if isinstance(kept, str) else kept) | placed,
        names=table.get("names", {}),
    )


def _dialect(table: Mapping[str, object], common: Mapping[str, tuple[str, ...]]) -> Dialect:
    fields = dict(common)
    own = table.get("fields", {})
    assert isinstance(own, dict)
    fields.update({field: tuple(tags) for field, tags in own.items()})
    return Dialect(
        name=str(table["name"]),
        because=str(table["because"]),
        marks=_pairs(table.get("marks", ())),
        ids=_pairs(table.get("ids", ())),
        database=str(table.get("database", "")),
        fields=fields,
        given_first=bool(table.get("given_first", False)),
    )


def _pairs(given: object) -> tuple[tuple[str, str], ...]:
    assert isinstance(given, list | tuple)
    return tuple((one, other) for one, other in given)


def dialect_of(entry: Entry, format_: Format) -> Dialect:
    """The dialect an entry is written in: the first one that a mark gives away, else the last."""
    for dialect in format_.dialects:
        for tag, piece in dialect.marks:
            if _marked(entry, tag, piece):
                return dialect
    return format_.dialects[-1]


def _marked(entry: Entry, tag: str, piece: str) -> bool:
    if tag == "#":
        return entry.number > 0
    values = entry.values.get(tag)
    if values is None:
        return False
    if not piece:
        return True
    if piece[0] == "^":
        return any(value.startswith(piece[1:]) for value in values)
    return any(piece in value for value in values)

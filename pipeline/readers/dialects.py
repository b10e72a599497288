"""What each tag means, in each format and at each vendor; the table itself is dialects.toml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from pipeline.readers.entries import Entry

Fields = Mapping[str, tuple[str, ...]]
Mark = tuple[int, tuple[str, ...], str]
"""The index of a dialect, the tags that must also be there, and the pattern of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one vendor writes a format; unless it names its own fields, it has those of the format.

    `between` separates the values of a field if that is not a semicolon; `order` is the order of
    personal names: "" for family first, else as in `name_order`. `kind` is the type of records
    whose source gives none. `seen` says where the vendor's usage was looked up, `export` how to get
    such a file, `samples` which made-up files have it. `tags` are all that it assigns to a field or
    to the numbers.
    """

    name: str
    because: str
    marks: tuple[tuple[str, str], ...]
    ids: tuple[tuple[str, str], ...]
    database: str
    fields: Fields
    order: str
    between: Mapping[str, str]
    kind: str
    day_first: bool
    zero_is_missing: bool
    affiliations: bool
    export: str
    seen: str
    samples: tuple[str, ...]
    tags: frozenset[str]

    @property
    def marked(self) -> frozenset[str]:
        """The tags that its marks use."""
        return frozenset(one for tag, _ in self.marks for one in tag.split("+"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format's dialects, in the order they are tried; the last has no marks and is the fallback.

    `known` are the tags that some dialect assigns to a field, or that are deliberately left in the
    raw entry; `kept` are the latter and those of the format's own fields.
    """

    dialects: tuple[Dialect, ...]
    known: frozenset[str]
    kept: frozenset[str]
    names: Mapping[str, str]
    marks: Mapping[str, tuple[Mark, ...]]


def column_key(name: str) -> str:
    """The letters and digits of a column's name, which identify it however it is written.

    >>> {column_key(one) for one in ("Publication Year", "publication_year", "publicationYear")}
    {'publicationyear'}
    """
    return "".join(filter(str.isalnum, name)).lower()


@cache
def format_of(name: str) -> Format:
    """The table of a format, by its name in dialects.toml."""
    table = tables()[name]
    key = column_key if name == "table" else str
    common = {field: tuple(map(key, tags)) for field, tags in table["fields"].items()}
    dialects = tuple(_dialect(one, common, key) for one in table["dialect"])
    kept = table["kept"]
    kept = kept.split() if isinstance(kept, str) else kept
    common_tags = {tag for tags in common.values() for tag in tags}
    # Tags of RIS that Rayyan leaves inside cells are not names of columns.
    left = common_tags.union(kept, (key(one) for one in kept if not one.isupper()))
    return Format(
        dialects=dialects,
        known=frozenset(left.union(*(one.tags | one.marked for one in dialects))),
        kept=frozenset(left),
        names=table.get("names", {}),
        marks=_marks_by_tag(dialects),
    )


@cache
def tables() -> dict[str, Any]:
    """The whole of dialects.toml."""
    return tomli.loads((Path(__file__).parent / "dialects.toml").read_text(encoding="utf-8"))


def _dialect(
    table: Mapping[str, Any], common: Mapping[str, tuple[str, ...]], key: Callable[[str], str]
) -> Dialect:
    fields = dict(common)
    fields.update({name: tuple(map(key, tags)) for name, tags in table.get("fields", {}).items()})
    ids = tuple((key(tag), database) for tag, database in table.get("ids", ()))
    placed = {tag for tags in fields.values() for tag in tags}
    return Dialect(
        name=table["name"],
        because=table["because"],
        marks=tuple((_mark(tag, key), piece) for tag, piece in table.get("marks", ())),
        ids=ids,
        database=table.get("database", ""),
        fields=fields,
        order=table.get("order", ""),
        between=table.get("between", {}),
        kind=table.get("kind", ""),
        day_first=table.get("day_first", False),
        zero_is_missing=table.get("zero_is_missing", False),
        affiliations=table.get("affiliations", False),
        export=table.get("export", ""),
        seen=table.get("seen", ""),
        samples=tuple(table.get("samples", ())),
        tags=frozenset(placed.union(tag for tag, _ in ids)),
    )


def _mark(tag: str, key: Callable[[str], str]) -> str:
    """A mark's tags, all of which must be there, separated by "+" as in the table."""
    return "+".join(one if one == "#" else key(one) for one in tag.split("+"))


def _marks_by_tag(dialects: tuple[Dialect, ...]) -> dict[str, tuple[Mark, ...]]:
    """All marks by the last of their tags, each with the index of its dialect."""
    found: dict[str, list[Mark]] = {}
    for place, dialect in enumerate(dialects):
        for tags, piece in dialect.marks:
            *others, tag = tags.split("+")
            found.setdefault(tag, []).append((place, tuple(others), piece))
    return {tag: tuple(marks) for tag, marks in found.items()}


def dialect_of(entry: Entry, format_: Format) -> Dialect:
    """The dialect of an entry: the first one that a mark identifies, else the last."""
    first = len(format_.dialects) - 1
    marks = format_.marks
    if entry.number and "#" in marks:
        first = marks["#"][0][0]
    values = entry.values
    for tag, given in values.items():
        if tag in marks:
            for place, others, piece in marks[tag]:
                if place < first and _holds(given, piece) and all(one in values for one in others):
                    first = place
    return format_.dialects[first]


def _holds(values: list[str], piece: str) -> bool:
    if not piece:
        return True
    if piece[0] == "^":
        return any(value.startswith(piece[1:]) for value in values)
    # Without a generator, since this runs many times for every record.
    for value in values:  # noqa: SIM110
        if piece in value:
            return True
    return False

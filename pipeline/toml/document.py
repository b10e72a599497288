"""A TOML file as it was read, and its faults by line and key."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import SHOWN, Fault, Refused, reason, shortened
from pipeline.files import bytes_of
from pipeline.text.likeness import guess
from pipeline.toml.bounds import TomlFault, toml_text, toml_values
from pipeline.toml.kinds import QUOTED
from pipeline.toml.lines import Lines

Where = tuple[str | int, ...]
"""The path to a value: keys, and indexes in lists, from 0."""

MOST_SHOWN = 60
"""Most letters of a value or a key that a message shows."""

NAME_SHOWN = 40
"""Most letters of a table's name that a message shows."""

MISSING = object()
"""Represents a value that the file does not have."""


class Wrong(NamedTuple):
    """One fault: its place, and what is wrong with the value there, such as "expected 0 to 9".

    With `alone` the sentence is complete, and the value is not shown. `first` is the place of an
    equal value.
    """

    where: Where
    words: str
    alone: bool = False
    first: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The values of a TOML file. `text` is None if there is no text to look up lines in.

    `hash` is the SHA-256 of the file's bytes.
    """

    name: str
    values: dict[str, Any]
    text: str | None = None
    hash: str = ""

    def faults(self, wrong: Iterable[Wrong]) -> list[Fault]:
        """The faults in the order of their lines; those that no message will show are blank."""
        lines = Lines(self.text) if self.text is not None else None
        found = [(lines.of(*each.where) if lines else 0, each) for each in wrong]
        found.sort(key=lambda pair: pair[0])
        return [self._fault(*pair) for pair in found[:SHOWN]] + [Fault("", "")] * len(found[SHOWN:])

    def _fault(self, line: int, wrong: Wrong) -> Fault:
        section = _section(self.values, wrong.where)
        place = (self.name, f"line {line}" if line else "", section)
        told = _sentence(self.values, wrong)
        if wrong.first and self.text is not None:
            told += f", but line {Lines(self.text).of(*wrong.first)} has the same value"
        return Fault(", ".join(filter(None, place)), told)


def read_toml(path: Path, *, absent: str = "") -> Document:
    """Reads a TOML file; Refused if it is missing or, with the line, if it is not TOML.

    `absent` says what to do if there is no such file.
    """
    try:
        content = bytes_of(path)
        document = document_of(content.decode("utf-8-sig"), path)
        return replace(document, hash=sha256(content).hexdigest())
    except FileNotFoundError:
        raise Refused(f"{path}: there is no such file. {absent}".strip()) from None
    except OSError as fault:
        raise Refused(f"{path}: this file cannot be read ({reason(fault)}).") from None
    except UnicodeDecodeError as fault:
        raise Refused(f"{path}: this file is not UTF-8 text (byte {fault.start + 1}).") from None


def document_of(text: str, path: Path) -> Document:
    """Parses a text in TOML, unchanged from a file; Refused, with the line, if it is not TOML."""
    try:
        return Document(name=path.name, values=toml_values(text), text=text)
    except TomlFault as fault:
        from pipeline.toml.hints import toml_hint

        place = re.search(r"at line (\d+)", str(fault))
        hint = toml_hint(text, int(place[1]) if place else 0)
        raise Refused(f"{path}: this is not TOML: {fault}.{hint}") from None


def value_at(values: Any, where: Where) -> Any:
    """The value at a path; MISSING if there is none."""
    for key in where:
        if isinstance(values, dict):
            values = values.get(key, MISSING)
        elif isinstance(values, list) and isinstance(key, int):
            values = values[key]
        else:
            return MISSING
    return values


def rows_at(values: Any, where: Where) -> list[tuple[Where, dict[str, Any]]]:
    """The tables of an array, each with its path; none if there is no such array."""
    rows = value_at(values, where)
    return [((*where, nth), row) for nth, row in enumerate(rows)] if type(rows) is list else []


def texts_of(rows: Iterable[tuple[Where, dict[str, Any]]], key: str) -> list[tuple[Where, str]]:
    """The texts under a key of some tables, each with its path; the items of a list one by one.

    >>> texts_of([(("search", 0), {"name": "a"}), (("search", 1), {})], "name")
    [(('search', 0, 'name'), 'a')]
    """
    found: list[tuple[Where, str]] = []
    for where, row in rows:
        said, place = row.get(key), (*where, key)
        if isinstance(said, list):
            found += [((*place, nth), str(item)) for nth, item in enumerate(said)]
        elif said is not None:
            found.append((place, str(said)))
    return found


def repeated(texts: Iterable[tuple[Where, str]]) -> Iterator[Wrong]:
    """Every text that also occurs earlier."""
    seen: dict[str, Where] = {}
    for where, text in texts:
        if text in seen:
            yield Wrong(where, "expected each value only once", first=seen[text])
        seen.setdefault(text, where)


def not_among(texts: Iterable[tuple[Where, str]], known: Collection[str]) -> Iterator[Wrong]:
    """Every text that is not one of those known."""
    names = set(known)
    others = f"expected one of {shortened(', '.join(known))}"
    if not known:
        others = "expected a name that this file defines, but none is defined"
    strange = ((where, text) for where, text in texts if text not in names)
    for nth, (where, text) in enumerate(strange):
        question = guess(text, known) if nth < SHOWN else ""  # no more faults are shown
        yield Wrong(where, f"{others}{question}")


def dotted(where: Where) -> str:
    """The keys of a path as a table header has them, without indexes."""
    return ".".join(key for key in where if isinstance(key, str))


def _section(values: Any, where: Where) -> str:
    """The table that contains a value, as its header has it, with its name or number.

    >>> search = {"search": [{"name": "scopus", "hits": -1}]}
    >>> _section(search, ("search", 0, "hits")), _section({}, ("review", "title"))
    ('[[search]] scopus', '[review]')
    """
    table = where[: -2 if isinstance(where[-1], int) else -1]
    if not table:
        return ""
    names = [
        _name(values, table[: place + 1]) for place, key in enumerate(table) if type(key) is int
    ]
    head = f"[[{dotted(table)}]]" if isinstance(table[-1], int) else f"[{dotted(table)}]"
    return " ".join(filter(None, (head, ", ".join(names))))


def _name(values: Any, where: Where) -> str:
    names = [value_at(values, (*where, key)) for key in ("name", "code")]
    known = (name for name in names if isinstance(name, str) and name.strip())
    return shortened(next(known, f"number {int(where[-1]) + 1}"), NAME_SHOWN)


def _sentence(values: Any, wrong: Wrong) -> str:
    """The sentence about a wrong value.

    >>> _sentence({"hits": -1}, Wrong(("hits",), "expected 0 or more"))
    'hits is -1; expected 0 or more'
    >>> _sentence({"names": ["a", 1]}, Wrong(("names", 1), f"expected {QUOTED}"))
    'item 2 of names is 1; expected text in quotes: "1"'
    """
    if wrong.alone:
        return wrong.words
    *_, key = wrong.where
    subject = f"item {key + 1} of {wrong.where[-2]}" if isinstance(key, int) else key
    value = value_at(values, wrong.where)
    if value is MISSING:
        return f"{subject} is missing; {wrong.words}"
    if isinstance(value, str) and not value.strip():
        return f"{subject} is empty; {wrong.words}"
    quote = wrong.words.endswith(QUOTED) and type(value) in (int, float)
    hint = f": {toml_text(_shown(value))}" if quote else ""
    return f"{subject} is {_shown(value)}; {wrong.words}{hint}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return shortened(str(value) if isinstance(value, date | time) else repr(value), MOST_SHOWN)
    except ValueError:
        # Python does not print whole numbers of more than 4,300 digits; a hexadecimal literal in
        # the file can be that large.
        return "a number with thousands of digits"

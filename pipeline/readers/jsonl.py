"""Ajour's own jsonl, read back: a line is a record."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields

from pipeline.readers.ledger import ReceiptDraft
from pipeline.records import Record

LAST_YEAR = 9999
"""The last year with four digits."""

SURROGATE = re.compile("[\ud800-\udfff]")
LISTS = frozenset(["authors", "keywords", "issn", "urls", "cited_works"])
NAMES = frozenset(one.name for one in fields(Record)) - {"id", "search", "place", "line"}


def records(text: Iterable[str], ledger: ReceiptDraft) -> Iterator[Record]:
    """Every record; a line that is not an object with the known keys is a fault."""
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            record = _record(read, ledger.placed + ledger.rejected + 1, number)
        except (ValueError, TypeError, RecursionError):
            ledger.rejected += 1
            ledger.fault(
                number, "this line is not a complete record in the jsonl that ajour writes"
            )
            continue
        for key in sorted(set(read) - NAMES):
            ledger.leave(key, number)
        ledger.placed += 1
        yield record


def _record(read: object, place: int, line: int) -> Record:
    if not isinstance(read, dict) or not NAMES.intersection(read):
        raise TypeError
    given: dict[str, object] = {}
    for key, value in read.items():
        if key in NAMES and value is not None:
            given[key] = _checked(key, value)
    return Record(place=place, line=line, **given)  # type: ignore[arg-type]


def _checked(key: str, value: object) -> object:
    """A value of its field's type; TypeError if it has another type."""
    if key in LISTS or key == "notes":
        if isinstance(value, list) and all(_is_text(one) for one in value):
            return tuple(value)
    elif key == "ids":
        if isinstance(value, dict) and all(map(_is_text, (*value, *value.values()))):
            return tuple(sorted(value.items()))
    elif key == "year":
        if type(value) is int and 0 < value <= LAST_YEAR:
            return value
    elif _is_text(value):
        return value
    raise TypeError


def _is_text(value: object) -> bool:
    """Whether a value is text without lone surrogates, which UTF-8 cannot encode."""
    return isinstance(value, str) and not SURROGATE.search(value)

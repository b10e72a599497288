"""Reads what a page sends, strictly: known keys only, with checked types and lengths."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request

from flows.screening.page_decisions import CardKind, Said
from pipeline.records import CONSONANTS, RecordId

LARGEST = 64 * 1024
"""Maximum bytes of a message from a page, unless it has an abstract."""

LARGEST_ABSTRACT = 256 * 1024
"""Maximum bytes of an abstract; the longest abstract in real exports has 60,000."""

LONGEST: Mapping[str, int] = {
    "id": 64,
    "key": 32,
    "one": 32,
    "other": 32,
    "digest": 64,
    "verdict": 40,
    "reason": 60,
    "note": 20_000,
    "retrieval": 40,
    "location": 2_000,
    "at": 40,
    "stage": 20,
    "text": LARGEST_ABSTRACT,
    "origin": 500,
    "kind": 20,
}
"""Maximum number of characters of each text that a page sends."""

MOST_REASONS = 40
SHORTEST_ID = 8
OFF_SECONDS = 300


class MalformedError(Exception):
    """A message is not one that a page sends; the exception names the faulty part."""


class TooLargeError(Exception):
    """A message is larger than any that a page sends."""


async def sent(request: Request, most: int = LARGEST) -> dict[str, Any]:
    """The object in a request's body, of which at most `most` bytes are read."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise MalformedError("content-type")
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > most:
        raise TooLargeError
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise TooLargeError
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise MalformedError("json") from None
    if not isinstance(found, dict):
        raise MalformedError("json")
    return found


def text_of(found: Mapping[str, Any], name: str) -> str:
    """A text in a message; "" if it is missing."""
    value = found.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST[name] or _unsound(value):
        raise MalformedError(name)
    return value


def _unsound(value: str) -> bool:
    """Whether a text has an unpaired surrogate, or the NUL that ends a text for SQLite."""
    return "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value)


def key_of(found: Mapping[str, Any], name: str = "key") -> RecordId:
    """The id of a report."""
    text = text_of(found, name)
    if not text or not set(text) <= set(CONSONANTS):
        raise MalformedError(name)
    return RecordId(text)


def said_of(found: Mapping[str, Any], kind: CardKind = "read") -> Said:
    """The values in a message; MalformedError names the first faulty part."""
    word = text_of(found, "id")
    if len(word) < SHORTEST_ID:
        raise MalformedError("id")
    before = found.get("before") or 0
    if not isinstance(before, int) or isinstance(before, bool) or not 0 <= before < 2**62:
        raise MalformedError("before")
    others = found.get("other_reasons") or []
    if isinstance(others, str):
        others = [part for one in others.split(";") if (part := one.strip())]
    if not isinstance(others, list) or len(others) > MOST_REASONS:
        raise MalformedError("other_reasons")
    names = ("at", "digest", "verdict", "reason", "note", "retrieval", "location")
    return Said(
        id=word,
        key=key_of(found),
        before=before,
        kind=kind,
        other_reasons=tuple(text_of({"reason": one}, "reason") for one in others),
        whole={name: found[name] for name in LONGEST if name in found and name != "text"},
        **{name: text_of(found, name) for name in names},
    )


def clock_is_off(at: str, now: str) -> bool:
    """Whether a device's clock differs from ours by more than five minutes.

    >>> clock_is_off("2024-06-11T10:00:00Z", "2024-06-11T10:02:00Z"), clock_is_off("", "2024")
    (False, False)
    >>> clock_is_off("2023-06-11T10:00:00.123Z", "2024-06-11T10:02:00Z")
    True
    """
    try:
        theirs, ours = (datetime.fromisoformat(one.replace("Z", "+00:00")) for one in (at, now))
        return abs((theirs - ours).total_seconds()) > OFF_SECONDS
    except (ValueError, TypeError):
        return False

"""What E-utilities answer, held to what it must be before any of it is used."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NoReturn

from pipeline.errors import first_ten
from pipeline.sources.bounded import Unusable

LONGEST_WAIT = 60.0
"""Seconds that a server may ask to wait (Retry-After) and be heeded."""

NOT_A_SEARCH = "its answer is not that of a search"

NUMBER = re.compile(r"[0-9]{1,9}")
"""A count; PubMed holds fewer than a thousand million records."""

PMID = re.compile(r"^PMID- *([0-9]+)", re.MULTILINE)
"""The line of a record in nbib that has its number."""

PUBMED_ID = re.compile(r"[0-9]{1,12}")

LONGEST_NAME = 4_000
"""Letters of the name under which the server keeps a result; in 2024 it had about 80."""

SAID = 200
"""Letters of what the server says that are passed on."""

KEYS = frozenset(
    ("esearchresult", "ERROR", "count", "idlist", "webenv", "querykey", "querytranslation")
)
"""Names of what is read; one that stands twice would leave open which is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found, and where the server keeps it for fetching."""

    count: int
    ids: tuple[str, ...]
    webenv: str
    query_key: str
    translation: str = ""
    warnings: tuple[str, ...] = ()


def found_in(content: bytes) -> SearchResult:
    """The answer to esearch (json); Unusable where it is any other."""
    try:
        text = content.decode("utf-8")  # strictly: given bytes, json lets half letters pass
        told = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        if "\\ud" in text.lower():
            json.dumps(told, ensure_ascii=False).encode()  # half a letter can not be saved
        result = told["esearchresult"]
        if "ERROR" in result:
            raise Unusable(f"it answered: {_shown(str(result['ERROR']))}")
        return SearchResult(
            count=int(_text(result["count"], NUMBER)),
            ids=tuple(_text(one, PUBMED_ID) for one in _list(result.get("idlist", []))),
            webenv=_name(result.get("webenv", "")),
            query_key=_name(result.get("querykey", "")),
            translation=_words(result.get("querytranslation", "")),
            warnings=tuple(_warnings(result)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unusable(NOT_A_SEARCH) from None


def asked_wait(headers: Mapping[str, str]) -> float:
    """Seconds that a server asks to wait, from 0 to LONGEST_WAIT; 0 where it says nothing clear.

    A date is held against the server's own clock, not ours.

    >>> asked_wait({"retry-after": "7"}), asked_wait({"retry-after": "86400"})
    (7.0, 60.0)
    >>> asked_wait({"retry-after": "²"}), asked_wait({"retry-after": "-1"}), asked_wait({})
    (0.0, 0.0, 0.0)
    >>> late, now = "Wed, 01 May 2024 10:00:30 GMT", "Wed, 01 May 2024 10:00:00 GMT"
    >>> asked_wait({"retry-after": late, "date": now})
    30.0
    """
    asked = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", asked):
        return min(float(asked[:9]), LONGEST_WAIT)
    until, now = _date(asked), _date(headers.get("date", ""))
    if until is None or now is None:
        return 0.0
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs if name in KEYS]
    if len(names) != len(set(names)):
        raise ValueError(NOT_A_SEARCH)
    return dict(pairs)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _text(value: object, pattern: re.Pattern[str]) -> str:
    """A number, in quotes or without, as text of that pattern."""
    text = str(value) if type(value) in (int, str) else ""
    if not pattern.fullmatch(text):
        raise ValueError(NOT_A_SEARCH)
    return text


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(NOT_A_SEARCH)
    return value


def _name(value: object) -> str:
    """What the server calls a result; it is only sent back."""
    text = str(value) if type(value) in (int, str) else "\n"
    if not text.isprintable() or len(text) > LONGEST_NAME:
        raise ValueError(NOT_A_SEARCH)
    return text


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(NOT_A_SEARCH)
    return value


def _warnings(result: Mapping[str, object]) -> list[str]:
    """What PubMed found odd about the query: the first ten, and how many more there are."""
    warned: dict[str, object] = {}
    for name in ("errorlist", "warninglist"):
        part = result.get(name, {})
        if not isinstance(part, dict):
            raise TypeError(NOT_A_SEARCH)
        warned |= part
    told = [f"{kind}: {_words(one)}" for kind in sorted(warned) for one in _list(warned[kind])]
    return first_ten([_shown(one) for one in told])


def _shown(text: str) -> str:
    """What a server says, on one line, without control characters, and not at length."""
    line = " ".join(text.split())
    plain = "".join(one for one in line if one.isprintable())
    return plain if len(plain) <= SAID else f"{plain[:SAID]}…"

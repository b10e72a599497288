"""Answers of E-utilities, validated before any of them is used."""

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
"""Maximum seconds to wait at a server's request (Retry-After)."""

NOT_A_SEARCH = "the answer is not a list of search results"

NUMBER = re.compile(r"[0-9]{1,9}")
"""A count; PubMed has fewer than a thousand million records."""

PMID = re.compile(r"^PMID- *([0-9]+)", re.MULTILINE)
"""The line of an nbib record with its number."""

PUBMED_ID = re.compile(r"[0-9]{1,12}")

LONGEST_NAME = 4_000
"""Maximum letters of the name under which the server keeps a result; in 2024 it had about 80."""

SAID = 200
"""Maximum letters of a server message that are passed on."""

KEYS = frozenset(
    ("esearchresult", "ERROR", "count", "idlist", "webenv", "querykey", "querytranslation")
)
"""Names of fields that are read; one occurring twice would be ambiguous."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The result of a search, and where the server keeps it for fetching."""

    count: int
    ids: tuple[str, ...]
    webenv: str
    query_key: str
    translation: str = ""
    warnings: tuple[str, ...] = ()


def found_in(content: bytes) -> SearchResult:
    """The answer to esearch (json); Unusable if it is anything else."""
    try:
        text = content.decode("utf-8")  # strictly: given bytes, json accepts lone surrogates
        told = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        if "\\ud" in text.lower():
            json.dumps(told, ensure_ascii=False).encode()  # a lone surrogate cannot be saved
        result = told["esearchresult"]
        if "ERROR" in result:
            raise Unusable(f"the service answered: {_shown(str(result['ERROR']))}")
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
    """Seconds that a server asks to wait, from 0 to LONGEST_WAIT; 0 if it says nothing clear.

    A date is compared with the server's own clock, not ours.

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
    """A number, quoted or not, as text that matches the pattern."""
    text = str(value) if type(value) in (int, str) else ""
    if not pattern.fullmatch(text):
        raise ValueError(NOT_A_SEARCH)
    return text


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(NOT_A_SEARCH)
    return value


def _name(value: object) -> str:
    """The server's name for a result; it is only sent back."""
    text = str(value) if type(value) in (int, str) else "\n"
    if not text.isprintable() or len(text) > LONGEST_NAME:
        raise ValueError(NOT_A_SEARCH)
    return text


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(NOT_A_SEARCH)
    return value


def _warnings(result: Mapping[str, object]) -> list[str]:
    """PubMed's warnings about the query: the first ten, and how many more there are."""
    warned: dict[str, object] = {}
    for name in ("errorlist", "warninglist"):
        part = result.get(name, {})
        if not isinstance(part, dict):
            raise TypeError(NOT_A_SEARCH)
        warned |= part
    told = [f"{kind}: {_words(one)}" for kind in sorted(warned) for one in _list(warned[kind])]
    return first_ten([_shown(one) for one in told])


def _shown(text: str) -> str:
    """A server's message on one line, shortened and without control characters."""
    line = " ".join(text.split())
    plain = "".join(one for one in line if one.isprintable())
    return plain if len(plain) <= SAID else f"{plain[:SAID]}…"

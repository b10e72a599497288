"""Pieces that several notations share: headings, years, languages, database limits."""

import re
from re import Match

from pipeline.strategy.tree import (
    FIRST_YEAR,
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    LineReference,
    Query,
    Within,
    Word,
    Years,
)
from pipeline.strategy.words import LONGEST_RANGE, MOST_DIGITS

NOW = 2100
"""A last year from this one on means no end: strategies write 3000 or 9999."""

LANGUAGES = frozenset(
    (
        *("afrikaans", "arabic", "bulgarian", "chinese", "croatian", "czech", "danish", "dutch"),
        *("english", "estonian", "finnish", "french", "german", "greek", "hebrew", "hungarian"),
        *("icelandic", "italian", "japanese", "korean", "latvian", "lithuanian", "norwegian"),
        *("persian", "polish", "portuguese", "romanian", "russian", "serbian", "slovak"),
        *("slovenian", "spanish", "swedish", "turkish", "ukrainian"),
    )
)
"""Languages that a limit may name."""


def heading(
    name: str, column: int, *, exploded: bool = False, focused: bool = False, sub: str = ""
) -> Heading:
    """A heading by the name that the strategy gives it."""
    return Heading(
        words=tuple(re.findall(r"[^\W_]+", name.lower())),
        exploded=exploded,
        focused=focused,
        subheadings=tuple(part.strip() for part in sub.lower().split(",") if part.strip()),
        name=name.strip(),
        column=column,
    )


def years(first: str | None, last: str | None) -> Years:
    """The years from a first to a last one; a missing or far future year leaves an end open."""
    begin = int(first) if first else FIRST_YEAR
    end = int(last) if last else None
    return Years(max(begin, FIRST_YEAR), None if end is None or end >= NOW else end)


def whole_years(text: str, first: tuple[str, ...], last: tuple[str, ...]) -> Query:
    """Years from two dates (year, month, day); for parts of a year only the database can decide.

    >>> whole_years("x", ("2015", "01", "01"), ("2020", "12", ""))
    Years(first=2015, last=2020)
    >>> whole_years("x", ("2015", "03", ""), ("2020", "", ""))
    DatabaseOnly(text='x')
    """
    begins = (first[1] or "1").lstrip("0") == "1" and (first[2] or "1").lstrip("0") == "1"
    until_now = last[0] and int(last[0]) >= NOW
    ends = until_now or ((last[1] or "12") == "12" and (last[2] or "31") == "31")
    return years(first[0], last[0]) if begins and ends else DatabaseOnly(text)


def language(name: str) -> Query | None:
    """Written in a language; None if the word names none."""
    return Within(Word(name.lower()), ("la",)) if name.lower() in LANGUAGES else None


def languages(names: list[str]) -> Query | None:
    """Written in one of some languages; None if one of them is unknown."""
    found = [language(name.strip()) for name in names if name.strip()]
    if not found or any(each is None for each in found):
        return None
    known = tuple(each for each in found if each is not None)
    return known[0] if len(known) == 1 else AnyOf(known)


def database_only(found: Match[str]) -> Query:
    """A limit that only the database can apply, as written."""
    return DatabaseOnly(" ".join(found.group().strip(" ,").split()), found.start() + 1)


def lines(kind: str, spans: str, column: int) -> Query | None:
    """Lines joined by one operator, as in `{or #1-#5}`; None if the range is invalid."""
    numbers: list[int] = []
    for first, last in re.findall(r"#?(\d+)(?:\s*-\s*#?(\d+))?", spans):
        if max(len(first), len(last)) > MOST_DIGITS:
            return None
        low, high = int(first), int(last or first)
        if high < low or high - low >= LONGEST_RANGE:
            return None
        numbers += range(low, high + 1)
    parts = tuple(LineReference(number, column) for number in numbers)
    if not 1 < len(parts) <= LONGEST_RANGE:
        return parts[0] if len(parts) == 1 else None
    return AnyOf(parts) if kind.lower() == "or" else AllOf(parts)

"""Splits a query into pieces by the table of its notation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from re import Pattern
from typing import Literal

from pipeline.errors import Fault
from pipeline.strategy.form import Distance, Notation, Own
from pipeline.strategy.tree import LineReference, Query
from pipeline.strategy.words import MOST_DIGITS, too_many_digits
from pipeline.text.amounts import in_series

EXPECTED = "expected a word, a phrase in quotation marks or an opening parenthesis"

BOOLEAN = re.compile(r"(?i)(and\s+not|and|or|not)(?![\w*$#?'-])")
"""An operator; a longer word that begins like one does not count."""

PIECE = r"(?:[^\s()\[\]{}\":=,;/]|\[\*\d{1,2}\])+"
"""Part of a word: anything except blanks, brackets and field signs."""

WORD = re.compile(f"{PIECE}(?:[/,](?=\\w){PIECE})*[,;]?")
"""A word, whose parts a slash or a comma may join."""

Kind = Literal["(", ")", "operator", "near", "word", "quoted", "whole", "before", "behind"]
"""The type of a piece. `whole` is a complete operand; `before` and `behind` are fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of a query with its column, 1-based, and its meaning if that is known."""

    kind: Kind
    text: str
    column: int
    query: Query | None = None
    fields: tuple[str, ...] = ()
    gap: int = 0
    ordered: bool = False


class Broken(Exception):
    """A query that cannot be parsed at a column."""

    def __init__(self, column: int, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = Fault(f"column {column}", sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    """The patterns that split a notation's query, compiled once."""

    own: tuple[Own, ...]
    line: Pattern[str]
    near: tuple[tuple[Pattern[str], Distance], ...]
    before: Pattern[str] | None
    behind: Pattern[str] | None
    quoted: Pattern[str]


@cache
def _patterns(notation: Notation) -> _Patterns:
    ends = r"(?=[\s()\[\]\"']|$)"
    prefix = notation.line.partition("{")[0]
    letter = f"\\[?{prefix}(\\d+)\\]?" if prefix.isalpha() else re.escape(prefix) + r"(\d+)"
    return _Patterns(
        own=tuple(own for own in notation.own if not own.trails),
        line=re.compile(f"(?i){letter}(?=[\\s()]|$)"),
        near=tuple((re.compile(f"(?i){each.pattern}{ends}"), each) for each in notation.distances),
        before=re.compile(notation.field_before) if notation.field_before else None,
        behind=re.compile(f"(?i){notation.field_behind}") if notation.field_behind else None,
        quoted=re.compile(notation.quotes),
    )


def tokens_of(text: str, notation: Notation) -> Iterator[Token]:
    """The pieces of a query, left to right."""
    patterns = _patterns(notation)
    place, operand = 0, True
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token, end = _next(text, place, patterns, notation, operand=operand)
        yield token
        operand = token.kind in ("(", "operator", "near", "before")
        place = end


def _next(
    text: str, place: int, patterns: _Patterns, notation: Notation, *, operand: bool
) -> tuple[Token, int]:
    """The piece that begins at an index, and where it ends."""
    column = place + 1
    for own in patterns.own:
        found = own.pattern.match(text, place)
        said = own.read(found) if found else None
        if found and said is not None:
            token = Token(kind="whole", text=found.group(), column=column, query=said)
            return token, found.end()
    if found := patterns.line.match(text, place):
        if len(found[1]) > MOST_DIGITS:
            raise Broken(column, too_many_digits(found[1]))
        line = LineReference(int(found[1]), column)
        return Token(kind="whole", text=found.group(), column=column, query=line), found.end()
    if not operand:
        for pattern, distance in patterns.near:
            if found := pattern.match(text, place):
                return _near(found.group(), found[1], distance, column), found.end()
    if found := BOOLEAN.match(text, place):
        word = " ".join(found.group().lower().split())
        return Token(kind="operator", text=word, column=column), found.end()
    return _next_word(text, place, patterns, notation)


def _next_word(text: str, place: int, patterns: _Patterns, notation: Notation) -> tuple[Token, int]:
    column = place + 1
    if patterns.before and (found := patterns.before.match(text, place)):
        tags = found[1] or found[found.lastindex or 1]
        fields = _fields(tags, notation, column)
        return Token(kind="before", text=tags, column=column, fields=fields), found.end()
    if patterns.behind and (found := patterns.behind.match(text, place)):
        fields = _fields(found[1], notation, column)
        gap = int(found[2]) if found.re.groups > 1 and found[2] else -1
        token = Token(kind="behind", text=found.group(), column=column, fields=fields, gap=gap)
        return token, found.end()
    if found := patterns.quoted.match(text, place):
        return Token(kind="quoted", text=found.group(), column=column), found.end()
    if text[place] == "(":
        return Token(kind="(", text="(", column=column), place + 1
    if text[place] == ")":
        return Token(kind=")", text=")", column=column), place + 1
    if found := WORD.match(text, place):
        return Token(kind="word", text=found.group(), column=column), found.end()
    raise Broken(column, f"found {text[place:].split()[0]!r}; {EXPECTED}")


def _near(text: str, number: str | None, distance: Distance, column: int) -> Token:
    """A proximity operator and how many words it allows between."""
    said = distance.default if number is None else int(number)
    if said is None or said - distance.counts < 0:
        told = f"{text!r} finds nothing. For words next to each other, write"
        raise Broken(column, f"{told} {re.sub('[0-9]+', '1', text)}")
    gap = said - distance.counts
    return Token(kind="near", text=text, column=column, gap=gap, ordered=distance.ordered)


def _fields(tags: str, notation: Notation, column: int) -> tuple[str, ...]:
    """The fields of the tree for some tags; an unknown tag makes the query fail."""
    codes: set[str] = set()
    for tag in re.split(r"\s*,\s*", tags.strip().lower()):
        known = notation.fields.get(" ".join(tag.split()))
        if known is None:
            expected = ", ".join(sorted(notation.fields)[:12])
            sentence = (
                f"{tag!r} is not a field of {notation.label}; expected a field such as {expected}"
            )
            raise Broken(column, sentence)
        codes.update(known)
    return tuple(sorted(codes))


def with_tree_signs(text: str, column: int, notation: Notation) -> str:
    """The text with this notation's wildcards turned into those of the tree."""

    def turned(found: re.Match[str]) -> str:
        sign, digits = found["sign"] or "[*n]", found["digits"] or ""
        ends = not text[found.end() : found.end() + 1].isalnum()
        counted = notation.signs.get(f"{sign}n") if ends else None
        if found["bracket"]:
            return f"*{found['bracket']}" if "[*n]" in notation.signs else _unknown("[*n]")
        if counted and digits:
            return f"{counted}{digits}"
        known = notation.signs.get(sign)
        if known == "*5" and (digits or not ends):
            known = "*"  # a greatest length is possible only at the end of a word
        if known is None:
            return _unknown(sign)
        # Two stars keep the digits after them from being read as the greatest length.
        return f"{known}*{digits}" if digits and known == "*" else f"{known}{digits}"

    def _unknown(sign: str) -> str:
        told = f"{sign!r} is not a truncation sign in the notation of {notation.label}"
        raise Broken(column, f"{told}; expected {in_series([*notation.signs], 'or')}")

    pattern = r"\[\*(?P<bracket>\d{1,2})\]|(?P<sign>[*$#?])(?P<digits>\d*)"
    return re.sub(pattern, turned, text)

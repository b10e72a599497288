"""A tree written in a notation; read again, it is the same tree."""

import re

from pipeline.strategy.form import Notation
from pipeline.strategy.notation import OVID
from pipeline.strategy.pieces import LANGUAGES
from pipeline.strategy.tree import (
    FIRST_YEAR,
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    Limit,
    LineReference,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    Years,
)
from pipeline.strategy.words import word_fault

SIGN = re.compile(r"(?P<any>\*\*(?=\d))|[*$](?P<most>\d+)$|(?P<sign>[*$#?])")
"""A sign of the tree in a word."""

RESERVED = frozenset(
    (
        *("and", "or", "not", "near", "next", "same", "adj", "pre", "exp", "limit", "use"),
        *("from", "in", "with", "to", "n", "p", "w", "s", "by", "filters", "limiters", "timespan"),
    )
)
"""Words that mean something in some notation if they are written without quotation marks."""

PLAIN_HEADING = re.compile(r"[\w'&-]+(?:,?\s+[\w'&-]+)*")
"""A heading that Ovid accepts without quotation marks, unless it contains an operator."""


def written(query: Query, notation: Notation) -> str:
    """The query as the notation writes it.

    Raises ValueError if the notation cannot express a part of it; `translated` leaves no such part.

    >>> from pipeline.strategy.notation import NOTATIONS, parse
    >>> written(parse("(remote* adj3 work*).ti,ab."), NOTATIONS["embase"])
    '(remote* NEAR/3 work*):ab,ti'
    """
    body, limits = _apart(query, notation)
    text = _query(body, notation)
    return " ".join([text, *limits])


def word_in(text: str, notation: Notation) -> str | None:
    """A word of the tree with the notation's signs; None if it lacks one of them.

    >>> from pipeline.strategy.notation import NOTATIONS
    >>> word_in("wom#n", NOTATIONS["scopus"]), word_in("wom#n", NOTATIONS["pubmed"])
    ('wom?n', None)
    """
    if notation.truncation == "end" and word_fault(Word(text)):
        return None
    if notation.truncation != "anywhere" and text[0] in "*$#?":
        return None
    parts: list[str] = []
    end = 0
    for found in SIGN.finditer(text):
        sign = _sign(found, notation)
        if sign is None:
            return None
        parts += [text[end : found.start()], sign]
        end = found.end()
    return "".join([*parts, text[end:]])


def _sign(found: re.Match[str], notation: Notation) -> str | None:
    """The notation's equivalent of a sign of the tree."""
    if found["most"]:
        if notation.signs.get("*") == f"*{found['most']}":
            return "*"
        if "[*n]" in notation.signs:
            return f"[*{found['most']}]" if 0 < int(found["most"]) < 100 else None
        return f"*{found['most']}" if "*n" in notation.signs else None
    if notation is OVID:
        return found.group()
    meant = "*" if found["any"] or found["sign"] == "$" else found["sign"]
    if meant == "*" and notation.signs["*"] == "*5":
        return "*" if found["any"] or found.end() < len(found.string) else None
    return next((sign for sign in "*?#$" if notation.signs.get(sign) == meant), None)


def _apart(query: Query, notation: Notation) -> tuple[Query, list[str]]:
    """The query without its trailing parts, and those."""
    if not isinstance(query, AllOf):
        return query, []
    behind = [part for part in query.parts if _is_behind(part, notation)]
    before = tuple(part for part in query.parts if part not in behind)
    if not behind or not before:
        return query, []
    years = [_years(part, notation) for part in behind if isinstance(part, Years)]
    only = [part.text for part in behind if isinstance(part, DatabaseOnly)]
    limits = [notation.spelling.limiters.format(limits="; ".join(only))] if only else []
    return before[0] if len(before) == 1 else AllOf(before), [*years, *limits]


def _is_behind(part: Query, notation: Notation) -> bool:
    """Whether a part of an `and` is written after the whole query."""
    if isinstance(part, DatabaseOnly):
        pieces = [own.pattern for own in notation.own if not own.trails]
        return not any(pattern.fullmatch(part.text) for pattern in pieces)
    return isinstance(part, Years) and notation.spelling.years.startswith("with ")


def _query(query: Query, notation: Notation) -> str:  # noqa: C901 - a case a node
    match query:
        case Word() | Phrase():
            return _term(query, notation)
        case Near():
            return _near(query, notation)
        case AnyOf(parts):
            return f" {_operator('or', notation)} ".join(_part(part, notation) for part in parts)
        case AllOf(parts):
            return f" {_operator('and', notation)} ".join(_part(part, notation) for part in parts)
        case Without(left, right):
            apart = notation.spelling.without
            return f"{_part(left, notation)} {apart} {_part(right, notation)}"
        case Within():
            return _within(query, notation)
        case Heading():
            return _heading(query, notation)
        case LineReference(number):
            return notation.line.format(n=number)
        case Years():
            return _years(query, notation)
        case Limit():
            return _limit(query)
        case DatabaseOnly(text):
            return text
        case _:
            raise ValueError(f"ajour cannot write {query} in the notation of {notation.label}")


def _operator(name: str, notation: Notation) -> str:
    return name if notation is OVID else name.upper()


def _part(query: Query, notation: Notation) -> str:
    """A part of a larger query, in parentheses unless it is a single piece."""
    text = _query(query, notation)
    compound = isinstance(query, AnyOf | AllOf | Without | Near | Limit)
    return f"({text})" if compound else text


def _term(term: Word | Phrase, notation: Notation) -> str:
    """A word or a phrase; in quotation marks if a word could be read as something else."""
    words = term.words if isinstance(term, Phrase) else (term,)
    spelled = [word_in(word.text, notation) for word in words]
    text = " ".join(word for word in spelled if word is not None)
    if None in spelled:
        raise ValueError(f"{notation.label} has no equivalent of the wildcard in {term}")
    risky = any(word in RESERVED or re.search(r"\d", word) for word in spelled if word)
    if not risky and (len(words) == 1 or notation is OVID):
        return text
    quote = notation.spelling.quote
    return f"{quote}{text}{quote}"


def _near(query: Near, notation: Notation) -> str:
    spelling = notation.spelling
    if query.ordered and query.gap == 0 and spelling.next:
        operator = spelling.next
    else:
        template = spelling.ordered if query.ordered else spelling.near
        if not template:
            raise ValueError(f"{notation.label} has no operator with the meaning of {query}")
        operator = template.format(n=query.gap + spelling.near_counts)
    return f"{_part(query.left, notation)} {operator} {_part(query.right, notation)}"


def _within(query: Within, notation: Notation) -> str:
    inner, spelling = query.query, notation.spelling
    spoken = query.fields == ("la",) and isinstance(inner, Word) and inner.text in LANGUAGES
    if spelling.language and spoken and isinstance(inner, Word):
        return spelling.language.format(name=inner.text)
    tags = tags_in(query.fields, notation)
    if tags is None:
        fields = ", ".join(query.fields)
        raise ValueError(f"{notation.label} has no combination of the fields {fields}")
    if isinstance(inner, Near | Together) and spelling.field_of == "a term":
        words = inner.words if isinstance(inner, Together) else (inner.left, inner.right)
        text = " ".join(word.text for word in words if isinstance(word, Word))
        return f'"{text}"[{tags}:~{inner.gap}]'
    text = _query(inner, notation)
    if "(" not in spelling.fielded and not isinstance(inner, Word | Phrase):
        text = f"({text})"
    return spelling.fielded.format(text=text, tags=tags)


def tags_in(fields: tuple[str, ...], notation: Notation) -> str | None:
    """The tags of some fields of the tree, as written; None if the notation has none."""
    if notation is OVID:  # its codes are the tree's, even codes of otherwise unknown fields
        return ",".join(fields)
    known, joined = notation.tags, notation.spelling.tags_joined
    tag = known.get(fields)
    if tag is None and joined:
        each = [known.get((field,)) for field in fields]
        tag = None if None in each else joined.join(one for one in each if one is not None)
    if tag is None:
        return None
    return tag.upper() if notation.spelling.capitals else tag


def _heading(query: Heading, notation: Notation) -> str:
    template = notation.spelling.headings.get((query.exploded, query.focused))
    if template is None:
        raise ValueError(f"{notation.label} has no headings")
    name = query.name or " ".join(query.words)
    if notation is OVID and (
        not PLAIN_HEADING.fullmatch(name) or RESERVED & set(re.split(r"\W+", name.lower()))
    ):
        name = f'"{name}"'
    if notation.spelling.quote == "'":
        name = name.replace("'", "''")
    joined = ",".join(query.subheadings)
    sub = notation.spelling.subheadings.format(sub=joined) if joined else ""
    return template.format(name=name, sub=sub)


def _years(query: Years, notation: Notation) -> str:
    spelling = notation.spelling
    if spelling.years.startswith("PUBYEAR"):
        if query.last is None:
            return f"PUBYEAR > {query.first - 1}"
        if query.first == query.last:
            return f"PUBYEAR = {query.first}"
        if query.first != FIRST_YEAR:
            raise ValueError(
                "Scopus needs one limit for the first year and another for the last year"
            )
        return f"PUBYEAR < {query.last + 1}"
    template = spelling.open_years if query.last is None else spelling.years
    return template.format(first=query.first, last=query.last)


def _limit(query: Limit) -> str:
    """A limit of Ovid's, in its own words."""
    if query.text == "remove duplicates":
        return f"remove duplicates from {query.number}"
    if query.text.lower().startswith("keep "):
        return f"from {query.number} {query.text}"
    if query.text.lower().startswith("use "):
        return f"{query.number} {query.text}"
    return f"limit {query.number} to {query.text}"

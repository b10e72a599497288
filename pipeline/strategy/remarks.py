"""Remarks on differences between a test on records and a search in the database."""

from collections.abc import Iterator

from pipeline.strategy.form import Notation
from pipeline.strategy.tree import (
    Heading,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Word,
    Years,
    nodes,
    parts_of,
)
from pipeline.text.amounts import amount

FEWEST = 4
"""Fewest letters that PubMed requires before a truncation."""


def remarks(query: Query, notation: Notation) -> list[str]:
    """What a reader should know about the count, each remark once; empty for most queries.

    >>> from pipeline.strategy.notation import OVID, parse
    >>> remarks(parse("exp Telework/"), OVID)
    ["ajour does not add the narrower headings of 'Telework'"]
    """
    told = dict.fromkeys(sentence for part in nodes(query) for sentence in _of(part, notation))
    if notation.untagged and _untagged(query):
        told[notation.untagged] = None
    return list(told)


def _of(part: Query, notation: Notation) -> Iterator[str]:
    match part:
        case Heading():
            name = part.name or " ".join(part.words)
            if part.exploded:
                yield f"ajour does not add the narrower headings of {name!r}"
            if part.focused:
                yield f"ajour also finds records in which {name!r} is not the main topic"
            if part.subheadings:
                yield f"ajour ignores the subheadings of {name!r}"
        case Together(_, gap):
            yield (
                "ajour finds these words in any order, with at most "
                f"{amount(gap, 'other word')} between one word and the next"
            )
        case Phrase(words) if notation.name == "cochrane" and any("*" in one.text for one in words):
            yield (
                "the Cochrane Library allows no * in quotation marks, so ajour joins the words of "
                "the phrase with NEXT"
            )
        case Word(text) if notation.name == "pubmed" and 0 < text.find("*") < FEWEST:
            yield f"PubMed requires {FEWEST} letters before *, but {text!r} has fewer"
        case Years(first, last) if notation.name == "ebsco":
            span = f"from {first} on" if last is None else f"{first} to {last}"
            yield (
                "EBSCOhost compares the day of publication, but ajour compares the year "
                f"({span}) and finds no record without a year"
            )
        case _:
            return


def _untagged(query: Query) -> bool:
    """Whether any words have no field."""
    match query:
        case Word() | Phrase() | Near() | Together():
            return True
        case Within() | Heading():
            return False
        case _:
            return any(_untagged(part) for part in parts_of(query))

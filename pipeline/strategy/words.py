"""Words of a query: its signs made plain, its words split, and how long it may be."""

import re

from pipeline.errors import Fault, Refused, shortened
from pipeline.strategy.tree import TRUNCATIONS, Word

WORD_PROCESSOR = str.maketrans(
    "“”„‟″«»‘’‚‐‑‒–—−\u00a0\u202f\t", '"""""""' + "'''" + "------" + "   "
)
"""What word processors put for quotation marks, dashes and spaces; one sign for one sign, so that
columns stay."""

PART = re.compile(r"[^\W_]+|[*$#?]+", re.UNICODE)
"""What is left of a word when hyphens and other signs have split it: letters, digits and signs."""

DEEPEST = 60
"""Most parentheses, 1 upwards, that may stand in each other; real strategies have under ten."""

LONGEST_RANGE = 500
"""Most lines, 1 upwards, that or/1-N may join; no strategy is that long, a slip of the key is."""

LONGEST_QUERY = 30_000
"""Most characters of one line; the longest known, filters of country names, have 15,000."""

LONGEST_CHAIN = 30
"""Most times that `not` or `adj` may stand in one row: each makes the tree a level deeper."""

MOST_DIGITS = 9
"""Most digits of a line's number or a distance; Python refuses numbers of more than 4,300."""


def plain(text: str) -> str:
    """The text with a word processor's quotation marks, dashes and spaces made plain.

    >>> plain("«Systematic Review»/ – x")
    '"Systematic Review"/ - x'
    """
    return text.translate(WORD_PROCESSOR)


def split(text: str, column: int) -> list[Word]:
    """The words of a text that begins at a column; hyphens split, truncation and wildcards stay.

    >>> [word.text for word in split("Home-Based", 1)]
    ['home', 'based']
    """
    words: list[Word] = []
    end = -1
    for part in PART.finditer(text):
        if words and part.start() == end:
            words[-1] = Word(words[-1].text + part.group().lower(), words[-1].column)
        else:
            words.append(Word(part.group().lower(), column + part.start()))
        end = part.end()
    return words


def word_fault(word: Word) -> str | None:
    """Why Ovid takes no word by these signs; None where it does."""
    truncated = any(sign in word.text for sign in TRUNCATIONS)
    stem = word.text.rstrip("0123456789") if truncated else word.text
    if not any(sign.isalnum() for sign in stem):
        return f"{word.text!r} has no letters to look for"
    inside = any(sign in stem[:-1] for sign in TRUNCATIONS)
    if inside or (stem != word.text and stem[-1] not in TRUNCATIONS):
        return f"{word.text!r}: truncation stands at the end of a word"
    return None


def not_understood(query: str) -> str:
    """How a refusal of a query begins."""
    return f"not understood: {shortened(query, 200)}"


def refuse_without_bounds(query: str) -> None:
    """Refuse a query that is too long, or whose parentheses stand too deep in each other."""
    if len(query) > LONGEST_QUERY:
        sentence = f"more than {LONGEST_QUERY:,} characters in one line"
        raise Refused(not_understood(query), [Fault(f"column {LONGEST_QUERY + 1}", sentence)])
    depth = 0
    for column, sign in enumerate(query, start=1):
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST:
            sentence = f"more than {DEEPEST} parentheses in each other"
            raise Refused(not_understood(query), [Fault(f"column {column}", sentence)])

"""Words of a query: plain signs, split words, and the greatest length of a query."""

import re

from pipeline.errors import Fault, Refused, shortened
from pipeline.strategy.tree import TRUNCATIONS, Word

WORD_PROCESSOR = str.maketrans(
    "“”„‟″«»‘’‚‐‑‒–—−\u00a0\u202f\t", '"""""""' + "'''" + "------" + "   "
)
"""Word processors' replacements for quotation marks, dashes and spaces; one sign for one sign, so
columns stay the same."""

PART = re.compile(r"[^\W_]+|[*$#?]+", re.UNICODE)
"""The parts of a word split at hyphens and other signs: letters, digits and wildcards."""

DEEPEST = 60
"""Deepest nesting of parentheses, 1 upwards; real strategies have under ten."""

LONGEST_RANGE = 500
"""Most lines, 1 upwards, that or/1-N may join; a longer range is a typing error."""

LONGEST_QUERY = 30_000
"""Most characters of one line; the longest known, filters of country names, have 15,000."""

LONGEST_CHAIN = 30
"""Most times that `not` or `adj` may occur in one row: each makes the tree a level deeper."""

MOST_DIGITS = 9
"""Most digits of a line's number or a distance; Python refuses numbers of more than 4,300."""


def plain(text: str) -> str:
    """The text with plain quotation marks, dashes and spaces instead of a word processor's.

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
    """Why Ovid does not accept a word with these signs; None if it does."""
    truncated = any(sign in word.text for sign in TRUNCATIONS)
    stem = word.text.rstrip("0123456789") if truncated else word.text
    if not any(sign.isalnum() for sign in stem):
        return f"{word.text!r} has no letter or digit to search for"
    inside = any(sign in stem[:-1] for sign in TRUNCATIONS)
    if inside or (stem != word.text and stem[-1] not in TRUNCATIONS):
        return f"{word.text!r} has a truncation sign inside the word; expected * or $ at its end"
    return None


def too_many_digits(digits: str) -> str:
    """The fault of a line's number that is too long.

    >>> too_many_digits("123456789012")
    'this number has 12 digits; expected the number of a line, with at most 9 digits'
    """
    return (
        f"this number has {len(digits):,} digits; expected the number of a line, with at most "
        f"{MOST_DIGITS} digits"
    )


def not_understood(query: str) -> str:
    """The start of a refusal of a query."""
    return f"not understood: {shortened(query, 200)}"


def refuse_without_bounds(query: str) -> None:
    """Refuse a query that is too long, or whose parentheses are nested too deeply."""
    if len(query) > LONGEST_QUERY:
        sentence = f"this line has more than {LONGEST_QUERY:,} characters"
        raise Refused(not_understood(query), [Fault(f"column {LONGEST_QUERY + 1}", sentence)])
    depth = 0
    for column, sign in enumerate(query, start=1):
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST:
            sentence = f"this line has more than {DEEPEST} nested parentheses"
            raise Refused(not_understood(query), [Fault(f"column {column}", sentence)])

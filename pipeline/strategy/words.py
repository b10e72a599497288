"""Words of a query: split at every sign that is none of letter, digit, truncation or wildcard."""

import re

from pipeline.strategy.tree import TRUNCATIONS, Word

PART = re.compile(r"[^\W_]+|[*$#?]+", re.UNICODE)
"""What is left of a word when hyphens and other signs have split it: letters, digits and signs."""


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
    """Why no word can be taken by these signs; None where one can."""
    truncated = any(sign in word.text for sign in TRUNCATIONS)
    stem = word.text.rstrip("0123456789") if truncated else word.text
    if not any(sign.isalnum() for sign in stem):
        return f"{word.text!r} has no letters to look for"
    inside = any(sign in stem[:-1] for sign in TRUNCATIONS)
    if inside or (stem != word.text and stem[-1] not in TRUNCATIONS):
        return f"{word.text!r}: truncation stands at the end of a word"
    return None

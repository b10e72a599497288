"""Detects texts set entirely in capitals, and finds the same texts in mixed case."""

from collections.abc import Iterable

from pipeline.text.letters import folded, folded_words

LEAST_LETTERS = 6
"""Cased letters from which a text is judged; shorter names such as "JAMA" are always capitals."""


def in_capitals(text: str) -> bool:
    """Whether a text of several words, or a long one, is set in capitals throughout.

    >>> in_capitals("WORK & STRESS"), in_capitals("PLOS ONE"), in_capitals("JAMA")
    (True, True, False)
    >>> in_capitals("COVID-19 and work"), in_capitals("TELEWORK IN THE EU: a review")
    (False, False)
    """
    cased = [letter for letter in text if letter.isupper() or letter.islower()]
    return len(cased) >= LEAST_LETTERS and all(letter.isupper() for letter in cased)


def in_mixed_case(text: str, others: Iterable[str | None]) -> str:
    """The text or, if it is in capitals, the first of the others with the same words.

    >>> in_mixed_case("WORK AND STRESS", ["Stress", "WORK & STRESS", "Work & Stress"])
    'Work & Stress'
    """
    if not in_capitals(text):
        return text
    words = plain_words(text)
    same = (one for one in others if one and not in_capitals(one) and plain_words(one) == words)
    return next(same, text)


def plain_words(text: str) -> list[str]:
    """The words of a text, ignoring punctuation and capitals.

    >>> plain_words("Work & Stress")
    ['work', 'and', 'stress']
    """
    return folded_words(folded(text))

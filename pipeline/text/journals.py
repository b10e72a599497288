"""Names of journals and proceedings, and when two of them mean the same journal."""

import re
from functools import lru_cache

from pipeline.text.letters import folded, folded_words, given

_LEFT_OUT = """
of the and for in on de la le les et und fur der die das des du del y e i an to zur zum von
proceedings proc annual
"""
_STOP = frozenset(_LEFT_OUT.split())
"""Words that abbreviations leave out."""

_ASIDE = re.compile(
    r"\([^)]*\)|\[(?:electronic|online|print|internet|serial)[^\]]*\]|\b(?:19|20)\d\d\b|\b\d+(?:st|nd|rd|th)\b"
)
"""Place, medium and number of a series, which some databases add."""

_SPLIT = re.compile(r"\s*[=\[\]/]\s*|\.\s+|\s+:\s+|:\s+|;\s+")

_MEETING = re.compile(r"[\s.:,]+(?:conference|meeting abstracts?)\s*:")
"""Embase's separator between a journal and the meeting whose abstracts fill a supplement."""

LONG_ENOUGH = 3
"""Words (2 to 5) of a name's second part that can represent the whole; fewer may be a place."""

UNMISTAKABLE = 4
"""Words (3 to 6) of a name that is contained in a longer one, as conferences' names are."""


@lru_cache(maxsize=100_000)
def journal_key(journal: str | None) -> str:
    """The names of a journal, without the words that abbreviations omit, joined by "|".

    >>> journal_key("The Journal of Parenteral & Enteral Nutrition")
    'journal parenteral enteral nutrition'
    >>> journal_key("Ai zheng [Chinese journal of cancer]")
    'ai zheng chinese journal cancer|ai zheng|chinese journal cancer'
    """
    text = folded(given(journal))
    plain = _ASIDE.sub(" ", text)
    names = [_name(plain) or _name(text)]
    parts = [_name(part) for part in _SPLIT.split(_MEETING.sub(" . ", plain))]
    names += [
        part
        for at, part in enumerate(parts)
        if part and (at == 0 or part.count(" ") + 1 >= LONG_ENOUGH)
    ]
    return "|".join(dict.fromkeys(names))


_SERIES = re.compile(
    r"\b(?:rapport|rapportserie|report series|technical reports?|working papers?|arbeidsnotat|"
    r"notat|discussion papers?|research reports?|skriftserie|reports? from)\b"
)


def report_series(key: str) -> bool:
    """Whether a journal's key is that of a series of reports, each with its own page numbers.

    >>> report_series("stami rapport"), report_series("scientific reports")
    (True, False)
    """
    return bool(_SERIES.search(key))


def _name(text: str) -> str:
    return " ".join(word for word in folded_words(text) if word not in _STOP)


def same_journal(one: str, other: str) -> bool:
    """Whether two keys name one journal: the same name, an abbreviation of it, or its initials.

    >>> same_journal("ann fr anesth reanim", "annales francaises anesthesie reanimation")
    True
    >>> same_journal("jpen", "journal parenteral enteral nutrition")
    True
    >>> same_journal("nature", "nature medicine"), same_journal("cancer", "cancers")
    (False, False)
    """
    return any(_same(mine, theirs) for mine in one.split("|") for theirs in other.split("|"))


def _same(one: str, other: str) -> bool:
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    ones, others = one.split(), other.split()
    if min(len(ones), len(others)) >= UNMISTAKABLE and (
        f" {one} " in f" {other} " or f" {other} " in f" {one} "
    ):
        return True
    if len(ones) == len(others):
        return all(_shortens(*sorted(pair, key=len)) for pair in zip(ones, others, strict=True))
    return _initials(ones, others) or _initials(others, ones)


def _shortens(short: str, long: str) -> bool:
    """Whether one word is the start, or the contraction, of another; a plural is neither."""
    if short == long:
        return True
    if long == short + "s":
        return False
    return long.startswith(short) or (
        len(short) > 2 and long[0] == short[0] and _contracted(short, long)
    )


def _initials(ones: list[str], others: list[str]) -> bool:
    return len(ones) == 1 and len(others) > 2 and ones[0] == "".join(word[0] for word in others)


def abbreviates(short: str, long: str) -> bool:
    """Whether each word of the first is the start of a word of the second, in order.

    >>> abbreviates("nature", "nature medicine"), abbreviates("j physiol", "the journal pathology")
    (True, False)
    """
    rest = iter(long.split())
    return all(
        any(_shortens(word, other) for other in rest if len(other) >= len(word))
        for word in short.split()
    )


def _contracted(word: str, other: str) -> bool:
    """Whether the letters of an abbreviation such as "dtsch" occur in the word in order."""
    letters = iter(other)
    return len(word) * 3 >= len(other) and all(letter in letters for letter in word)

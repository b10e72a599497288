"""Which terms behind a rank are content words, and how they are spelled in the record itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from tomli import loads

_WRITTEN = re.compile(r"\w\w+")


@cache
def empty_words() -> frozenset[str]:
    """Words that say nothing about a subject: articles and the like, and words of all abstracts."""
    values = loads((files("pipeline.ranking") / "empty_words.toml").read_text(encoding="utf-8"))
    own = {word for words in values.values() for word in words.split()}
    return frozenset(ENGLISH_STOP_WORDS | own)


def is_content(word: str) -> bool:
    """Whether a word in lower case says something about a subject.

    >>> [is_content(word) for word in ["were", "methods", "telework", "2020", "il6"]]
    [False, False, True, False, True]
    """
    return word not in empty_words() and not word[0].isdigit()


def content_terms(added: Mapping[str, float]) -> dict[str, float]:
    """The contribution of each content word; terms are words and pairs of neighbours.

    The contribution of a pair with one content word goes to that word ("from home" is shown as
    "home"); pairs without any are left out.

    >>> content_terms({"home": 0.5, "from home": 0.25, "sick leave": 0.5, "of the": 1.0})
    {'home': 0.75, 'sick leave': 0.5}
    """
    told: dict[str, float] = {}
    for term, value in added.items():
        words = term.split(" ")
        content = [word for word in words if is_content(word)]
        if content:
            kept = " ".join(content)
            told[kept] = told.get(kept, 0.0) + value
    return told


def as_written(text: str, terms: Iterable[str]) -> dict[str, str]:
    r"""Each term as it is first spelled in a text; a term that is not found is unchanged.

    >>> as_written("Work-family balance. COVID-19 and  sick\nleave", ["work family", "sick leave"])
    {'work family': 'Work-family', 'sick leave': 'sick leave'}
    """
    found = list(_WRITTEN.finditer(text))
    lower = [each.group().lower() for each in found]
    return {term: _written(text, term, found, lower) for term in terms}


def _written(text: str, term: str, found: Sequence[re.Match[str]], lower: Sequence[str]) -> str:
    words = term.split(" ")
    places = (place for place, word in enumerate(lower) if word == words[0])
    for place in places:
        last = place + len(words) - 1
        if lower[place : last + 1] == words:
            return " ".join(text[found[place].start() : found[last].end()].split())
    return term

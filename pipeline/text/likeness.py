"""What a word that nobody knows was meant to be: the one place that says "did you mean"."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 3
"""Words that are offered at most."""

SHOWN = 20
"""Known words that are listed at most where none is like what was written."""


def meant(word: str, known: Iterable[str]) -> list[str]:
    """The known words that may have been meant, likeliest first; case does not count.

    >>> meant("stauts", ["status", "trace"]), meant("ELIG", ["screening", "eligibility"])
    (['status'], ['eligibility'])
    """
    words = {one.casefold(): one for one in known}
    asked = word.strip().casefold()
    if not asked:
        return []
    close = get_close_matches(asked, words, n=MOST)
    begun = [one for one in words if one.startswith(asked) and len(asked) > 1]
    return [words[one] for one in dict.fromkeys([*begun, *close])][:MOST]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What to try instead of a word that nobody knows.

    >>> print(did_you_mean("medlin", ["medline", "wos"]))
    did you mean 'medline'?
    >>> print(did_you_mean("x", ["medline", "wos"]))
    known are medline, wos
    """
    words = list(known)
    if near := meant(word, words):
        return f"did you mean {near[0]!r}?"
    more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return f"known are {', '.join(words[:SHOWN]) or 'none'}{more}"


def matching_names(said: str, names: Iterable[str]) -> list[str]:
    """The names that somebody may mean: the whole name, or else any part of it; case is nothing.

    >>> people = ["Kari Nordmann", "Ola Nordmann"]
    >>> matching_names("kari", people), matching_names("a NORD", people[1:])
    (['Kari Nordmann'], ['Ola Nordmann'])
    """
    every, asked = list(names), " ".join(said.split()).casefold()
    if said in every:
        return [said]
    whole = [one for one in every if one.casefold() == asked]
    return whole or [one for one in every if asked and asked in one.casefold()]

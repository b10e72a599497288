"""Author names reduced to what two databases have in common of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.text.letters import folded, given, words

_NOBODY = frozenset(
    [
        "anonymous",
        "anon",
        "null",
        "unknown",
        "no author",
        "na",
        "et al",
        "nan",
        "none",
        "no authorship indicated",
    ]
)
_ALIAS = frozenset(
    [
        "jr",
        "sr",
        "null",
        "phd",
        "md",
        "von",
        "van",
        "der",
        "den",
        "de",
        "la",
        "le",
        "al",
        "et",
        "dr",
        "prof",
        "ii",
        "iii",
    ]
)


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Authors for comparison: the first one's family name; all names in full; how many."""

    first: str
    families: str
    all: str
    count: int
    groups_only: bool


def name_keys(authors: Sequence[str]) -> NameKeys:
    """Family and given names without initials, particles and titles, in the order given.

    >>> name_keys(["Kang, Si Hyun", "van Gool, W. A."])
    NameKeys(first='kang', families='kang gool', all='kang hyun gool', count=2, groups_only=False)
    >>> name_keys(["Kang, S. H."]).all, name_keys(["[Anonymous]"]).count
    ('kang', 0)
    """
    every: list[str] = []
    families: list[str] = []
    first, count, groups = "", 0, 0
    for author in authors:
        text = folded(given(author))
        if text.strip(" []().") in _NOBODY:
            continue
        family, comma, rest = text.partition(",")
        names = _full(family)
        if not names:
            names = _short(family)
        count += 1
        groups += not comma and len(names) > 3
        first = first or (names[0] if names else "")
        every += names
        families += names
        every += _full(rest)
    return NameKeys(
        first, " ".join(families), " ".join(every), count, bool(count) and groups == count
    )


def _full(text: str) -> list[str]:
    return (
        [word for word in words(text) if len(word) > 2 and word not in _ALIAS]
        if len(text) > 2
        else []
    )


def _short(text: str) -> list[str]:
    """Family names of one or two letters (Li, Xu, O) are all that is there."""
    return ["".join(words(text))] if text.strip() else []

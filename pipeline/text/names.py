"""Author names reduced to what two databases have in common of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.letters import folded, folded_words, given

_ABSENT = "|anonymous|anon|null|unknown|no author|na|et al|nan|none|no authorship indicated"
_NOBODY = frozenset(_ABSENT.split("|"))
_PARTICLES = """
jr sr null phd md msc von van der den del des dos das la le al et dr prof iii and
"""
_ALIAS = frozenset(_PARTICLES.split())

FULL = 3
"""Letters (2 to 4) from which a name is written out and not initials."""

GROUP = 4
"""Words (3 to 6) from which an author without a comma is a group."""


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
    >>> name_keys(["Nordic Working Life Study Group"]).groups_only
    True
    """
    known = [one for author in authors if (one := _author(author))]
    families = [name for one in known for name in one[0]]
    every = [name for one in known for names in one[:2] for name in names]
    return NameKeys(
        first=families[0] if families else "",
        families=" ".join(families),
        all=" ".join(every),
        count=len(known),
        groups_only=bool(known) and all(one[2] for one in known),
    )


@lru_cache(maxsize=100_000)
def _author(author: str) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
    """Names before and after the comma, and whether it is a group; None for nobody."""
    text = folded(given(author))
    if text.strip(" []().,;") in _NOBODY:
        return None
    family, comma, rest = text.partition(",")
    # Family names of one or two letters (Li, Xu, O) are all that is there.
    before = _full(family) or tuple(folded_words(family)[:1])
    return before, _full(rest), not comma and len(before) >= GROUP


def _full(text: str) -> tuple[str, ...]:
    """The names that are written out, without particles and titles."""
    if len(text) < FULL:
        return ()
    return tuple(word for word in folded_words(text) if len(word) >= FULL and word not in _ALIAS)

"""The letters a, b, c that distinguish publications of the same author and year."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWork:
    """A publication or a study as it is cited: by its first author and its year.

    `author` may have given names or initials after a comma, or after the family name.
    """

    key: str
    author: str
    year: int
    title: str = ""

    @property
    def cited_as(self) -> tuple[str, int]:
        """The key that works cited alike have in common: the family name and the year.

        >>> CitedWork(key="1", author="Berg, Kari", year=2023).cited_as
        ('berg', 2023)
        """
        return " ".join(self.author.partition(",")[0].split()).casefold(), self.year


def year_letters(
    works: Iterable[CitedWork], *, sort_key: Callable[[str], Any] = str.casefold
) -> dict[str, str]:
    """A letter, by key, for each work that shares author and year with another; others have none.

    They are in the order of a reference list: by the whole name of the first author, then by
    title. A work without author or year never has one.

    >>> berg = [CitedWork(key=one, author="Berg", year=2023, title=one) for one in ("x", "c")]
    >>> year_letters([*berg, CitedWork(key="z", author="Berg", year=2024)])
    {'c': 'a', 'x': 'b'}
    """
    alike: dict[tuple[str, int], dict[str, CitedWork]] = defaultdict(dict)
    for work in works:
        if work.author and work.year:
            alike[work.cited_as][work.key] = work
    letters: dict[str, str] = {}
    for those in alike.values():
        order = sorted(
            those.values(), key=lambda one: (sort_key(one.author), sort_key(one.title), one.key)
        )
        if len(order) > 1:
            letters |= {work.key: _letter(place) for place, work in enumerate(order)}
    return letters


def _letter(place: int) -> str:
    """The letter at an index from 0: a to z, then aa, ab and so on.

    >>> _letter(0), _letter(25), _letter(26)
    ('a', 'z', 'aa')
    """
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)

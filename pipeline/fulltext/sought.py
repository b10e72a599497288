"""A report whose full text is sought, and what the first page of a PDF may show of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtReport:
    """A report whose full text is sought, with everything that its first page may show."""

    report: str
    titles: tuple[str, ...]
    dois: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


def families(authors: Sequence[str]) -> tuple[str, ...]:
    """The family name of the first author, as it may appear on pages.

    >>> families(["van den Berg, Per", "Ås, Ola"]), families([])
    (('van den Berg',), ())
    """
    return tuple(_families(authors))


def _families(authors: Sequence[str]) -> Iterator[str]:
    for author in authors[:1]:
        if family := author.partition(",")[0].strip():
            yield family

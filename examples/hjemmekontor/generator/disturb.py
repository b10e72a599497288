"""Makes one report look different in two databases."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random

from generator.works import INCLUDED, Work

Change = Callable[[Work], Work]


def second_listing(work: Work, random: Random) -> Work:
    """The report as another database lists it, with one to three changes.

    The year of a real publication is not changed.
    """
    changes = [one for one in CHANGES if work.fate != INCLUDED or one is not _year_of_print]
    for change in random.sample(changes, random.randint(1, 3)):
        work = change(work)
    return work


def _without_doi(work: Work) -> Work:
    return replace(work, doi="")


def _capitals(work: Work) -> Work:
    return replace(work, title=work.title.upper(), journal=work.journal.upper())


def _abbreviated_journal(work: Work) -> Work:
    return replace(work, journal=work.abbreviation or work.journal)


def _initials(work: Work) -> Work:
    """Shorten given names to initials."""
    return replace(work, authors=tuple(_as_initials(name) for name in work.authors))


def _as_initials(name: str) -> str:
    family, comma, given = name.partition(", ")
    return f"{family}, {' '.join(part[0] + '.' for part in given.split())}" if comma else name


def _first_three_authors(work: Work) -> Work:
    return replace(work, authors=work.authors[:3])


def _brackets(work: Work) -> Work:
    return replace(work, title=f"[{work.title.rstrip('.')}].")


def _entities(work: Work) -> Work:
    """Write characters as HTML entities, which some interfaces leave in their exports."""
    return replace(work, title=_as_entities(work.title), journal=escape(work.journal))


def _as_entities(text: str) -> str:
    """Marks and letters beyond ASCII as HTML entities.

    >>> _as_entities("Work & life: “home”")
    'Work &amp; life: &#8220;home&#8221;'
    """
    return escape(text, quote=True).encode("ascii", "xmlcharrefreplace").decode()


def _plain_letters(work: Work) -> Work:
    """Remove diacritics."""
    return replace(
        work,
        title=_plain(work.title),
        authors=tuple(_plain(name) for name in work.authors),
    )


def _plain(text: str) -> str:
    """The text without diacritics.

    >>> _plain("Kivimäki, M; Sjøgaard, G")
    'Kivimaki, M; Sjogaard, G'
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ø", "O"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _short_pages(work: Work) -> Work:
    """Shorten the page range as PubMed does, to the digits that change."""
    return replace(work, pages=shortened(work.pages))


def shortened(pages: str) -> str:
    """The page range without the digits that repeat.

    >>> shortened("1699-1707"), shortened("99-108"), shortened("e123")
    ('1699-707', '99-108', 'e123')
    """
    first, dash, last = pages.partition("-")
    if not dash or len(first) != len(last):
        return pages
    same = next(
        (place for place, (one, two) in enumerate(zip(first, last, strict=True)) if one != two), 0
    )
    return f"{first}-{last[same:]}"


def numbered_from_one(work: Work) -> Work:
    """Lose an article number, as EBSCO does, and number the pages from one."""
    return replace(work, pages="1-12") if work.pages.startswith("e") else work


def _without_issue(work: Work) -> Work:
    return replace(work, issue="")


def _dashed_subtitle(work: Work) -> Work:
    return replace(work, title=work.title.replace(": ", " - "))


def _year_of_print(work: Work) -> Work:
    """Use the year of print, where the other source has the year of first publication."""
    return replace(work, year=work.year + 1 if work.year <= 2022 else work.year - 1)


def _without_abstract(work: Work) -> Work:
    return replace(work, abstract="")


CHANGES: tuple[Change, ...] = (
    _without_doi,
    _capitals,
    _abbreviated_journal,
    _initials,
    _first_three_authors,
    _brackets,
    _entities,
    _plain_letters,
    _short_pages,
    _without_issue,
    _dashed_subtitle,
    _year_of_print,
    _without_abstract,
)


def doubtful_listing(work: Work, random: Random) -> Work:
    """The report as a careless source lists it, without a field that proves it to be the same.

    Identifier, pages and volume are missing, the title is worded differently, and the first author
    has an initial.
    """
    first = _as_initials(work.authors[0])
    return replace(
        work,
        title=reworded(work.title, random),
        authors=(first, *work.authors[1:2]),
        journal="",
        abbreviation="",
        volume="",
        issue="",
        pages="",
        doi="",
        pmid="",
        abstract="",
    )


ENOUGH = 7
"""Minimum number of words in a title after its subtitle is removed."""


def reworded(title: str, random: Random) -> str:
    """The title without its subtitle if enough words remain, otherwise with words added.

    >>> reworded("The sleep of clerks in five towns: a survey", Random(1))
    'The sleep of clerks in five towns'
    >>> reworded("Sleep: a survey", Random(1))
    'Sleep: a survey - a study'
    """
    main, colon, _ = title.partition(": ")
    if colon and len(main.split()) >= ENOUGH:
        return main
    return f"{title.rstrip('.?')} - {random.choice(('a study', 'an analysis', 'new data'))}"

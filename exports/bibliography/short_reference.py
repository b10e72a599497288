"""A one-line reference for tables: shorter than in reference lists, made without their styles."""

import re

from exports.language.catalogue import Language, Words
from pipeline.records import Record

AUTHORS = 3
"""Authors that are named; the others are "et al."."""

INITIALS = re.compile(r"[^\W\d_a-zæøåäöüéè]{2,4}")
"""Given names that a database has shortened to initials without anything between them."""


def short_reference(record: Record, language: Language) -> str:
    """Authors, title, journal and year in Vancouver's order; missing parts are left out.

    >>> short_reference(Record(authors=("Ås, Kari Bo", "Li, J"), title="Desks.", year=2023), "nb")
    'Ås KB, Li J. Desks. 2023.'
    """
    others = [Words(language, "tables")["and_others"]] if len(record.authors) > AUTHORS else []
    named = ", ".join([*map(_short, record.authors[:AUTHORS]), *others])
    title = record.title or record.title_translated or "–"
    parts = (named, title, record.journal or "", str(record.year or ""))
    return " ".join(_ended(part) for part in parts if part)


def _short(author: str) -> str:
    """The family name and the initials of the given names; a group's name unchanged.

    >>> _short("Ås, Anne-Marie K."), _short("Berg, KB"), _short("Lifelines Initiative")
    ('Ås AMK', 'Berg KB', 'Lifelines Initiative')
    """
    family, _, given = author.partition(",")
    given = given.strip()
    letters = given if INITIALS.fullmatch(given) else "".join(re.findall(r"\b[^\W\d_]", given))
    return f"{family.strip()} {letters}".strip()


def _ended(part: str) -> str:
    """A part with a full stop, unless it already ends in punctuation."""
    text = part.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."

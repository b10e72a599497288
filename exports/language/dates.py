"""Dates as people of a language write them."""

from datetime import date

from exports.language.catalogue import Language, Words


def short_date(iso: str, language: Language) -> str:
    """An ISO date as tables and figures show it; other text as it stands.

    >>> short_date("2026-01-05", "nb"), short_date("spring 2026", "nb")
    ('05.01.2026', 'spring 2026')
    """
    found = _read(iso)
    if found is None:
        return iso
    return Words(language, "flow")("date", year=found.year, month=found.month, day=found.day)


def long_date(iso: str, language: Language) -> str:
    """An ISO date as running text writes it; other text as it stands.

    >>> long_date("2026-01-05", "nb"), long_date("2026-01-05", "en"), long_date("May", "en")
    ('5. januar 2026', '5 January 2026', 'May')
    """
    found = _read(iso)
    if found is None:
        return iso
    words = Words(language, "texts")
    return words("date", year=found.year, month=words[f"month_{found.month}"], day=found.day)


def _read(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None

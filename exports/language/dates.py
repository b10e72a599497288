"""Dates as people of a language write them."""

from datetime import date

from exports.language.catalogue import Language, Words


def short_date(iso: str, language: Language) -> str:
    """An ISO date as tables and figures show it; other text unchanged.

    >>> short_date("2026-01-05", "nb"), short_date("spring 2026", "nb")
    ('05.01.2026', 'spring 2026')
    """
    return _written(iso, language, "short_date")


def long_date(iso: str, language: Language) -> str:
    """An ISO date as running text writes it; other text unchanged.

    >>> long_date("2026-01-05", "nb"), long_date("2026-01-05", "en"), long_date("May", "en")
    ('5. januar 2026', '5 January 2026', 'May')
    """
    return _written(iso, language, "long_date")


def _written(iso: str, language: Language, form: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    words = Words(language, "language")
    month = words.each("months")[day.month - 1] if form == "long_date" else day.month
    return words(form, year=day.year, month=month, day=day.day)

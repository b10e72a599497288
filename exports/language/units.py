"""The units counted, in each language's words: records, studies, and reports or articles."""

from typing import Literal

from exports.language.catalogue import Language, number
from pipeline.languages import catalogue

ReportUnit = Literal["report", "article"]
"""What a review calls its reports: as PRISMA does, or articles."""


def unit_words(unit: ReportUnit, language: Language) -> dict[str, str]:
    """The unit's words by the {places} of the catalogue: report, reports and Reports.

    >>> unit_words("article", "nb")
    {'report': 'artikkel', 'reports': 'artikler', 'Reports': 'Artikler'}
    """
    words: dict[str, str] = catalogue(language)["units"][unit]
    return {**words, "Reports": words["reports"].capitalize()}


def how_many(value: int, unit: ReportUnit | Literal["record", "study"], language: Language) -> str:
    """A number in digits with its noun.

    >>> how_many(1, "study", "en"), how_many(1154, "record", "nb")
    ('1 study', '1154 referanser')
    """
    words = catalogue(language)["units"][unit]
    return f"{number(value, language)} {words['report' if value == 1 else 'reports']}"

"""The countries and designs of a study in a language, from the lists in review.toml."""

from dataclasses import replace

from pipeline.languages import Wording
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study, split


def worded(study: Study, scheme: TableScheme, language: str) -> Study:
    """The study with the listed words for its country, countries and design in that language.

    Words in the sheet's own cell for that language take precedence over the lists.
    """
    lists = {
        "country": scheme.countries,
        "countries": scheme.countries,
        "design": scheme.designs,
    }
    found = {}
    for column, listed in lists.items():
        own = f"{column}_{language}"
        text = study.text(column, language)
        if not text or study.columns.get(own):
            continue
        known = {name.casefold(): one for one in listed for _, name in one.texts}
        if words := _listed(text, known, language):
            found[own] = words
    return replace(study, columns={**study.columns, **found}) if found else study


def _listed(text: str, known: dict[str, Wording], language: str) -> str:
    """The listed words for a cell, or for each part of it; "" if none is known."""
    whole = known.get(text.strip().casefold())
    if whole:
        return whole[language]
    parts = [known.get(part.casefold(), part) for part in split(text)]
    if not any(isinstance(part, Wording) for part in parts):
        return ""
    return "; ".join(part if isinstance(part, str) else part[language] for part in parts)

"""Reports rows of the studies sheet that do not count, and studies without a row."""

from collections.abc import Sequence

from exports.bibliography.short_reference import short_reference
from exports.language.catalogue import Language, Words, number
from flows.reporting.material import Material
from pipeline.records import RecordId
from pipeline.studies.study import Study

NAMED = 10
"""Number of studies without a row to name; the rest are counted."""


def row_notes(material: Material, language: Language) -> list[str]:
    """A sentence for each row that does not count, and one on the studies without a row.

    Empty if there is no sheet, because nobody has extracted data yet.
    """
    if not material.has_sheet:
        return []
    words, rows = Words(language, "study_rows"), material.rows
    told = [
        words("stray", row=_row(one.study), why=words(one.why, report=one.report))
        for one in rows.stray
    ]
    if rows.without:
        told.append(
            words(
                "without_one" if len(rows.without) == 1 else "without",
                count=number(len(rows.without), language),
                all=number(rows.included, language),
                names="; ".join(_named(material, list(rows.without.values()), language)),
            )
        )
    return told


def likely_notes(material: Material, language: Language) -> list[str]:
    """A sentence for each row matched to a report of nearly the same author or year."""
    words = Words(language, "study_rows")
    return [
        words("likely", row=_row(row), report=f"{report}: {_short(material, report, language)}")
        for row, report in material.rows.likely
    ]


def _row(study: Study) -> str:
    named = f"{study.first_author} {study.year or ''}".strip()
    return f"{study.study_id} ({named})" if named else study.study_id


def _named(
    material: Material, studies: Sequence[tuple[RecordId, ...]], language: Language
) -> list[str]:
    named = [f"{ids[0]} {_short(material, ids[0], language)}" for ids in studies[:NAMED]]
    more = len(studies) - len(named)
    if more:
        named.append(Words(language, "study_rows")("more", count=number(more, language)))
    return named


def _short(material: Material, report: RecordId, language: Language) -> str:
    return short_reference(material.library.report(report), language)

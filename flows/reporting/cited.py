"""Formats reports for citation in lists, tables and files for other programs."""

from collections.abc import Iterable, Iterator, Sequence

from exports.bibliography.reference_files import (
    citation_keys,
    references_bibtex,
    references_csl,
    references_ris,
)
from exports.bibliography.reference_list import Reference, Style, references
from exports.language.catalogue import Language, Words, sort_key
from flows.reporting.material import Made, Material
from flows.reporting.notices import marked_titles
from flows.reporting.year_letters import letters_of
from pipeline.records import Record, RecordId
from pipeline.review.citable import CitedReport, cited_report

STEM = "references"
"""Start of the names of files for other programs; these files have no language."""


def cited(material: Material, report: RecordId) -> CitedReport:
    """A report in its cited form, with the missing parts of its reference."""
    library = material.library
    members = [library.records[one] for one in library.members[report]]
    return cited_report(library.reports[report], members, material.journals)


def cited_records(
    material: Material, reports: Iterable[RecordId], language: Language
) -> list[Record]:
    """The reports in their cited form, in the order given, with retracted reports marked."""
    return marked_titles(material, [cited(material, one).record for one in reports], language)


def included_records(material: Material, language: Language) -> list[Record]:
    """The included reports by first author, as the language sorts them, and year."""
    return sorted(
        cited_records(material, material.library.included, language),
        key=lambda one: (
            sort_key("".join(one.authors[:1]), language),
            one.year or 0,
            one.title or "",
            one.id,
        ),
    )


def included_references(
    material: Material, style: Style, language: Language
) -> tuple[Reference, ...]:
    """The included reports as a reference list."""
    listed = included_records(material, language)
    letters = letters_of(material).reports
    return references(listed, style, language, letters, abbreviations(material, listed))


def abbreviations(material: Material, records: Sequence[Record]) -> dict[RecordId, str]:
    """The abbreviation of each report's journal, if any record has one."""
    found = {one.id: cited(material, one.id).abbreviation for one in records}
    return {report: text for report, text in found.items() if text}


def reference_files(material: Material) -> Made:
    """The included reports for Zotero, EndNote and LaTeX."""
    listed = included_records(material, material.session.review.language)
    if not listed:
        return
    keys = citation_keys(listed)
    yield f"{STEM}.ris", references_ris(listed)
    yield f"{STEM}.bib", references_bibtex(listed, keys)
    yield f"{STEM}.json", references_csl(listed, abbreviations(material, listed), keys)


def reference_points(material: Material, language: Language) -> Iterator[str]:
    """Open points on incomplete references and on journals without a known abbreviation, one point
    each with every name.
    """
    words = Words(language, "reference_points")
    lacking: list[str] = []
    journals: dict[str, None] = {}
    for record in included_records(material, language):
        found = cited(material, record.id)
        if found.lacks:
            lacks = ", ".join(words[one] for one in found.lacks)
            lacking.append(f"{_called(record)} ({lacks})")
        if record.journal and not found.abbreviation and " " in record.journal.strip():
            journals[record.journal] = None
    if lacking:
        yield words("incomplete", count=len(lacking), names="; ".join(lacking))
    if journals:
        yield words("unabbreviated", count=len(journals), names="; ".join(sorted(journals)))


def _called(record: Record) -> str:
    """A report by its first author and year, or by its title."""
    author = record.authors[0].partition(",")[0] if record.authors else record.title or record.id
    return f"{author} {record.year or ''}".strip()

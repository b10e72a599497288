"""A report as it is cited: capitals corrected from its other records, its journal by the list, and
what its reference lacks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.records import Record
from pipeline.text.capitals import in_capitals, in_mixed_case, plain_words
from pipeline.text.journal_list import JournalList

Lack = Literal["authors", "initials", "year", "title", "journal", "place", "capitals"]
"""Parts that a reference may lack; `place` is a volume, pages or a DOI, `capitals` mixed case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedReport:
    """A report, what its reference lacks, and its journal's abbreviation ("" if unknown)."""

    record: Record
    abbreviation: str
    lacks: tuple[Lack, ...]


def cited_report(report: Record, members: Sequence[Record], journals: JournalList) -> CitedReport:
    """The report as it is cited; `members` are all its records, as their sources gave them."""
    record = replace(
        report,
        title=in_mixed_case(report.title, (one.title for one in members)) if report.title else None,
        journal=journals.name(report.journal) if report.journal else None,
        authors=tuple(_author(one, members) for one in report.authors),
    )
    issn = [issn for one in members for issn in one.issn]
    abbreviation = journals.abbreviation(record.journal, issn)
    if not record.journal and report.journal_abbreviation:
        abbreviation = abbreviation or report.journal_abbreviation
    return CitedReport(record=record, abbreviation=abbreviation, lacks=_lacks(record))


def _author(author: str, members: Sequence[Record]) -> str:
    """An author with a family name in capitals, as another record of the report writes it."""
    family, comma, given = author.partition(",")
    if not family.isupper() or len(family.strip()) < SHORTEST:
        return author
    words = plain_words(family)
    for member in members:
        for other in member.authors:
            theirs, _, others_given = other.partition(",")
            alike = plain_words(theirs) == words and _starts(others_given, given)
            if alike and not theirs.isupper():
                return f"{theirs}{comma}{given}"
    return author


SHORTEST = 3
"""Minimum letters of a family name in capitals; LI and NG may be initials."""


def _starts(one: str, other: str) -> bool:
    """Whether two given names may belong to one person."""
    return one.strip()[:1].casefold() == other.strip()[:1].casefold()


def _lacks(record: Record) -> tuple[Lack, ...]:
    people = [one for one in record.authors if "," in one or " " not in one.strip()]
    found: dict[Lack, bool] = {
        "authors": not record.authors,
        "initials": any(not one.partition(",")[2].strip() for one in people),
        "year": not record.year,
        "title": not (record.title or record.title_translated),
        "journal": not (record.journal or record.journal_abbreviation)
        and not _stands_alone(record),
        "place": not (record.volume or record.pages or record.doi),
        "capitals": in_capitals(record.title or "") or in_capitals(record.journal or ""),
    }
    return tuple(lack for lack, holds in found.items() if holds)


ALONE = ("book", "thesis", "dissertation", "report", "rprt", "thes")
"""Kinds of publication that are not in a journal."""


def _stands_alone(record: Record) -> bool:
    kind = (record.type or "").casefold()
    return any(word in kind for word in ALONE)

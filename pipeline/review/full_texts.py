"""Where the full text of each sought report can be found."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.decisions import Stage, Verdict
from pipeline.fulltext.openurl import doi_link, library_link
from pipeline.fulltext.sought import SoughtReport, families
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.full_texts import FullTextFile, OpenAccessAnswer
from pipeline.text.titles import title_keys

PDF_STATES = {
    "scanned": "without a text layer",
    "encrypted": "locked with a password",
    "broken": "that cannot be read",
    "slow": "that took too long to read",
    "huge": "too large to read",
}
"""Messages about PDFs that cannot be searched, by their state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeLink:
    """A free copy of a report: its address, version and licence, and which service named it."""

    url: str
    version: str
    licence: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """Where the full text of a report is: free copies, the links of the library and the DOI, PDFs.

    `asked` are the services that answered, each with the day; `unasked` are those that could not be
    asked, each with the reason. `doubtful` are PDFs that may belong to the report.
    """

    report: RecordId
    free: tuple[FreeLink, ...] = ()
    library: str = ""
    doi: str = ""
    files: tuple[FullTextFile, ...] = ()
    doubtful: tuple[FullTextFile, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    unasked: tuple[tuple[str, str], ...] = ()


def sought_reports(library: Library) -> list[SoughtReport]:
    """The reports whose full text is or was sought, with what their first page may show."""
    return [_sought(library, one) for one in library.members if library.passed(one)]


def _sought(library: Library, report: RecordId) -> SoughtReport:
    records = [library.records[one] for one in library.members[report]]
    titles = [
        title
        for one in records
        for title in (one.title, one.title_translated, *title_keys(one.title)[:2])
        if title
    ]
    return SoughtReport(
        report=report,
        titles=tuple(dict.fromkeys(titles)),
        dois=tuple(dict.fromkeys(one.doi for one in records if one.doi)),
        families=tuple(dict.fromkeys(name for one in records for name in families(one.authors))),
    )


def still_sought(library: Library) -> list[RecordId]:
    """The sought reports for which nobody has said that the full text is available."""
    return [
        report
        for report in library.judged
        if library.passed(report)
        and library.verdict(report, Stage.RETRIEVAL) is not Verdict.RETRIEVED
        and not library.decisions_on(report, Stage.ELIGIBILITY)
    ]


def full_texts(
    library: Library, answers: Iterable[OpenAccessAnswer], files: Sequence[FullTextFile]
) -> dict[RecordId, FullText]:
    """Where the full text of each report that is or was sought can be found, by report."""
    told: dict[RecordId, list[OpenAccessAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.report in library.records:
            told[library.report_of(answer.report)].append(answer)
    own: dict[RecordId, list[FullTextFile]] = defaultdict(list)
    doubtful: dict[RecordId, list[FullTextFile]] = defaultdict(list)
    for file in files:
        if file.record is not None:
            own[library.report_of(file.record)].append(file)
        for one in {library.report_of(RecordId(one)) for one, _ in json.loads(file.asks)}:
            doubtful[one].append(file)
    return {
        report: _full_text(library, report, told[report], (own[report], doubtful[report]))
        for report in library.judged
        if library.passed(report)
    }


def _full_text(
    library: Library,
    report: RecordId,
    answers: Sequence[OpenAccessAnswer],
    files: tuple[Sequence[FullTextFile], Sequence[FullTextFile]],
) -> FullText:
    record = library.report(report)
    resolver = library.review.full_text.library
    free = {
        one.url: FreeLink(
            url=one.url, version=one.version, licence=one.licence, service=one.service
        )
        for one in answers
        if one.url
    }
    return FullText(
        report=report,
        free=tuple(free.values()),
        library=library_link(resolver, record) if resolver else "",
        doi=doi_link(record),
        files=tuple(files[0]),
        doubtful=tuple(files[1]),
        asked=tuple((one.service, one.answered) for one in answers if one.answered),
        unasked=tuple((one.service, one.why) for one in answers if one.why),
    )

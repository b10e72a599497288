"""Which reports are watched for retractions and the like, and the state of each."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.decisions import Stage
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.store.notices import StoredNotice

State = Literal["flagged", "clear", "not asked"]
"""Whether there is a notice; clear only if a service answered that there is none."""

GRAVITY = ("retraction", "concern", "correction", "published", "results")
"""The kinds of notices, the most serious first."""

GRAVE = ("retraction", "concern")
"""Kinds that put an included report in question."""

TRIAL = re.compile(r"NCT\d{8}")

SAYS_OF_STATUS = frozenset({"Crossref", "OpenAlex", "Europe PMC", "PubMed", "Retraction Watch"})
"""Services that can say that a report was not retracted; a trial register cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A watched report, with the identifiers by which services know it."""

    report: RecordId
    dois: tuple[str, ...] = ()
    pmids: tuple[str, ...] = ()
    trials: tuple[str, ...] = ()

    def identifiers(self, kind: str) -> tuple[str, ...]:
        """The identifiers of one kind: doi, pmid or nct."""
        return {"doi": self.dois, "pmid": self.pmids, "nct": self.trials}[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFlag:
    """A notice on a report: its kind, first day ("" if unknown), the numbers of the notices as
    services name them, and who says so.
    """

    kind: str
    on: str
    notices: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIntegrity:
    """The notice state of a report: its flags, who answered on which day, who did not and why."""

    report: RecordId
    flags: tuple[NoticeFlag, ...] = ()
    answered: tuple[tuple[str, str], ...] = ()
    unanswered: tuple[tuple[str, str], ...] = ()

    @property
    def state(self) -> State:
        """One of three states; a report that no one could answer for is not clear."""
        if self.flags:
            return "flagged"
        asked = any(service in SAYS_OF_STATUS for service, _ in self.answered)
        return "clear" if asked else "not asked"

    @property
    def gravest(self) -> str:
        """The kind of its most serious flag, "" if it has none."""
        kinds = {flag.kind for flag in self.flags}
        return next((kind for kind in GRAVITY if kind in kinds), "")


def watched(library: Library) -> list[Watched]:
    """The reports that are sought, assessed, included or cited with a reason, by their ids."""
    return [
        _watched(library, report)
        for report in library.members
        if library.passed(report) or library.decisions_on(report, Stage.ELIGIBILITY)
    ]


def _watched(library: Library, report: RecordId) -> Watched:
    records = [library.records[one] for one in library.members[report]]
    return Watched(
        report=report,
        dois=_every(one.doi for one in records),
        pmids=_every(one.pmid for one in records),
        trials=_every(number for one in records for number in _registered(one)),
    )


def _every(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _registered(record: Record) -> Iterator[str]:
    """The ClinicalTrials.gov numbers under which a record is itself a registration."""
    for database, number in record.ids:
        if database in {"register", "nct"} and TRIAL.fullmatch(number.upper()):
            yield number.upper()


def standings(
    library: Library, found: Iterable[StoredNotice], *, marked: AbstractSet[RecordId] = frozenset()
) -> dict[RecordId, ReportIntegrity]:
    """The state of each watched report, by what services last said about any of its records.

    `marked` are the reports whose own records say that they are retracted.
    """
    rows: dict[RecordId, list[StoredNotice]] = defaultdict(list)
    for row in found:
        if row.report in library.records:
            rows[library.report_of(row.report)].append(row)
    found_now = {one.report: _standing(one.report, rows[one.report]) for one in watched(library)}
    return {
        report: _marked(standing) if report in marked else standing
        for report, standing in found_now.items()
    }


def _marked(standing: ReportIntegrity) -> ReportIntegrity:
    """The state of a report that a database marks as retracted, whatever services say."""
    if any(flag.kind == "retraction" for flag in standing.flags):
        return standing
    flag = NoticeFlag(kind="retraction", on="", notices=(), sources=("its record",))
    return replace(standing, flags=(flag, *standing.flags))


def _standing(report: RecordId, rows: Sequence[StoredNotice]) -> ReportIntegrity:
    answered: dict[str, str] = {}
    failed: dict[str, str] = {}
    for row in rows:
        if row.answered:
            answered[row.service] = max(row.answered, answered.get(row.service, ""))
        if row.why:
            failed[row.service] = row.why
    return ReportIntegrity(
        report=report,
        flags=tuple(_flags(rows)),
        answered=tuple(sorted(answered.items())),
        unanswered=tuple(sorted(failed.items())),
    )


def _flags(rows: Sequence[StoredNotice]) -> list[NoticeFlag]:
    """The notices, each kind once, the most serious first: services name one notice differently."""
    told: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows:
        for kind, on, notice, by in json.loads(row.notices):
            told[kind].append((on, notice, f"{row.service} ({by})" if by else row.service))
    return [
        NoticeFlag(
            kind=kind,
            on=min((on for on, _, _ in told[kind] if on), default=""),
            notices=_every(notice for _, notice, _ in told[kind]),
            sources=_every(source for _, _, source in told[kind]),
        )
        for kind in GRAVITY
        if kind in told
    ]

"""Finds what is missing or duplicated in the evidence; each fault names the record."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.errors import Fault
from pipeline.prisma.evidence import RecordEvidence, ReportEvidence
from pipeline.text.amounts import amount

NAMED_AT_MOST = 20
"""Most faults of one kind that are listed; a last line counts the rest."""

Known = Mapping[str, ReportEvidence]
Held = Mapping[str, Sequence[RecordEvidence]]


def faults_of_evidence(
    records: Sequence[RecordEvidence],
    reports: Sequence[ReportEvidence],
    imported: Mapping[str, int],
) -> list[Fault]:
    """The faults for missing or duplicated evidence, in the order of its records.

    `imported` is the number of records in the receipts of each search.
    """
    known: Known = {report.report: report for report in reports}
    faults = [
        *named("this record is counted twice", _twice(record.record for record in records)),
        *named("this report is counted twice", _twice(one.report for one in reports)),
        *named(
            "this record belongs to a report that is missing",
            (one.record for one in records if one.report not in known),
        ),
    ]
    if faults:
        return faults
    held: dict[str, list[RecordEvidence]] = {report: [] for report in known}
    for record in records:
        held[record.report].append(record)
    return [
        *_faults_of_counted(known, held),
        *_faults_of_members(known, held),
        *_faults_of_receipts(records, imported),
    ]


def _faults_of_counted(known: Known, held: Held) -> Iterator[Fault]:
    """Reports without a primary record, with two, or with one that contradicts the report."""
    firsts = {
        report: [one for one in records if one.linked_by is None]
        for report, records in held.items()
    }
    yield from named(
        "this report has no primary record",
        (report for report, first in firsts.items() if not first),
    )
    yield from named(
        "this record is a primary record, but its report already has a primary record",
        (one.record for first in firsts.values() for one in first[1:]),
    )
    yield from named(
        "this primary record has another round or kind of source than its report",
        (
            one.record
            for report, first in firsts.items()
            for one in first[:1]
            if (one.round, one.way) != (known[report].round, known[report].way)
        ),
    )


def _faults_of_members(known: Known, held: Held) -> Iterator[Fault]:
    """Records of a report that are in the store but not in the ledger, or the reverse."""
    told = [report for report in known.values() if report.records]
    members = {one.report: {record.record for record in held[one.report]} for one in told}
    yield from named(
        "this record is linked to its report in the database, but not in the count",
        (one for report in told for one in report.records if one not in members[report.report]),
    )
    yield from named(
        "this record is linked to its report in the count, but not in the database",
        (one for report in told for one in sorted(members[report.report] - {*report.records})),
    )


def _faults_of_receipts(
    records: Sequence[RecordEvidence], imported: Mapping[str, int]
) -> Iterator[Fault]:
    """Searches whose receipts have more or fewer records than the ledger (identity A1)."""
    if not imported:
        return
    found = Counter(record.search for record in records)
    for search in sorted({*imported, *found}):
        if (held := imported.get(search, 0)) != found[search]:
            sentence = (
                f"the import receipts have {amount(held, 'record')}, but the flow chart counts "
                f"{found[search]:,}"
            )
            yield Fault(f"search {search}", sentence)


def named(sentence: str, ids: Iterable[str]) -> list[Fault]:
    """A fault for each of the first ids by name, and the rest as a number."""
    every = list(ids)
    faults = [Fault(one, sentence) for one in every[:NAMED_AT_MOST]]
    if rest := every[NAMED_AT_MOST:]:
        faults.append(Fault(f"{len(rest):,} more", "the fault is the same"))
    return faults


def _twice(ids: Iterable[str]) -> list[str]:
    return [one for one, times in Counter(ids).items() if times > 1]

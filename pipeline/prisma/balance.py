"""The proof: evidence without gaps, each record in one place, and sums that hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.errors import Fault, Refused
from pipeline.prisma.boxes import SUMS
from pipeline.prisma.evidence import RecordEvidence, ReportEvidence
from pipeline.prisma.flow import Flow, Terms

NAMED_AT_MOST = 20
"""Faults of one kind that are named one by one; the rest are counted in a last line."""

NO_FLOW = "the flow does not balance; nothing was drawn."

REMOVED = (
    "duplicates_software_records",
    "duplicates_people_records",
    "found_again_decided_records",
    "automation_criteria_records",
    "automation_stopping_records",
    "removed_other_records",
)

PARTITIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("screened_records", ("excluded_records", "passed_screening_records")),
    ("passed_screening_reports", ("sought_reports", "not_yet_sought_reports")),
    ("sought_reports", ("not_retrieved_reports", "retrieved_reports")),
    ("retrieved_reports", ("assessed_reports", "not_yet_assessed_reports")),
    (
        "assessed_reports",
        ("excluded_reports", "ongoing_reports", "awaiting_reports", "included_reports"),
    ),
)
"""What each box divides into; identities A3 to A5 and B1 to B3, A2 stands before them."""

WITHIN = (
    ("screening_conflict_records", ("not_yet_screened_records",)),
    ("retrieval_conflict_reports", ("not_yet_sought_reports",)),
    ("assessment_conflict_reports", ("not_yet_assessed_reports",)),
    ("found_again_undecided_records", REMOVED[:2]),
)
"""Boxes whose members are counted in others, of which they are a part worth telling."""


def faults_of_evidence(
    records: Sequence[RecordEvidence], reports: Sequence[ReportEvidence], terms: Terms
) -> list[Fault]:
    """What is missing from, or twice in, the evidence itself, in the order of its records."""
    known: dict[str, ReportEvidence] = {report.report: report for report in reports}
    faults = [
        *_named("is in the ledger twice", _twice(record.record for record in records)),
        *_named("is a report in the ledger twice", _twice(one.report for one in reports)),
        *_named(
            "belongs to a report of which nothing is known",
            (one.record for one in records if one.report not in known),
        ),
    ]
    return faults or [
        *_faults_of_reports(records, known),
        *_faults_of_receipts(records, terms.imported),
    ]


def _faults_of_reports(
    records: Sequence[RecordEvidence], known: Mapping[str, ReportEvidence]
) -> Iterator[Fault]:
    """Reports without, or with two, records to count on; records that the store holds besides."""
    firsts: dict[str, list[RecordEvidence]] = {report: [] for report in known}
    held: dict[str, list[str]] = {report: [] for report in known}
    for record in records:
        held[record.report].append(record.record)
        if record.linked_by is None:
            firsts[record.report].append(record)
    yield from _named(
        "is a report without a record that is counted on",
        (report for report, first in firsts.items() if not first),
    )
    yield from _named(
        "is counted on beside another record of its report",
        (one.record for first in firsts.values() for one in first[1:]),
    )
    yield from _named(
        "is of its report in the store, but not in the ledger",
        (
            one
            for report in known.values()
            if report.records
            for one in report.records
            if one not in held[report.report]
        ),
    )
    yield from _named(
        "is in the ledger, but not of its report in the store",
        (
            one
            for report in known.values()
            if report.records
            for one in held[report.report]
            if one not in report.records
        ),
    )
    yield from _named(
        "is counted on, but its report says another round or way of finding",
        (
            one.record
            for report, first in firsts.items()
            for one in first[:1]
            if (one.round, one.way) != (known[report].round, known[report].way)
        ),
    )


def _faults_of_receipts(
    records: Sequence[RecordEvidence], imported: Mapping[str, int]
) -> Iterator[Fault]:
    """Searches whose receipts hold more or fewer records than the ledger (identity A1)."""
    found = Counter(record.search for record in records)
    for search in sorted(imported):
        if imported[search] != found[search]:
            yield Fault(
                f"search {search}",
                f"its receipts hold {imported[search]} records, the ledger {found[search]}",
            )


def faults_of_places(
    members: Mapping[str, Sequence[str]], reports_of: Mapping[str, str]
) -> list[Fault]:
    """Who stands in no place or in two, by name; `reports_of` gives each record's report."""
    faults: list[Fault] = []
    for before in ("", "other_"):
        whole = members[f"{before}identified_records"]
        parts = [
            before + part for part in (*REMOVED, "screened_records", "not_yet_screened_records")
        ]
        faults += _unequal(whole, parts, members)
        boxes = dict(members)
        boxes[f"{before}passed_screening_reports"] = [
            reports_of[one] for one in members[f"{before}passed_screening_records"]
        ]
        for box, part in PARTITIONS:
            faults += _unequal(boxes[before + box], [before + one for one in part], boxes)
    faults += _unequal(
        [*members["included_reports"], *members["other_included_reports"]],
        ["new_reports", "known_study_reports"],
        members,
    )
    return faults


def _unequal(
    whole: Sequence[str], parts: Sequence[str], members: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """Members of a whole that its parts do not have once each."""
    places: dict[str, list[str]] = {one: [] for one in whole}
    for part in parts:
        for one in members[part]:
            places.setdefault(one, []).append(part)
    expected = set(whole)
    yield from _named(
        f"stands in none of {', '.join(parts)}", (one for one in whole if not places[one])
    )
    for one, found in places.items():
        if len(found) > 1:
            yield Fault(one, f"stands in {' and in '.join(found)}")
        if one not in expected:
            yield Fault(one, f"stands in {found[0]}, though not in what it is a part of")


def prove(flow: Flow) -> Flow:
    """The flow itself, where its numbers are those of its members and every identity holds.

    Raises Refused, naming the boxes, for a flow whose numbers were changed or whose sums fail:
    A1 to A5, B1 to B3, C1, C3, C4 and E1.
    """
    faults = [*_faults_of_numbers(flow), *_faults_of_sums(flow), *_faults_of_parts(flow)]
    if faults:
        raise Refused(NO_FLOW, faults)
    return flow


def _faults_of_numbers(flow: Flow) -> Iterator[Fault]:
    """Boxes and lines whose number is not that of what is behind them."""
    for box, behind in flow.members.items():
        if "/" not in box and flow.numbers[box] != len(behind):
            yield Fault(box, f"says {flow.numbers[box]}, but {len(behind)} are behind it")
    for box, lines in (*flow.sources.items(), *flow.reasons.items()):
        for line in lines:
            behind = flow.members[f"{box}/{line.name}"]
            if line.number != len(behind):
                yield Fault(f"{box}/{line.name}", f"says {line.number}, but has {len(behind)}")
        if (total := sum(line.number for line in lines)) != flow.numbers[box]:
            yield Fault(box, f"says {flow.numbers[box]}, but its lines sum to {total}")


def _faults_of_sums(flow: Flow) -> Iterator[Fault]:
    """Identities that do not hold between the numbers of the boxes."""
    n = flow.numbers
    sums = dict(SUMS)
    for before in ("", "other_"):
        sums[f"{before}identified_records"] = tuple(
            before + part for part in (*REMOVED, "screened_records", "not_yet_screened_records")
        )
        for box, parts in PARTITIONS:
            whole = box.replace("passed_screening_reports", "passed_screening_records")
            sums[before + whole] = tuple(before + part for part in parts)
    for box, parts in [*SUMS.items(), *sums.items()]:
        if n[box] != (total := sum(n[part] for part in parts)):
            yield Fault(box, f"is {n[box]}, but {' + '.join(parts)} is {total}")
    yield from _faults_of_totals(n)


def _faults_of_parts(flow: Flow) -> Iterator[Fault]:
    """Boxes with members that are not in what they are a part of."""
    for before in ("", "other_"):
        for box, wholes in WITHIN:
            if part := flow.members[before + box]:
                rest = set(part).difference(*(flow.members[before + one] for one in wholes))
                yield from _named(f"is in {before + box} only", sorted(rest))


def _faults_of_totals(n: Mapping[str, int]) -> Iterator[Fault]:
    """Identities C1, C3 and C4."""
    included = n["included_reports"] + n["other_included_reports"]
    if n["new_reports"] + n["known_study_reports"] != included:
        yield Fault("new_reports", f"with known_study_reports is not {included}, the included")
    studies = n["previous_studies"] + n["new_studies"] - n["dropped_studies"]
    if n["total_studies"] != studies:
        yield Fault("total_studies", f"is {n['total_studies']}, but should be {studies}")
    reports = n["previous_reports"] + included - n["dropped_reports"]
    if n["total_reports"] != reports:
        yield Fault("total_reports", f"is {n['total_reports']}, but should be {reports}")


def _twice(ids: Iterable[str]) -> list[str]:
    return [one for one, times in Counter(ids).items() if times > 1]


def _named(sentence: str, ids: Iterable[str]) -> list[Fault]:
    """A fault for each id, the first of them by name and the rest as a number."""
    every = list(ids)
    faults = [Fault(one, sentence) for one in every[:NAMED_AT_MOST]]
    if rest := every[NAMED_AT_MOST:]:
        faults.append(Fault(f"{len(rest)} more", sentence))
    return faults

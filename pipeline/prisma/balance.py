"""The proof: each record is in exactly one place, and all sums agree."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.errors import Fault, Refused
from pipeline.prisma.boxes import PARTITIONS, REMOVED, SUMS, WITHIN
from pipeline.prisma.evidence_checks import named
from pipeline.prisma.flow import Flow
from pipeline.text.amounts import in_series

NO_FLOW = "The numbers of the flow chart do not add up. Nothing was drawn."


def faults_of_places(
    members: Mapping[str, Sequence[str]], reports_of: Mapping[str, str]
) -> list[Fault]:
    """Members that are in no place or in two, by name; `reports_of` gives each record's report."""
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
    """Members of a whole that are not in exactly one of its parts."""
    places: dict[str, list[str]] = {one: [] for one in whole}
    for part in parts:
        for one in members[part]:
            places.setdefault(one, []).append(part)
    expected = set(whole)
    yield from named(
        f"this record is in none of the boxes {', '.join(parts)}",
        (one for one in whole if not places[one]),
    )
    for one, found in places.items():
        if len(found) > 1:
            yield Fault(
                one, f"this record is in the boxes {in_series(found)}; expected only one box"
            )
        if one not in expected:
            yield Fault(
                one,
                f"this record is in the box {found[0]}, but not in the box that contains "
                f"{found[0]}",
            )


def prove(flow: Flow) -> Flow:
    """The flow itself, if its numbers match its members and every identity is true.

    Raises Refused, naming the boxes, for a flow whose numbers were changed or whose sums fail:
    A1 to A5, B1 to B3, C1, C3, C4 and E1.
    """
    faults = [*_faults_of_numbers(flow), *_faults_of_sums(flow), *_faults_of_parts(flow)]
    if faults:
        raise Refused(NO_FLOW, faults)
    return flow


def _faults_of_numbers(flow: Flow) -> Iterator[Fault]:
    """Boxes and lines whose number differs from the count of their members."""
    for box, behind in flow.members.items():
        if "/" not in box and flow.numbers[box] != len(behind):
            yield Fault(box, f"this box shows {flow.numbers[box]:,}, but contains {len(behind):,}")
    for box, lines in (*flow.sources.items(), *flow.reasons.items()):
        for line in lines:
            behind = flow.members[f"{box}/{line.name}"]
            if line.number != len(behind):
                yield (
                    Fault(
                        f"{box}/{line.name}",
                        f"this box shows {line.number:,}, but contains {len(behind):,}",
                    )
                )
        if (total := sum(line.number for line in lines)) != flow.numbers[box]:
            yield Fault(
                box, f"this box shows {flow.numbers[box]:,}, but its lines add up to {total:,}"
            )


def _faults_of_sums(flow: Flow) -> Iterator[Fault]:
    """Identities that are false for the numbers of the boxes."""
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
            yield Fault(box, f"this number is {n[box]:,}, but {' + '.join(parts)} is {total:,}")
    yield from _faults_of_totals(n)


def _faults_of_parts(flow: Flow) -> Iterator[Fault]:
    """Boxes with members that are missing from the box they are part of."""
    for before in ("", "other_"):
        for box, wholes in WITHIN:
            if part := flow.members[before + box]:
                rest = set(part).difference(*(flow.members[before + one] for one in wholes))
                larger = " or ".join(before + one for one in wholes)
                yield from named(
                    f"this record is in the box {before + box}, but not in {larger}", sorted(rest)
                )


def _faults_of_totals(n: Mapping[str, int]) -> Iterator[Fault]:
    """Identities C1, C3 and C4."""
    included = n["included_reports"] + n["other_included_reports"]
    if n["new_reports"] + n["known_study_reports"] != included:
        yield Fault(
            "new_reports",
            f"this number and known_study_reports must add up to "
            f"{included:,}, the number of included reports",
        )
    studies = n["previous_studies"] + n["new_studies"] - n["dropped_studies"]
    if n["total_studies"] != studies:
        yield Fault(
            "total_studies", f"this number is {n['total_studies']:,}, but should be {studies:,}"
        )
    reports = n["previous_reports"] + included - n["dropped_reports"]
    if n["total_reports"] != reports:
        yield Fault(
            "total_reports", f"this number is {n['total_reports']:,}, but should be {reports:,}"
        )

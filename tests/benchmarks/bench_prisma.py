"""Measures the time to count and draw the flow of a large review, and the memory needed."""

import resource
import sys
import time
from collections.abc import Callable

from exports.prisma_flow.data import flow_json
from exports.prisma_flow.figure import figure_pdf, figure_png, figure_svg
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.prisma2020 import prisma2020_csv
from exports.prisma_flow.word import flow_docx
from pipeline.decisions import Outcome, Verdict
from pipeline.prisma.evidence import RecordEvidence, ReportEvidence
from pipeline.prisma.flow import Flow
from pipeline.records import RecordId
from tests.support.flow_counts import count

SIZES = (5_000, 50_000)
DECIDED = {verdict: Outcome(state="decided", verdict=verdict, reason="P1") for verdict in Verdict}


def evidence(size: int) -> tuple[list[RecordEvidence], list[ReportEvidence]]:
    """Evidence of a review with three rounds, in which a quarter of the records are duplicates."""
    records, reports = [], []
    for number in range(size):
        name = RecordId(f"r{number:07}")
        round_ = str(1 + 3 * number // size)
        linked = number % 4 == 3
        report = RecordId(f"r{number - 3:07}") if linked else name
        if linked:
            round_ = str(1 + 3 * (number - 3) // size)
        records.append(
            RecordEvidence(
                record=name,
                report=report,
                search=f"medline-{round_}",
                round=round_,
                source=("MEDLINE", "Embase", "PsycINFO")[number % 3],
                linked_by="software" if linked else None,
            )
        )
        if not linked:
            read = number % 20 == 0
            reports.append(
                ReportEvidence(
                    report=name,
                    round=round_,
                    screening=DECIDED[Verdict.INCLUDE if read else Verdict.EXCLUDE],
                    eligibility=DECIDED[(Verdict.INCLUDE, Verdict.EXCLUDE)[number % 3 > 0]]
                    if read
                    else None,
                )
            )
    return records, reports


def timed(what: str, work: Callable[[], object]) -> float:
    """Do the work once and print how long it took."""
    start = time.perf_counter()
    work()
    took = time.perf_counter() - start
    print(f"  {what:<34}{took:8.2f} s")
    return took


def all_flows(records: list[RecordEvidence], reports: list[ReportEvidence]) -> list[Flow]:
    """The flow of each of the three rounds, and of all rounds."""
    rounds: list[list[str] | None] = [["1"], ["2"], ["3"], None]
    return [count(records, reports, rounds=one) for one in rounds]


def measure(size: int) -> float:
    """Print the times for one size, and return the time of counting one flow."""
    records, reports = evidence(size)
    print(f"{size:,} records, {len(reports):,} reports")
    counting = timed("count one flow", lambda: count(records, reports))
    timed("count three rounds and the whole", lambda: all_flows(records, reports))
    flow, head = count(records, reports), FlowHead()
    svg = figure_svg(flow, head)
    timed("SVG", lambda: figure_svg(flow, head))
    timed("PNG at 300 dpi", lambda: figure_png(svg))
    timed("PDF", lambda: figure_pdf(svg))
    timed("Word table", lambda: flow_docx(flow, head))
    timed("PRISMA2020 csv and JSON", lambda: (prisma2020_csv(flow, head), flow_json(flow, head)))
    return counting


def main() -> None:
    """Print the times for each size, and how counting time grows with size."""
    small, large = (measure(size) for size in SIZES)
    factor = SIZES[1] // SIZES[0]
    print(f"counting grows {large / small:.1f}-fold for {factor}-fold records")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory {peak / 1024:,.0f} MB")


if __name__ == "__main__":
    sys.exit(main())

"""The flow of STAMI's report of 2024, from evidence of as many records as it counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from exports.prisma_flow.figure import figure_svg
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.prisma2020 import prisma2020_csv
from pipeline.decisions import Outcome, Verdict
from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence
from pipeline.prisma.summary import prisma_json
from pipeline.records import RecordId
from tests.support.flow_counts import count
from tests.support.prisma2020_reader import read_prisma2020

DECIDED = {verdict: Outcome(state="decided", verdict=verdict, reason="P") for verdict in Verdict}


@pytest.fixture(scope="module")
def printed(shared: Path) -> Any:
    return json.loads((shared / "stami-2024" / "flow.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def evidence(printed: Any) -> tuple[list[RecordEvidence], list[ReportEvidence]]:
    """Two rounds: the first as printed, the second with what the totals leave for it."""
    first, second = printed["search_1"], printed["search_2_derived_by_subtraction"]
    sizes = {
        "1": (first["studies_screened"], first["full_text_assessed"], first["studies_included"]),
        "2": (second["studies_screened"], 60, second["studies_included"]),
    }
    records, reports = [], []
    for round_, (screened, assessed, included) in sizes.items():
        for number in range(screened):
            name = RecordId(f"r{round_}-{number}")
            full = number < assessed
            verdict = Verdict.INCLUDE if number < included else Verdict.EXCLUDE
            records.append(_record(name, name, round_))
            reports.append(
                ReportEvidence(
                    report=name,
                    round=round_,
                    screening=DECIDED[Verdict.INCLUDE if full else Verdict.EXCLUDE],
                    eligibility=DECIDED[verdict] if full else None,
                )
            )
    software = first["duplicates_identified_by_software"]
    people = first["duplicates_identified_manually"]
    records += [_record(f"s{n}", f"r1-{n}", "1", "software") for n in range(software)]
    records += [_record(f"p{n}", f"r1-{n}", "1", "people") for n in range(people)]
    records.append(_record("again", "r1-0", "2", "software"))
    return records, reports


def _record(name: str, report: str, round_: str, by: Any = None) -> RecordEvidence:
    return RecordEvidence(
        record=RecordId(name),
        report=RecordId(report),
        search=f"medline-{round_}",
        round=round_,
        source="MEDLINE",
        linked_by=by,
    )


def test_each_number_of_the_report_is_counted(printed: Any, evidence: Any) -> None:
    rounds = {name: count(*evidence, rounds=[name]) for name in "12"}
    told: Any = prisma_json(rounds, count(*evidence))
    first = printed["search_1"]
    assert (
        told["rounds"]["1"]
        | {
            "identified": first["studies_imported"],
            "duplicates_software": first["duplicates_identified_by_software"],
            "duplicates_people": first["duplicates_identified_manually"],
            "screened": first["studies_screened"],
            "excluded": first["studies_irrelevant"],
            "assessed": first["full_text_assessed"],
            "excluded_eligibility": first["full_text_excluded"],
            "ongoing": first["studies_ongoing"],
            "awaiting": first["studies_awaiting_classification"],
            "included": first["studies_included"],
        }
        == told["rounds"]["1"]
    )
    both = printed["both_searches"]
    assert told["total"]["screened"] == both["screened_after_duplicates_removed"]
    assert told["total"]["included"] == both["studies_included"]
    assert told["rounds"]["2"]["screened"] == 3703
    assert told["rounds"]["2"]["included"] == 14
    assert told["rounds"]["2"]["excluded_other"] == 1
    assert told["total"]["duplicates_software"] == 146


def test_it_never_adds_the_studies_of_2021_in_the_template_of_a_new_review(
    printed: Any, evidence: Any
) -> None:
    earlier = printed["previous_review_2021"]["studies_included"]
    note = f"Oversikten fra 2021 inkluderte {earlier} studier."
    head = FlowHead(template="new", unit="article", note=note)
    flow = count(*evidence)
    svg = figure_svg(flow, head)
    assert note in svg
    assert "Studier inkludert i oversikten (n = 37)" in svg
    assert f"(n = {earlier + 37})" not in svg
    read = read_prisma2020(prisma2020_csv(flow, head))
    assert not read.previous
    assert read.numbers["total_studies"] is None


def test_the_updated_template_would_add_them(printed: Any, evidence: Any) -> None:
    earlier = printed["previous_review_2021"]["studies_included"]
    previous = PreviousReview(studies=earlier, reports=earlier, name="2021")
    svg = figure_svg(count(*evidence, previous=previous), FlowHead())
    assert f"Studier fra forrige oversikt (n = {earlier})" in svg
    assert f"Totalt antall inkluderte studier (n = {earlier + 37})" in svg

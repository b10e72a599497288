"""A flow that does not balance is refused, and the record at fault is named."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.decisions import Outcome, Verdict
from pipeline.errors import Refused
from pipeline.prisma.balance import faults_of_places, prove
from pipeline.prisma.flow import BoxEntry, Flow, Terms
from tests.support.flow_counts import count


def test_a_record_without_a_report_is_refused_by_name(history: Any) -> None:
    history.again("kbcd", "nowhere")
    with pytest.raises(Refused, match="kbcd: this record belongs to a report that is missing"):
        count(*history.evidence)


def test_a_record_counted_twice_is_refused_by_name(history: Any) -> None:
    history.found("b").again("c", "b").again("c", "b")
    with pytest.raises(Refused, match="c: this record is counted twice"):
        count(*history.evidence)


def test_a_report_told_of_twice_is_refused_by_name(history: Any) -> None:
    history.found("b")
    history.reports *= 2
    with pytest.raises(Refused, match="b: this report is counted twice"):
        count(*history.evidence)


def test_a_report_must_have_one_record_that_is_counted_on(history: Any) -> None:
    history.found("b").again("c", "b", linked_by=None)
    with pytest.raises(Refused, match="c: this record is a primary record, but its report"):
        count(*history.evidence)
    history.records.clear()
    with pytest.raises(Refused, match="b: this report has no primary record"):
        count(*history.evidence)


def test_a_forgotten_record_is_missed_by_the_receipts(history: Any) -> None:
    history.found("b").again("c", "b")
    with pytest.raises(Refused, match="search medline-1: the import receipts have 3 records"):
        count(*history.evidence, terms=Terms(imported={"medline-1": 3}))
    count(*history.evidence, terms=Terms(imported={"medline-1": 2}))
    with pytest.raises(Refused, match="search medline-1: the import receipts have 0 records"):
        count(*history.evidence, terms=Terms(imported={"embase-1": 0}))


def test_a_record_of_a_report_is_missed_and_an_extra_one_found(history: Any) -> None:
    history.found("b", records=("b", "c", "d")).again("c", "b").again("f", "b")
    with pytest.raises(Refused) as refused:
        count(*history.evidence)
    assert [str(fault) for fault in refused.value.faults] == [
        "d: this record is linked to its report in the database, but not in the count",
        "f: this record is linked to its report in the count, but not in the database",
    ]


def test_record_and_report_must_agree_on_round_and_way(history: Any) -> None:
    history.found("b")
    history.reports[0] = replace(history.reports[0], way="website")
    with pytest.raises(Refused, match="b: this primary record has another round or kind"):
        count(*history.evidence)


def test_no_record_is_older_than_the_one_counted_on(history: Any) -> None:
    history.found("b", "2").again("c", "b", "1")
    with pytest.raises(
        Refused,
        match="c: this record is from round 1, but its primary record is from a later round",
    ):
        count(*history.evidence)


def test_a_record_both_removed_and_screened_is_refused_by_name(history: Any, outcomes: Any) -> None:
    history.found("b", removed_by="stopping", screening=outcomes("include"))
    with pytest.raises(
        Refused,
        match="b: this record is in the boxes automation_stopping_records and screened_records",
    ):
        count(*history.evidence)


def test_a_removal_of_no_known_kind_leaves_the_record_without_a_place(history: Any) -> None:
    history.found("b", removed_by="whim")
    with pytest.raises(
        Refused, match="b: this record is in none of the boxes duplicates_software_records"
    ):
        count(*history.evidence)


def test_a_member_of_a_part_must_be_in_the_whole(flow: Flow) -> None:
    for box in ("screened_records", "other_retrieved_reports", "new_reports"):
        members = {**flow.members, box: (*flow.members[box], "x")}
        faults = faults_of_places(members, {one: one for one in (*"bcdfg", "x")})
        assert any(
            str(fault)
            == f"x: this record is in the box {box}, but not in the box that contains {box}"
            for fault in faults
        )


@pytest.mark.parametrize(
    ("stage", "box"), [("screening", "excluded_records"), ("eligibility", "excluded_reports")]
)
def test_a_verdict_that_its_stage_does_not_know_has_no_place(
    history: Any, outcomes: Any, stage: str, box: str
) -> None:
    wrong = Outcome(state="decided", verdict=Verdict.RETRIEVED)
    history.found("b", **({"screening": outcomes("include")} | {stage: wrong}))
    with pytest.raises(Refused, match=f"b: this record is in none of .*{box}"):
        count(*history.evidence)


def test_of_many_faults_the_first_are_named_and_the_rest_counted(history: Any) -> None:
    for number in range(50):
        history.again(f"b{number:02}", "nowhere")
    with pytest.raises(Refused) as refused:
        count(*history.evidence)
    assert len(refused.value.faults) == 21
    assert refused.value.faults[-1].place == "30 more"


UNBOUND = tuple(
    f"{before}{box}"
    for before in ("", "other_", "all_")
    for box in ("decisions_set_aside", "earlier_rounds")
)
"""Boxes that stand beside the flow and in none of its sums."""


@pytest.fixture
def flow(history: Any, outcomes: Any) -> Flow:
    include = outcomes("include")
    history.found("b", screening=include, eligibility=include)
    history.found("c", screening=include, eligibility=outcomes("P1")).again("d", "b")
    history.found("f", screening=outcomes("exclude")).found("g", way="website")
    return count(*history.evidence)


def test_no_number_can_be_changed(flow: Flow) -> None:
    for box in flow.numbers:
        if box in ("rejected_rows_records",):
            continue
        for more in (-1, 1):
            changed = replace(flow, numbers={**flow.numbers, box: flow[box] + more})
            with pytest.raises(Refused):
                prove(changed)
    assert prove(flow) is flow


def test_no_box_can_lose_or_gain_a_member(flow: Flow) -> None:
    for box, behind in flow.members.items():
        name = box.partition("/")[0]
        changed = {**flow.members, box: (*behind, "x")}
        numbers = {**flow.numbers, name: flow[name] + 1}
        with pytest.raises(Refused):
            prove(replace(flow, members=changed))
        if "/" not in box and not box.startswith(UNBOUND):
            with pytest.raises(Refused):
                prove(replace(flow, members=changed, numbers=numbers))


def test_a_conflict_is_counted_within_what_is_pending(flow: Flow) -> None:
    members = {**flow.members}
    for box in ("screening_conflict_records", "all_screening_conflict_records"):
        members[box] = ("x",)
    numbers = {**flow.numbers, "screening_conflict_records": 1, "all_screening_conflict_records": 1}
    with pytest.raises(
        Refused, match="x: this record is in the box screening_conflict_records, but not in not_yet"
    ):
        prove(replace(flow, members=members, numbers=numbers))


def test_no_line_of_a_list_can_be_changed(flow: Flow) -> None:
    lines = (BoxEntry(name="P1", number=2),)
    with pytest.raises(Refused, match="excluded_reports/P1: this box shows 2, but contains 1"):
        prove(replace(flow, reasons={"excluded_reports": lines}))
    with pytest.raises(
        Refused, match="excluded_reports: this box shows 1, but its lines add up to 0"
    ):
        prove(replace(flow, reasons={"excluded_reports": ()}))

"""Flows made from their numbers, so that a figure of millions needs no millions of records."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.prisma.boxes import COLUMN, OTHER, STUDIES, SUMS, TOTALS, WAYS
from pipeline.prisma.flow import BoxEntry, Flow

Numbers = Mapping[str, Any]


def flow_of(lists: Numbers, **numbers: int) -> Flow:
    """A flow with these numbers in its leaves; sums follow, ranges stand for ids.

    `lists` are lines by box: {"database_records": {"MEDLINE": 3}}; their sum is the box's number.
    """
    leaves = dict.fromkeys((*WAYS, *COLUMN, *OTHER, *STUDIES, *TOTALS), 0) | numbers
    leaves |= {box: sum(lines.values()) for box, lines in lists.items()}
    for box, parts in SUMS.items():
        leaves[box] = sum(leaves[part] for part in parts)
    included = leaves["all_included_reports"]
    leaves["total_studies"] = (
        leaves["previous_studies"] + leaves["new_studies"] - leaves["dropped_studies"]
    )
    leaves["total_reports"] = leaves["previous_reports"] + included - leaves["dropped_reports"]
    members: dict[str, Any] = {box: range(n) for box, n in leaves.items() if box not in TOTALS}
    named: dict[str, tuple[BoxEntry, ...]] = {}
    for box, lines in lists.items():
        members |= {f"{box}/{name}": range(n) for name, n in lines.items()}
        named[box] = tuple(BoxEntry(name=name, number=n) for name, n in lines.items())
    both = Counter(lists.get("excluded_reports", {})) + Counter(
        lists.get("other_excluded_reports", {})
    )
    named["all_excluded_reports"] = tuple(BoxEntry(name=one, number=n) for one, n in both.items())
    members |= {f"all_excluded_reports/{name}": range(n) for name, n in both.items()}
    return Flow(
        numbers=leaves,
        members=members,
        sources={way: named.get(way, ()) for way in WAYS},
        reasons={
            f"{before}excluded_reports": named.get(f"{before}excluded_reports", ())
            for before in ("", "other_", "all_")
        },
        removed_other=named.get("removed_other_records", ()),
        rounds=("1",),
        previous="2021" if leaves["previous_studies"] else None,
    )


def column(before: str = "", **given: int) -> dict[str, int]:
    """The numbers of one column that balance: each box below follows from those given."""
    n = dict.fromkeys(COLUMN, 0) | given
    n["excluded_people_records"] = n["screened_records"] - n["passed_screening_records"]
    n["excluded_people_records"] -= n["excluded_automation_records"]
    n["sought_reports"] = n["passed_screening_records"] - n["not_yet_sought_reports"]
    n["retrieved_reports"] = n["sought_reports"] - n["not_retrieved_reports"]
    n["assessed_reports"] = n["retrieved_reports"] - n["not_yet_assessed_reports"]
    n["included_reports"] = n["assessed_reports"] - n["excluded_reports"]
    n["included_reports"] -= n["ongoing_reports"] + n["awaiting_reports"]
    return {before + box: number for box, number in n.items()}


@pytest.fixture(scope="session")
def stami() -> Flow:
    """The flow of the report's first search, drawn from its printed numbers."""
    return flow_of(
        {
            "database_records": {"MEDLINE": 434, "PsycINFO": 389, "Web of Science": 500},
            "excluded_reports": {"P": 11, "E": 9, "S": 11},
        },
        **column(
            screened_records=1154,
            passed_screening_records=54,
            duplicates_software_records=145,
            duplicates_people_records=24,
            excluded_reports=31,
        ),
        new_reports=23,
        new_studies=23,
    )


@pytest.fixture(scope="session")
def everything() -> Flow:
    """A running update in which every box, list and side slot has a number."""
    left = column(
        screened_records=1_899,
        not_yet_screened_records=120,
        screening_conflict_records=7,
        passed_screening_records=210,
        excluded_automation_records=400,
        duplicates_software_records=1_012,
        duplicates_people_records=31,
        automation_criteria_records=85,
        automation_stopping_records=600,
        found_again_decided_records=77,
        found_again_undecided_records=3,
        removed_other_records=2,
        not_yet_sought_reports=12,
        retrieval_conflict_reports=1,
        not_retrieved_reports=9,
        not_yet_assessed_reports=14,
        assessment_conflict_reports=2,
        ongoing_reports=3,
        awaiting_reports=4,
        excluded_reports=118,
        decisions_set_aside_reports=1,
    )
    right = column(
        "other_",
        screened_records=40,
        not_yet_screened_records=2,
        passed_screening_records=25,
        duplicates_software_records=8,
        not_yet_sought_reports=1,
        not_retrieved_reports=2,
        not_yet_assessed_reports=3,
        ongoing_reports=1,
        excluded_reports=9,
    )
    return flow_of(
        {
            "database_records": {"MEDLINE": 1_700, "PsycINFO": 1_026, "Embase": 1_000},
            "register_records": {"ClinicalTrials.gov": 100},
            "website_records": {"stami.no": 20},
            "organisation_records": {"EU-OSHA": 10},
            "citations_records": {"Citation searching": 20},
            "excluded_reports": {"P": 60, "E": 40, "S": 18},
            "other_excluded_reports": {"P": 9},
            "removed_other_records": {"Trukket tilbake": 2},
        },
        **left,
        **right,
        new_reports=50 + 9 - 4,
        new_studies=52,
        known_study_reports=4 + left["included_reports"] + right["other_included_reports"] - 59,
        previous_studies=53,
        previous_reports=60,
        dropped_studies=2,
        dropped_reports=3,
        rejected_rows_records=5,
    )


@pytest.fixture(scope="session")
def make_flow() -> Callable[..., Flow]:
    """A flow of given lists and numbers."""
    return flow_of


@pytest.fixture(scope="session")
def make_column() -> Callable[..., dict[str, int]]:
    """The balanced numbers of a column."""
    return column


@pytest.fixture(scope="session")
def golden() -> Callable[[str, str], None]:
    """Compares a text with the kept one; AJOUR_GOLDEN=write keeps it instead."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get("AJOUR_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.read_bytes().decode("utf-8") == text

    return compare

"""The numbers of the report come out of the example, read from the files that it wrote."""

import json
from pathlib import Path
from typing import Any

import pytest

ROUND_1 = {
    "identified": 1323,
    "duplicates_software": 145,
    "duplicates_people": 24,
    "screened": 1154,
    "excluded": 1100,
    "assessed": 54,
    "excluded_eligibility": 31,
    "included": 23,
}


@pytest.fixture(scope="module")
def prisma(ran: Any) -> dict[str, Any]:
    path: Path = ran.folder / "output" / "prisma.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_round_1_has_the_flow_that_the_report_prints(prisma: dict[str, Any]) -> None:
    assert {key: prisma["rounds"]["1"][key] for key in ROUND_1} == ROUND_1


def test_round_2_screens_3703_and_includes_14(prisma: dict[str, Any]) -> None:
    found = prisma["rounds"]["2"]
    assert (found["screened"], found["included"]) == (3703, 14)
    assert set(ROUND_1) <= set(found)


def test_both_rounds_screen_4857_and_include_37(prisma: dict[str, Any]) -> None:
    assert (prisma["total"]["screened"], prisma["total"]["included"]) == (4857, 37)


def test_every_count_is_a_whole_number(prisma: dict[str, Any]) -> None:
    for counts in (*prisma["rounds"].values(), prisma["total"]):
        assert all(type(counts[key]) is int for key in ROUND_1)


def test_the_same_update_again_changes_nothing_and_says_so(ran: Any) -> None:
    assert "nothing new; nothing was changed" in ran.again
    runs = [path for path in (ran.folder / "output" / "runs").iterdir() if path.is_dir()]
    assert len(runs) == 3

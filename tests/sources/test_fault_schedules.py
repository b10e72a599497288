"""Services on bad days: of citations, notices, free copies and works nothing is lost or untrue."""

from pathlib import Path

import pytest

from tests.support.fault_schedules import (
    citation_schedule,
    lists_that_are_not_there,
    notice_schedule,
    work_schedule,
)


@pytest.mark.parametrize("seed", range(3))
def test_random_troubles_lose_no_cited_work_and_double_none(seed: int, tmp_path: Path) -> None:
    citation_schedule(seed, tmp_path)


def test_a_list_of_a_known_work_that_is_not_there_is_asked_for_again(tmp_path: Path) -> None:
    lists_that_are_not_there(tmp_path)


@pytest.mark.parametrize("seed", range(2))
def test_random_troubles_never_make_a_flagged_report_clear(seed: int) -> None:
    notice_schedule(seed)


@pytest.mark.parametrize("seed", range(1))
def test_random_troubles_never_give_a_work_what_is_anothers(seed: int) -> None:
    work_schedule(seed)

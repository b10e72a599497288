"""A thousand random schedules of troubles: searches, citations, notices, works to fill from."""

from pathlib import Path

import pytest

from tests.sources.test_paged import SEARCHES, schedule
from tests.support.fault_schedules import citation_schedule, notice_schedule, work_schedule

HUNDREDS = pytest.mark.parametrize("first", range(1000, 2000, 100))


@HUNDREDS
def test_no_cited_work_is_lost_or_doubled(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + 100):
        citation_schedule(seed, tmp_path / str(seed))


@HUNDREDS
def test_no_flagged_report_is_clear(first: int) -> None:
    for seed in range(first, first + 100):
        notice_schedule(seed)


@HUNDREDS
def test_no_work_gets_what_is_anothers(first: int) -> None:
    for seed in range(first, first + 100):
        work_schedule(seed)


@HUNDREDS
def test_no_record_of_a_search_is_lost_or_doubled(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + 100):
        name = [*SEARCHES][seed % len(SEARCHES)]
        schedule(name, seed, tmp_path / str(seed))

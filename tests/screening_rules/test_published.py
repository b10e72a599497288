"""Publication dates that settle a condition, and those that do not."""

import pytest

from pipeline.records import Record
from screening_rules.verdicts import published

DAY = "2022-06-15"


@pytest.mark.parametrize(
    ("year", "date", "before", "since"),
    [
        pytest.param(2021, None, True, False, id="the year before"),
        pytest.param(2023, None, False, True, id="the year after"),
        pytest.param(2022, None, False, False, id="the year alone settles nothing"),
        pytest.param(2022, "2022-06-14", True, False, id="the day before"),
        pytest.param(2022, "2022/06/15/", False, True, id="the day itself"),
        pytest.param(2022, "2022-06", False, False, id="the month alone settles nothing"),
        pytest.param(2022, "2022 Jul 3", False, True, id="a month by name"),
        pytest.param(2022, "mai 2022", True, False, id="a Norwegian month"),
        pytest.param(2022, "2022 Jun-Jul", False, False, id="two months"),
        pytest.param(2022, "2022/99", False, False, id="no month"),
        pytest.param(2022, "Spring", False, False, id="a season"),
        pytest.param(2022, "2022-12-77", False, True, id="no day"),
        pytest.param(None, "2022-01-01", False, False, id="no year"),
    ],
)
def test_a_date_settles_what_it_can(
    year: int | None, date: str | None, before: bool, since: bool
) -> None:
    record = Record(year=year, date=date)
    assert published(record, before=DAY) is before
    assert published(record, since=DAY) is since

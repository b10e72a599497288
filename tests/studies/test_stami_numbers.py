"""The numbers of the printed report come out of its studies by rules that are data."""

import csv
import json
import tomllib
from pathlib import Path

import pytest

from pipeline.studies.counts import appendix3, appendix4, appendix5
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study, StudyRow, studies_from_rows
from pipeline.studies.text_counts import differences, text_counts
from tests.support.appendices import scheme_from_toml


@pytest.fixture(scope="module")
def scheme() -> TableScheme:
    path = Path(__file__).parent / "stami.toml"
    return scheme_from_toml(tomllib.loads(path.read_text(encoding="utf-8"))["tables"])


@pytest.fixture(scope="module")
def studies(shared: Path, scheme: TableScheme) -> tuple[Study, ...]:
    with (shared / "stami-2024" / "studies.csv").open(encoding="utf-8") as lines:
        rows = [
            StudyRow(file="studies.csv", row=number, values=values)
            for number, values in enumerate(csv.DictReader(lines), 2)
        ]
    return studies_from_rows(rows, scheme)


def printed(shared: Path, name: str) -> list[list[str]]:
    with (shared / "stami-2024" / name).open(encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]


def test_appendix_4_is_rebuilt_cell_by_cell(
    shared: Path, studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    table = appendix4(studies, scheme)
    rows = [[one.name["nb"], *map(str, one.counts), str(one.total)] for one in table.rows]
    rows.append(["Alle land", *map(str, table.sums.counts), str(table.sums.total)])
    assert rows == printed(shared, "appendix4-countries.csv")


def test_appendix_5_is_rebuilt_cell_by_cell(
    shared: Path, studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    rows = [
        [
            one.group["nb"] if one.group else "",
            one.code,
            one.name["nb"],
            *map(str, one.counts),
            str(one.total),
        ]
        for one in appendix5(studies, scheme).rows
    ]
    assert rows == printed(shared, "appendix5-outcomes.csv")


def test_the_tables_of_appendix_3_hold_3_12_9_12_and_1(
    studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    assert [len(one.studies) for one in appendix3(studies, scheme)] == [3, 12, 9, 12, 1]
    assert [one.context.number for one in appendix3(studies, scheme)] == ["2", "3", "4", "5", "6"]


def test_the_text_counts_are_those_of_the_report(
    shared: Path, studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    expected = json.loads((shared / "stami-2024" / "text-counts.json").read_text("utf-8"))
    assert text_counts(studies, scheme) == expected


def test_the_difference_between_33_and_34_is_named(
    studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    (difference,) = differences(studies, scheme)
    assert difference.name == "wholly_or_partly_during_pandemic"
    assert (difference.printed, difference.counted) == (33, 34)

"""The table of cases: tests/dedupe/cases.csv, to which anyone may add a line.

A line is a pair. The columns other_* say how the second record differs from the first: empty is
the same, "-" is missing. Authors are parted by ";". `by` is the rule, the veto or the doubt that
must be named, or empty.
"""

import csv
from pathlib import Path

import pytest

from pipeline.dedupe.find import answer, find_duplicates
from pipeline.records import Record, RecordId
from pipeline.text.identifiers import bare_doi

TABLE = Path(__file__).with_name("cases.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(TABLE.splitlines()))
FIELDS = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid")


def record(values: dict[str, str], name: str) -> Record:
    return Record(
        id=RecordId(name),
        title=values["title"] or None,
        authors=tuple(part.strip() for part in values["authors"].split(";") if part.strip()),
        year=int(values["year"]) if values["year"] else None,
        doi=bare_doi(values["doi"]),
        **{name: values[name] or None for name in ("journal", "volume", "issue", "pages", "pmid")},
    )


def pair(case: dict[str, str]) -> tuple[Record, Record]:
    one = {name: case[name] for name in FIELDS}
    other = {name: case[f"other_{name}"] or case[name] for name in FIELDS}
    return record(one, "b"), record({k: "" if v == "-" else v for k, v in other.items()}, "c")


def test_the_table_is_long_enough():
    assert len(CASES) >= 120
    assert {case["expected"] for case in CASES} == {"same", "different", "ask"}


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_a_pair_is_answered_as_the_table_says(case):
    one, other = pair(case)
    said = answer(one, other)
    assert said.verdict == case["expected"], said
    assert case["by"] in f"{said.rule}; {said.against}", said
    assert said.because


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_the_order_of_the_two_means_nothing(case):
    one, other = pair(case)
    assert answer(one, other) == answer(other, one)


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_a_pair_of_a_library_is_answered_alike(case):
    found = find_duplicates(pair(case))
    assert len(found.clusters) == (case["expected"] == "same")
    assert len(found.band) == (case["expected"] == "ask")

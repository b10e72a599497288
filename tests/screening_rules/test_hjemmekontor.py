"""The criteria of the review on working from home, held against records of our own writing."""

import csv
from pathlib import Path

import pytest

from pipeline.records import Record, RecordId
from screening_rules.assessment import Assessment
from screening_rules.criteria import Criteria
from screening_rules.criteria_file import read_criteria
from screening_rules.verdicts import assess

HERE = Path(__file__).parent
CRITERIA = HERE.parent.parent / "screening_rules" / "hjemmekontor.toml"
AGREES = 0.95
"""Least share of labels, 0 to 1, with which the criteria agree."""

ELEMENTS = ("population", "exposure", "comparison", "outcome", "design", "publication", "date")

Cases = list[tuple[dict[str, str], Assessment]]


@pytest.fixture(scope="module")
def criteria() -> Criteria:
    return read_criteria(CRITERIA)


@pytest.fixture(scope="module")
def cases(criteria: Criteria) -> Cases:
    with (HERE / "cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records = [
        Record(
            id=RecordId(row["id"]),
            title=row["title"] or None,
            abstract=row["abstract"] or None,
            year=int(row["year"]) if row["year"] else None,
            type=row["type"] or None,
            language=row["language"] or None,
        )
        for row in rows
    ]
    return list(zip(rows, assess(records, criteria), strict=True))


def test_there_are_at_least_150_cases_each_with_a_note(cases: Cases) -> None:
    assert len(cases) >= 150
    assert all(row["note"] for row, _ in cases)


def test_suggestions_agree_with_the_labels(cases: Cases) -> None:
    other = [row["id"] for row, found in cases if found.suggestion != row["suggestion"]]
    assert len(other) <= (1 - AGREES) * len(cases), other


def test_verdicts_agree_with_the_labels_of_elements(cases: Cases) -> None:
    labelled = [
        (row["id"], name, row[name], found.element(name).verdict)
        for row, found in cases
        for name in ELEMENTS
        if row[name]
    ]
    other = [one for one in labelled if one[2] != one[3]]
    assert len(other) <= (1 - AGREES) * len(labelled), other


def test_no_include_is_suggested_for_exclusion(cases: Cases) -> None:
    thrown_out = [
        row["id"]
        for row, found in cases
        if row["label_included"] == "1" and found.suggestion == "exclude"
    ]
    assert thrown_out == []


def test_an_exclusion_always_shows_words_or_a_date(cases: Cases, criteria: Criteria) -> None:
    for row, found in cases:
        for reading in found.elements:
            if reading.verdict == "not met":
                against = [span for span in reading.spans if span.kind == "against"]
                assert against or reading.element == "date", (row["id"], reading)


def test_spans_are_the_words_of_the_record(cases: Cases) -> None:
    for row, found in cases:
        for span in found.spans:
            assert row[span.field][span.start : span.end] == span.words


def test_the_criteria_carry_every_element_of_the_table(criteria: Criteria) -> None:
    names = [element.name for element in criteria.elements]
    assert names == [*ELEMENTS[:-1], "date", "data_set"]
    assert [one.code for one in criteria.reasons][:3] == ["publication", "population", "exposure"]
    assert all(dict(element.question.texts).keys() == {"nb", "en"} for element in criteria.elements)


def test_known_titles_of_included_studies_are_not_thrown_out(
    shared: Path, criteria: Criteria
) -> None:
    with (shared / "stami-2024" / "references.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    records = [
        Record(id=RecordId(row["study"]), title=row["title"], year=int(row["year"])) for row in rows
    ]
    found = [one for one in assess(records, criteria) if one.suggestion == "exclude"]
    assert [(one.record, one.reason) for one in found] == []

"""Two questions that the reading of criteria was not made on, with abstracts written before it."""

from pathlib import Path

import pytest

from screening_rules.calibration import Calibration, calibrate
from screening_rules.cases import read_cases
from screening_rules.criteria_file import read_criteria

QUESTIONS = Path(__file__).parent / "questions"
AGREES = 0.8
"""Least share of what is labelled met, and of what is labelled not met, that is read so."""


@pytest.fixture(scope="module", params=["back_pain", "particles_asthma"])
def found(request: pytest.FixtureRequest) -> Calibration:
    criteria = read_criteria(QUESTIONS / f"{request.param}.toml")
    return calibrate(read_cases(QUESTIONS / f"{request.param}.csv", criteria), criteria)


def test_there_are_fifty_abstracts_a_question(found: Calibration) -> None:
    assert found.records == 50


def test_no_include_is_suggested_for_exclusion(found: Calibration) -> None:
    assert [one.record for one in found.includes_thrown_out] == []


def test_most_excludes_are_suggested_for_exclusion(found: Calibration) -> None:
    assert found.share >= AGREES


def test_most_verdicts_of_each_element_are_found(found: Calibration) -> None:
    """The comparison is left out: its labels are few and the abstracts seldom tell it."""
    short = [
        (one.element, one.verdict, one.sensitivity, one.precision)
        for one in found.measures
        if one.verdict != "unclear"
        and one.element != "comparison"
        and one.labelled >= 5
        and min(one.sensitivity or 0, one.precision or 0) < AGREES
    ]
    assert short == []


def test_an_abstract_in_a_language_without_words_is_unclear(found: Calibration) -> None:
    foreign = [
        one
        for one in found.assessments
        if any(reading.rule.startswith("language:") for reading in one.elements)
    ]
    assert len(foreign) == 1
    assert {reading.verdict for reading in foreign[0].elements} == {"unclear"}

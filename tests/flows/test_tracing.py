"""The boxes of the flow by name: all with their numbers, and what a wrong name is answered with."""

import json
from pathlib import Path

import pytest

from flows.orchestration.update import update
from pipeline.text.shell_words import command_line
from tests.support.reviews import ajour


@pytest.fixture
def updated(review: Path) -> Path:
    update(review)
    return review


@pytest.mark.parametrize(
    ("box", "meant"),
    [
        ("screned_records", "did you mean: screened_records"),
        ("Records screned", "did you mean: screened_records"),
        ("records identified", "did you mean: identified_records"),
        ("exclude", "did you mean: excluded_"),
        ("database_records/Medline", "did you mean: database_records/MEDLINE"),
        ("bogus", "for example: identified_records, duplicates_records, screened_records"),
    ],
)
def test_a_wrong_box_is_answered_with_few_names_and_how_to_list_all(
    updated: Path, box: str, meant: str
) -> None:
    said = ajour("trace", box, "--review", updated)
    assert said.code == 2
    assert meant in said.err
    hint = command_line("ajour trace --review", updated)
    assert f"to print all boxes with their numbers: {hint}" in said.err
    assert said.err.count("_re") < 12


def test_a_number_of_review_toml_is_said_to_have_no_records_behind_it(updated: Path) -> None:
    said = ajour("trace", "dropped_studies", "--review", updated)
    assert said.code == 2
    assert "ajour does not count this number from records" in said.err


def test_without_a_box_all_that_have_a_number_are_listed_and_lead_to_as_many_records(
    updated: Path,
) -> None:
    told = ajour("trace", "--review", updated)
    assert told.code == 0
    numbers = {name: int(number) for number, name in _rows(told.out)}
    assert numbers["identified_records"] == 6
    assert numbers["database_records/MEDLINE"] == 4
    assert "all_identified_records" not in numbers
    every = json.loads(ajour("trace", "--review", updated, "--json").out)
    assert {name: number for name, number in every.items() if name in numbers} == numbers
    for name, number in numbers.items():
        found = json.loads(ajour("trace", name, "--review", updated, "--json").out)
        assert found["count"] == number, name


def _rows(out: str) -> list[list[str]]:
    return [line.split(maxsplit=1) for line in out.partition("\n\n")[0].splitlines()]

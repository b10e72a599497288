"""A review's folder as version 0.1 left it, with lists out: it opens, counts and goes on."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled, listed, numbers
from tests.support.reviews import ajour

FOLDER = Path(__file__).parents[1] / "store" / "data" / "review-0.1.zip"
"""Made by version 0.1.0: five reports, three of them screened, a list of each stage out, and an
export of round 2 that came after the last update."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with ZipFile(FOLDER) as packed:
        packed.extractall(tmp_path)
    return tmp_path / "review"


def test_its_numbers_are_those_that_0_1_gave(old: Path) -> None:
    expected = json.loads((old.parent / "expected.json").read_text("utf-8"))
    assert numbers(old) == expected


def test_its_store_is_copied_before_it_is_changed(old: Path) -> None:
    expected = json.loads((old.parent / "expected.json").read_text("utf-8"))
    assert ajour("status", old).code == 0
    copy = old / "ajour.before-migration.db"
    assert ajour("backup", old, "--restore", copy).code == 0
    assert numbers(old) == expected


def test_its_lists_come_back_and_its_next_export_goes_in(old: Path) -> None:
    titles = {"Sleep after a year of telework": {"Verdict": "include"}}
    eligible = filled(
        old / "lists" / "eligibility-ann.xlsx", old / "decisions" / "eligibility-ann.xlsx", titles
    )
    screened = filled(
        old / "lists" / "screening-bo.xlsx",
        old / "decisions" / "screening-bo.xlsx",
        {"Neck pain and the kitchen table": {"Verdict": "exclude"}},
    )
    for path in (eligible, screened):
        said = ajour("decide", path)
        assert said.code == 0, said.err
    update(old)
    found = numbers(old)
    assert found["included"] == 1
    assert found["screened"] == 4
    assert found["identified"] == 8


def test_what_it_sent_out_is_not_overwritten_by_the_next_update(old: Path) -> None:
    before = {path: path.read_bytes() for path in (old / "lists").iterdir()}
    update(old)
    assert {path: path.read_bytes() for path in before} == before


def test_new_lists_follow_what_0_1_had_recorded_and_part_what_it_gave_to_both(old: Path) -> None:
    for name, left in (("ann", 1), ("bo", 0)):
        path = listed(old, "--reviewer", name, "--all", "-o", str(old / "lists" / f"{name}.xlsx"))
        back = filled(path, old / "decisions" / f"{name}.xlsx", {"*": {"Decision": "exclude"}})
        said = ajour("decide", back)
        assert said.code == 0, said.err
        assert numbers(old)["not_yet_screened"] == left

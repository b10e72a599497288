"""A pilot: the same sample for all, and how far they agree on it."""

import json
from pathlib import Path

from openpyxl import load_workbook

from flows.orchestration.update import update
from tests.support.filled_lists import filled
from tests.support.reviews import TITLES, ajour, small_review


def _titles(path: Path) -> list[str]:
    """The titles on a list, in its order."""
    return [
        str(cell.value)
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in (*TITLES, "Commuting and time")
    ]


def _pilot(review: Path, size: int) -> list[Path]:
    said = ajour("candidates", review, "--pilot", size, "--json")
    assert said.code == 0, said.err
    return [Path(one["path"]) for one in json.loads(said.out)["lists"]]


def test_every_reviewer_is_given_the_same_sample(tmp_path: Path) -> None:
    review = small_review(tmp_path, screening="double-blind")
    update(review)
    one, other = _pilot(review, 3)
    assert one.name == "pilot-screening-ann.xlsx"
    assert len(_titles(one)) == 3
    assert _titles(one) == _titles(other)
    assert _titles(one) == _titles(_pilot(review, 3)[0])


def test_the_agreement_on_a_pilot_is_told_by_element(tmp_path: Path) -> None:
    review = small_review(tmp_path, screening="double")
    update(review)
    one, other = _pilot(review, 5)
    sure, wrong = {"Decision": "include"}, {"Decision": "exclude", "Reason": "E"}
    ann = filled(one, review / "ann.xlsx", {TITLES[0]: sure, "*": wrong})
    bo = filled(other, review / "bo.xlsx", {"*": wrong})
    assert ajour("decide", ann, bo).code == 0
    found = json.loads(ajour("status", review, "--json").out)["agreement"]
    assert (found["pilot, screening: ann and bo"]["n"], found["screening: ann and bo"]["n"]) == (
        5,
        5,
    )
    by_reason = found["pilot, screening, Exposure (reason E): ann and bo"]
    assert (by_reason["n"], by_reason["agreed"]) == (5, 4)
    assert (
        "Agreement of ann and bo at screening in the pilot on Exposure (reason E): 80% of 5 reports"
        in ajour("status", review).out
    )


def test_who_names_an_element_beside_the_reason_agrees_on_it(tmp_path: Path) -> None:
    review = small_review(tmp_path, screening="double")
    update(review)
    one, other = _pilot(review, 5)
    both = {"Decision": "exclude", "Reason": "E", "Other reasons": "P"}
    ann = filled(one, review / "ann.xlsx", {"*": both})
    bo = filled(other, review / "bo.xlsx", {"*": {"Decision": "exclude", "Reason": "P"}})
    assert ajour("decide", ann, bo).code == 0
    found = json.loads(ajour("status", review, "--json").out)["agreement"]
    elements = ("Exposure (reason E)", "Publication (reason P)")
    agreed = [found[f"pilot, screening, {name}: ann and bo"]["agreed"] for name in elements]
    assert agreed == [0, 5]


def test_only_a_pilots_list_asks_for_every_reason_at_screening(tmp_path: Path) -> None:
    review = small_review(tmp_path, screening="double")
    update(review)
    pilot = load_workbook(_pilot(review, 3)[0])
    assert "Other reasons" in {cell.value for cell in pilot.worksheets[1][1]}
    assert "give every reason that applies" in str(pilot.worksheets[0]["A4"].value)
    said = ajour("candidates", review, "--reviewer", "ann", "--all", "--json")
    plain = load_workbook(json.loads(said.out)["path"])
    assert "Other reasons" not in {cell.value for cell in plain.worksheets[1][1]}


def test_a_pilot_names_its_reviewers_itself(review: Path) -> None:
    update(review)
    said = ajour("candidates", review, "--pilot", 3, "--reviewer", "ann")
    assert said.code == 2
    assert "for every reviewer" in said.err

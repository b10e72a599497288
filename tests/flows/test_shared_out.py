"""Work is shared out among the people of review.toml: lists, batches, status and disagreements."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled, filled_csv, listed, numbers
from tests.support.reviews import ajour, entry, small_review

TOPICS = ("sleep", "noise", "light", "travel", "meals", "email", "chairs", "stress", "heat", "pay")
TITLES = [f"Telework and {one} at site {n}" for n in range(2) for one in TOPICS]


def team(tmp_path: Path, names: list[str], *, screening: str = "double", more: str = "") -> Path:
    """A review with twenty reports to be screened by these people."""
    review = small_review(tmp_path, screening=screening)
    text = "".join(entry(title, author=f"Q{n}, Q") for n, title in enumerate(TITLES))
    (review / "searches/1/medline/export.ris").write_text(text, "utf-8")
    (review / "searches/1/wos/export.ris").unlink()
    changed(review, names, more)
    return review


def changed(review: Path, names: list[str], more: str = "") -> None:
    path = review / "review.toml"
    text = re.sub(r"(?s)names = \[[^\]]*\]\n.*?(screening = )", r"NAMES\n\1", path.read_text())
    path.write_text(text.replace("NAMES", f"names = {json.dumps(names)}\n{more}"), "utf-8")


def titles(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["Title"] for row in csv.DictReader(file)}


def batches(review: Path, names: list[str], stage: str = "screening") -> dict[str, set[str]]:
    words = ("--stage", stage, "--batch", "--format", "csv")
    return {one: titles(listed(review, "--reviewer", one, *words)) for one in names}


def left(review: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads(ajour("status", review, "--json").out)["left"]["screening"]
    return found


@pytest.mark.parametrize(
    ("names", "screening", "readers"),
    [
        pytest.param(["ann", "bo", "cy"], "single", 1, id="one of three"),
        pytest.param(["ann", "bo", "cy"], "double", 2, id="two of three"),
        pytest.param(["ann", "bo", "cy", "dag"], "double-blind", 2, id="two of four"),
        pytest.param(["ann", "bo"], "double", 2, id="both"),
    ],
)
def test_each_report_goes_to_the_right_number_of_people(
    tmp_path: Path, names: list[str], screening: str, readers: int
) -> None:
    review = team(tmp_path, names, screening=screening)
    update(review)
    shares = left(review)
    assert sum(shares.values()) == 20 * readers
    assert max(shares.values()) - min(shares.values()) <= 1
    given = batches(review, names)
    assert {one: len(found) for one, found in given.items()} == shares
    assert {*Counter(one for found in given.values() for one in found).values()} == {readers}


def test_letter_and_status_say_who_has_what(tmp_path: Path) -> None:
    review = team(tmp_path, ["ann", "bo", "cy"])
    letter = update(review).letter
    counts = dict(re.findall(r"- (\w+): lists/screening-\1\.xlsx \(n = (\d+)\)", letter))
    assert sum(map(int, counts.values())) == 40
    shown = ", ".join(f"{one} {counts[one]}" for one in ("ann", "bo", "cy"))
    assert f"Reports left at screening: {shown}." in ajour("status", review).out


def test_who_is_away_gets_nothing_and_keeps_what_they_decided(tmp_path: Path) -> None:
    review = team(tmp_path, ["ann", "bo", "cy"])
    update(review)
    mine = listed(review, "--reviewer", "cy", "--top", 4, "--format", "csv")
    answers = filled_csv(mine, review / "cy.csv", {"*": {"Decision": "exclude"}})
    assert ajour("decide", answers).code == 0
    changed(review, ["ann", "bo", "cy"], 'away = ["cy"]')
    given = batches(review, ["ann", "bo"])
    assert len(given["ann"] | given["bo"]) == 20
    assert len(given["ann"]) + len(given["bo"]) == 36
    refused = ajour("candidates", review, "--reviewer", "cy")
    assert (refused.code, "cy is away" in refused.err) == (2, True)
    assert "cy is away" in ajour("status", review).out


def test_what_somebody_has_on_a_list_stays_with_them_when_somebody_joins(tmp_path: Path) -> None:
    review = team(tmp_path, ["ann", "bo", "cy"])
    update(review)
    asked = ("--top", 5, "--batch", "--format", "csv")
    before = titles(listed(review, "--reviewer", "ann", *asked))
    changed(review, ["ann", "bo", "cy", "dag"])
    assert left(review) == {"ann": 10, "bo": 10, "cy": 10, "dag": 10}
    assert before <= titles(listed(review, "--reviewer", "ann", "--format", "csv", "--top", 50))


def test_work_is_in_proportion_to_the_weights(tmp_path: Path) -> None:
    review = team(tmp_path, ["ann", "bo"], screening="single", more="weights = { ann = 3 }")
    update(review)
    assert left(review) == {"ann": 15, "bo": 5}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('away = ["Anne"]', "expected one of ann, bo"),
        ("weights = { an = 2 }", "'an' is not a reviewer; expected one of ann, bo"),
        ("weights = { ann = 0 }", "expected a number above 0"),
        ('weights = { ann = "2" }', "expected a number above 0"),
    ],
)
def test_slips_in_who_is_away_and_in_weights_are_told(tmp_path: Path, more: str, told: str) -> None:
    review = team(tmp_path, ["ann", "bo"], more=more)
    said = ajour("check", review)
    assert said.code == 2
    assert told in said.err


def screened(review: Path, name: str, verdicts: dict[str, str]) -> None:
    path = listed(review, "--reviewer", name, "--format", "csv", "--top", 100)
    said = {one: {"Decision": verdict} for one, verdict in verdicts.items()}
    answers = filled_csv(path, review / f"{name}-back.csv", said)
    assert ajour("decide", answers, "--review", review).code == 0


def test_a_disagreement_goes_to_somebody_who_has_not_judged_it(tmp_path: Path) -> None:
    names = ["ann", "bo", "cy"]
    review = team(tmp_path, names)
    update(review)
    for name, verdict in zip(names, ("include", "exclude", "include"), strict=True):
        screened(review, name, {"*": verdict})
    told = json.loads(ajour("status", review, "--json").out)
    open_ones = told["conflicts"]["screening"]
    assert open_ones > 5
    assert sum(told["settlers"]["screening"].values()) == open_ones
    refused = ajour("conflicts", review, "-o", tmp_path / "all.xlsx")
    assert "--reviewer consensus means the reviewers who disagree" in refused.err
    said = json.loads(ajour("conflicts", review, "--json").out)["lists"]
    assert {one["reviewer"]: one["listed"] for one in said} == told["settlers"]["screening"]
    for one in said:
        path, who = Path(one["path"]), one["reviewer"]
        assert who in names
        answers = filled(path, review / f"settled-{who}.xlsx", {"*": {"Consensus": "exclude"}})
        assert ajour("decide", answers, "--review", review).code == 0
    assert json.loads(ajour("status", review, "--json").out)["conflicts"]["screening"] == 0
    assert numbers(review)["screened"] == 20


def test_two_people_who_disagree_settle_it_together_where_there_is_no_third(
    tmp_path: Path,
) -> None:
    review = team(tmp_path, ["ann", "bo", "cy"], more='away = ["cy"]')
    update(review)
    screened(review, "ann", {"*": "include"})
    screened(review, "bo", {"*": "exclude"})
    (one,) = json.loads(ajour("conflicts", review, "--json").out)["lists"]
    assert (one["reviewer"], one["listed"]) == ("consensus", 20)


def test_nobody_gets_again_what_they_have_decided(tmp_path: Path) -> None:
    names = ["ann", "bo", "cy"]
    review = team(tmp_path, names)
    update(review)
    done = titles(listed(review, "--reviewer", "ann", "--format", "csv"))
    screened(review, "ann", {"*": "exclude"})
    (review / "searches/2/later/export.ris").write_text(entry("Telework at sea"), "utf-8")
    update(review)
    for words in ((), ("--batch",), ("--all",)):
        said = ajour("candidates", review, "--reviewer", "ann", "--json", "--format", "csv", *words)
        path = json.loads(said.out)["path"]
        assert path is None or not done & titles(Path(path))


def test_random_checks_are_not_on_anybody_elses_list(tmp_path: Path) -> None:
    names = ["ann", "bo", "cy"]
    review = team(tmp_path, names)
    toml = review / "review.toml"
    toml.write_text(toml.read_text("utf-8") + "\n[ranking]\nrandom_share = 0.4\n", "utf-8")
    update(review)
    by_rank: set[str] = set()
    for name in names:
        path = listed(review, "--reviewer", name, "--top", 5, "--format", "csv")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        checks = {row["Title"] for row in rows if "random check" in row["Flags"]}
        assert len(checks) == 2
        assert not checks & by_rank
        by_rank |= {row["Title"] for row in rows} - checks


def test_a_list_that_is_asked_for_takes_the_place_of_the_one_that_lay_ready(tmp_path: Path) -> None:
    review = team(tmp_path, ["ann", "bo", "cy"])
    update(review)
    asked = json.loads(ajour("candidates", review, "--reviewer", "ann", "--top", 3, "--json").out)
    assert Path(asked["path"]).name == "screening-ann.xlsx"
    assert len(list((review / "lists").iterdir())) == 3
    out = json.loads(ajour("status", review, "--json").out)["out"]["screening"]
    assert [(one["file"], one["waiting"]) for one in out] == [("screening-ann.xlsx", 3)]
    again = json.loads(ajour("candidates", review, "--reviewer", "ann", "--json").out)
    assert Path(again["path"]).name == "screening-ann-2.xlsx"

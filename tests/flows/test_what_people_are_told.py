"""What screeners and reviewers are told of lists, disagreements, unread records and news is so."""

import csv
import json
import re
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.reporting.latest_run import waits
from flows.review.settings_file import read_review
from tests.support.filled_lists import Answers, filled_csv, listed
from tests.support.reviews import TITLES, ajour, later_round, small_review

INCLUDE = {"*": {"Decision": "include"}}
EXCLUDE = {"*": {"Decision": "exclude"}}


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """A review in which two people screen everything and assess everything."""
    review = small_review(tmp_path, screening="double")
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8") + 'eligibility = "double"\n', "utf-8")
    update(review)
    return review


def decide(review: Path, who: str, answers: Answers, *words: object) -> str:
    """Have the list of somebody written, filled in and given back; returns what was said."""
    blank = listed(review, "--reviewer", who, "--all", "--format", "csv", *words)
    said = ajour("decide", filled_csv(blank, review / f"{blank.stem}-done.csv", answers))
    assert said.code == 0, said.err
    return said.out


def status(review: Path) -> str:
    return ajour("status", review).out


def rows_deleted(path: Path, to: Path, count: int, verdict: str) -> Path:
    """The list as somebody returns it who deleted its first rows and filled in the others."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"Decision": verdict} for row in rows[count:])
    return to


def titles_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["Title"] for row in csv.DictReader(file)]


def test_rows_that_were_deleted_are_named_with_their_file_and_come_again(double: Path) -> None:
    first = listed(double, "--reviewer", "ann", "--top", 3, "--format", "csv")
    returned = rows_deleted(first, double / "back.csv", 2, "include")
    assert ajour("decide", returned, "--review", double).code == 0
    told = status(double)
    assert "Lists not yet returned at screening: " in told
    assert f"{first.name} of ann (2 of its 3 reports)" in told
    assert (
        f"ann: 2 of the 3 reports in {first.name} have not been assessed" in update(double).letter
    )
    second = listed(double, "--reviewer", "ann", "--batch", "--format", "csv")
    assert {*titles_of(first)[:2]} < {*titles_of(second)}
    assert len(titles_of(second)) == 4


def test_lists_that_never_came_back_are_named_and_come_again(double: Path) -> None:
    first = listed(double, "--reviewer", "ann", "--top", 3, "--batch", "--format", "csv")
    second = listed(double, "--reviewer", "ann", "--top", 3, "--batch", "--format", "csv")
    assert not {*titles_of(first)} & {*titles_of(second)}
    assert ajour("decide", rows_deleted(second, double / "back.csv", 0, "exclude")).code == 0
    letter = update(double).letter
    assert f"ann: 3 of the 3 reports in {first.name} have not been assessed" in letter
    third = listed(double, "--reviewer", "ann", "--batch", "--format", "csv")
    assert {*titles_of(third)} == {*titles_of(first)}
    said = ajour("candidates", double, "--reviewer", "ann", "--batch").out
    assert "3 reports for ann at screening" in said
    assert f"on lists that have not been returned: {third.name} (all 3 reports)" in said


def test_nothing_waits_only_where_nothing_does(double: Path) -> None:
    decide(double, "ann", EXCLUDE)
    said = ajour("candidates", double, "--reviewer", "ann", "--batch").out
    assert said == "No report is waiting for ann at screening. No list was written.\n"
    assert "not yet returned" not in status(double)


def test_where_one_person_decides_each_title_is_on_one_list_only(review: Path) -> None:
    letter = update(review).letter
    counts = re.findall(r"- (\w+): lists/screening-\1\.xlsx \(n = (\d+)\)", letter)
    assert sorted(int(count) for _, count in counts) == [2, 3]
    assert f"Reports left at screening: ann {counts[0][1]}, bo {counts[1][1]}." in status(review)
    lists = [
        listed(review, "--reviewer", one, "--batch", "--format", "csv") for one in ("ann", "bo")
    ]
    mine, other = map(titles_of, lists)
    assert [str(len(mine)), str(len(other))] == [count for _, count in counts]
    assert len({*mine, *other}) == 5


def test_where_one_person_decides_all_is_what_nobody_else_has(review: Path) -> None:
    update(review)
    mine = listed(review, "--reviewer", "ann", "--all", "--format", "csv")
    assert len(titles_of(mine)) == 5
    said = ajour("candidates", review, "--reviewer", "bo", "--all").out
    assert f"{mine.name} of ann (all 5 reports)" in said


def test_unread_is_what_nobody_has_read_and_not_what_is_in_conflict(double: Path) -> None:
    decide(double, "ann", INCLUDE)
    decide(double, "bo", {TITLES[0]: {"Decision": "include"}, **EXCLUDE})
    told = status(double)
    assert "1 report was screened and 1 is to be read in full; 4 are in conflict" in told
    assert "are unread" not in told
    found = json.loads(ajour("status", double, "--json").out)
    assert found["progress"]["unread"] == found["stopping"]["unread"] == 0
    later_round(double)
    letter = update(double).letter
    assert "| Unread in total | 1 |" in letter
    assert "1 is unread; 4 are in conflict" in status(double)


def test_hints_on_disagreements_name_the_review_and_the_stage(double: Path) -> None:
    for who in ("ann", "bo"):
        decide(double, who, INCLUDE)
    decide(double, "ann", INCLUDE, "--stage", "eligibility")
    decide(double, "bo", {"*": {"Decision": "exclude", "Reason": "E"}}, "--stage", "eligibility")
    hint = (
        f"To resolve 5 disagreements at eligibility: ajour conflicts {double} --stage eligibility"
    )
    assert hint in status(double)
    letter = update(double).letter
    assert f"5 disagreements (ajour conflicts {double.resolve()} --stage eligibility)" in letter
    assert waits(read_review(double)) == [hint]
    said = ajour("conflicts", double).out
    assert "5 disagreements at eligibility for consensus" in said


def test_disagreements_of_two_stages_go_to_a_sheet_each(double: Path) -> None:
    decide(double, "ann", INCLUDE)
    decide(double, "bo", {TITLES[0]: {"Decision": "include"}, **EXCLUDE})
    decide(double, "ann", INCLUDE, "--stage", "eligibility")
    decide(double, "bo", {"*": {"Decision": "exclude", "Reason": "E"}}, "--stage", "eligibility")
    told = json.loads(ajour("conflicts", double, "--json").out)
    assert [(one["stage"], one["listed"]) for one in told["lists"]] == [
        ("screening", 4),
        ("eligibility", 1),
    ]
    refused = ajour("conflicts", double, "-o", double / "one.xlsx")
    assert refused.code == 2
    assert "--stage screening: 4 disagreements" in refused.err
    assert ajour("conflicts", double, "--stage", "screening", "-o", double / "one.xlsx").code == 0


def test_no_disagreement_at_any_stage_is_said_of_all_stages(double: Path) -> None:
    assert ajour("conflicts", double).out == "No conflicts at any stage. Nothing was written.\n"


def test_verdicts_and_notes_on_retrieval_are_counted_apart(double: Path) -> None:
    for who in ("ann", "bo"):
        decide(double, who, INCLUDE)
    answers = {
        TITLES[0]: {"Retrieval": "not retrieved"},
        TITLES[1]: {"Retrieval": "retrieved"},
        "*": {"Retrieval": "retrieved", "Decision": "include"},
    }
    blank = listed(
        double, "--reviewer", "ann", "--all", "--stage", "eligibility", "--format", "csv"
    )
    with blank.open(encoding="utf-8-sig", newline="") as file:
        heads = next(csv.reader(file))
    column = next(one for one in heads if one.startswith("Retriev") or "full text" in one.lower())
    renamed = {
        title: {column if name == "Retrieval" else name: value for name, value in given.items()}
        for title, given in answers.items()
    }
    said = ajour("decide", filled_csv(blank, double / "ft.csv", renamed))
    assert "3 decisions and 5 retrieval decisions by ann imported" in said.out, said.err
    letter = update(double).letter
    assert "| New decisions | 13 |" in letter
    assert "| New retrieval decisions | 5 |" in letter
    log = (double / "output" / "changes.md").read_text("utf-8")
    assert "new decisions: 13, new retrieval decisions: 5" in log


def test_people_who_differ_on_a_full_text_are_named_until_one_changes_it(double: Path) -> None:
    for who in ("ann", "bo"):
        decide(double, who, INCLUDE)
    sheets = {
        who: listed(double, "--reviewer", who, "--all", "--stage", "eligibility", "--format", "csv")
        for who in ("ann", "bo")
    }
    with sheets["ann"].open(encoding="utf-8-sig", newline="") as file:
        heads = next(csv.reader(file))
    column = next(one for one in heads if one.startswith("Retriev") or "full text" in one.lower())
    words = {"ann": "not retrieved", "bo": "retrieved"}
    for who, word in words.items():
        given = filled_csv(sheets[who], double / f"{who}-ft.csv", {TITLES[0]: {column: word}})
        assert ajour("decide", given).code == 0
    told = status(double)
    assert f"“{TITLES[0]}”: ann not retrieved (2024-06-10); bo retrieved (2024-06-10)" in told
    assert "The latest answer counts (retrieved)" in told
    assert "ann not retrieved" in update(double).letter
    assert json.loads(ajour("status", double, "--json").out)["conflicts"]["retrieval"] == 0
    again = filled_csv(sheets["ann"], double / "ann-2.csv", {TITLES[0]: {column: "retrieved"}})
    assert ajour("decide", again, "--revise").code == 0
    assert "not retrieved (2024" not in status(double)


def test_a_letter_tells_of_decisions_and_inclusions_since_the_letter_before(review: Path) -> None:
    assert "| New decisions | 0 |" in update(review).letter
    decide(review, "ann", INCLUDE)
    decide(review, "ann", INCLUDE, "--stage", "eligibility")
    assert ajour("report", review).code == 0
    later_round(review)
    letter = update(review).letter
    assert "| New decisions | 10 |" in letter
    assert "| Reports newly included | 5 |" in letter
    assert "no longer" not in letter
    blank = next(iter((review / "lists").glob("screening-ann.csv")))
    revised = filled_csv(blank, review / "revised.csv", {TITLES[0]: EXCLUDE["*"], **INCLUDE})
    assert ajour("decide", revised, "--revise").code == 0
    letter = update(review).letter
    assert "| Reports newly included | 0 |" in letter
    assert "| Reports no longer included | 1 |" in letter
    assert "Likely relevant" not in letter


def test_the_change_log_has_a_row_for_every_state_that_was_reported(review: Path) -> None:
    update(review)
    decide(review, "ann", INCLUDE)
    assert ajour("report", review).code == 0
    decide(review, "ann", INCLUDE, "--stage", "eligibility")
    assert ajour("report", review).code == 0
    assert ajour("report", review).code == 0  # nothing is due, nothing is reported
    log = (review / "output" / "changes.md").read_text("utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in log if re.match(r"\| \d", line)]
    assert [row[:2] for row in rows] == [
        ["3", "2024-06-10-3"],
        ["2", "2024-06-10-2"],
        ["1", "2024-06-10-1"],
    ]
    assert [row[5:8] for row in rows] == [["5", "5", "5"], ["5", "0", "0"], ["0", "0", "0"]]
    told = json.loads((review / "output" / "run.json").read_text("utf-8"))["in all"]
    latest = [str(told[one]) for one in ("screened", "included", "included_studies")]
    assert rows[0][5:8] == latest


def test_a_change_log_that_was_lost_is_written_again_as_it_was(review: Path) -> None:
    update(review)
    decide(review, "ann", INCLUDE)
    assert ajour("report", review).code == 0
    path = review / "output" / "runs" / "2024-06-10-2" / "changes.md"
    before = path.read_bytes()
    path.unlink()
    assert ajour("report", review).code == 0
    assert path.read_bytes() == before
    assert ajour("check", review).code == 0


def test_kappa_pairs_people_by_report_and_not_by_record(double: Path) -> None:
    """A report that took another id between the lists of two people is in their agreement."""
    decide(double, "ann", INCLUDE)
    again = (double / "searches/1/medline/export.ris").read_text("utf-8")
    (double / "searches/2/later/export.ris").write_text(again, "utf-8")
    update(double)
    decide(double, "bo", INCLUDE)
    found = json.loads(ajour("status", double, "--json").out)["agreement"]
    assert found["screening: ann and bo"]["n"] == 5

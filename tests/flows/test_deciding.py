"""Lists given back: what was sent, who decides, and how disagreements end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.store.decisions import decisions
from tests.support.filled_lists import Answers, filled, filled_csv, listed, numbers, records
from tests.support.reviews import TITLES, ajour, later_round, rows_of, small_review

EVERY = {"*": {"Decision": "exclude"}}


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """The small review, with two to decide on each report, and its first update done."""
    review = small_review(tmp_path, screening="double")
    text = (review / "review.toml").read_text("utf-8")
    (review / "review.toml").write_text(text + 'eligibility = "double"\n', "utf-8")
    update(review)
    return review


def _decided(review: Path) -> list[tuple[str, str, str]]:
    """Verdicts that stand, by record and reviewer."""
    with at_work(review) as session:
        said = decisions(session.db)
    return sorted((one.record, one.reviewer, one.verdict) for one in said)


def test_a_record_on_no_list_of_the_files_reviewer_is_taken_only_with_revise(double: Path) -> None:
    listed(double, "--reviewer", "ann", "--all")
    later_round(double)
    export = double / "searches/2/later/export.ris"
    assert ajour("import", export, "--search", "later", "--review", double).code == 0
    everything = listed(double, "--reviewer", "bo", "--all", "--format", "csv")
    bos = filled_csv(everything, double / "as-ann.csv", {"*": {"Decision": "exclude", "key": ""}})
    waits = ajour("decide", bos, "--reviewer", "ann", "--stage", "screening")
    assert waits.code == 3
    assert waits.err.count("was not on any list of ann") == 1
    assert "--revise" in waits.err
    assert len(_decided(double)) == 5
    taken = ajour("decide", bos, "--reviewer", "ann", "--stage", "screening", "--revise")
    assert taken.code == 0, taken.err
    assert "1 decision by ann imported, 1 of them on records that were on none" in taken.out
    assert len(_decided(double)) == 6


def test_the_file_itself_says_whose_list_it_is(double: Path) -> None:
    ann = listed(double, "--reviewer", "ann", "--top", 1)
    everything = filled(listed(double, "--reviewer", "bo", "--all"), double / "bo.xlsx", EVERY)
    assert ajour("decide", everything).code == 0
    assert ajour("decide", filled(ann, double / "ann.xlsx", EVERY)).code == 0


OPENED = """
import sys
from pathlib import Path
from flows.screening.decisions import DecideOptions, record_decisions

file, opened = sys.argv[1], []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
record_decisions(Path(file).parent, [Path(file)], DecideOptions(reviewer="ann"))
print(opened.count(file))
"""


@pytest.mark.parametrize("form", ["xlsx", "csv", "ris"])
def test_a_returned_file_is_opened_once(double: Path, form: str) -> None:
    path = listed(double, "--reviewer", "ann", "--all", "--format", form)
    back = double / f"back.{form}"
    if form == "xlsx":
        filled(path, back, EVERY)
    elif form == "csv":
        filled_csv(path, back, EVERY)
    else:
        text = path.read_text("utf-8")
        back.write_text(text.replace("\nER  - ", "\nKW  - exclude\nER  - "), "utf-8")
    said = subprocess.run(
        [sys.executable, "-c", OPENED, str(back)], capture_output=True, text=True, check=True
    )
    assert said.stdout == "1\n"
    assert len(_decided(double)) == 5


def test_a_reviewer_whom_the_review_does_not_know_is_refused_by_name(double: Path) -> None:
    path = listed(double, "--reviewer", "bo", "--all", "--format", "csv")
    bos = filled_csv(path, double / "x.csv", {"*": {"Decision": "exclude", "key": ""}})
    said = ajour("decide", bos, "--reviewer", "eve", "--stage", "screening")
    assert said.code == 2
    assert "eve is not a reviewer" in said.err
    assert "ann, bo" in said.err


def test_a_pair_of_an_unknown_record_is_told_with_its_file(double: Path) -> None:
    pairs = double / "pairs.csv"
    pairs.write_text("id A,id B,Same report?\nbcdfghjkmnpq,bcdfghjkmnpr,same\n", "utf-8")
    said = ajour("decide", pairs, "--reviewer", "eve")
    assert said.code == 2
    assert "pairs.csv, row 2: this review has no record with the id bcdfghjkmnpq" in said.err
    assert "eve is not a reviewer" in said.err


def test_a_file_twice_in_one_call_or_saved_anew_changes_nothing(double: Path) -> None:
    path = listed(double, "--reviewer", "ann", "--all")
    once = filled(path, double / "ann.xlsx", EVERY)
    assert ajour("decide", once, once).code == 0
    before = _decided(double)
    again = filled(once, double / "again.xlsx", {"*": {"Note": "", "Decision": "exclude"}})
    said = ajour("decide", again)
    assert "0 decisions" in said.out
    assert "5 already recorded" in said.out
    assert _decided(double) == before


def test_two_files_in_any_order_give_the_same_standing_decisions(tmp_path: Path) -> None:
    stood = []
    for number, order in enumerate((("ann", "bo"), ("bo", "ann"))):
        review = small_review(tmp_path / str(number), screening="double")
        update(review)
        own = {
            "ann": {TITLES[0]: {"Decision": "include"}},
            "bo": {TITLES[1]: {"Decision": "maybe"}},
        }
        files = [
            filled(
                listed(review, "--reviewer", who, "--all"), review / f"{who}.xlsx", own[who] | EVERY
            )
            for who in order
        ]
        assert ajour("decide", *files).code == 0
        stood.append((_decided(review), numbers(review)))
    assert stood[0] == stood[1]


@pytest.mark.parametrize("stage", ["screening", "eligibility"])
def test_a_disagreement_goes_out_and_comes_back_settled_by_anybody(
    double: Path, stage: str
) -> None:
    sure = {"Decision": "include"}
    if stage == "eligibility":
        _both(double, "screening", {"*": sure}, {"*": sure})
    excluded = {"Decision": "exclude", "Reason": "E"}
    _both(double, stage, {TITLES[0]: sure, "*": excluded}, {"*": excluded})
    sheet = listed(double, "--stage", stage, "--reviewer", "eve", command="conflicts")
    back = filled(sheet, double / "settled.xlsx", {"*": {"Consensus": "include"}})
    said = ajour("decide", back)
    assert said.code == 0, said.err
    assert json.loads(ajour("status", double, "--json").out)["conflicts"][stage] == 0
    assert numbers(double)["included" if stage == "eligibility" else "not_yet_screened"] == (
        stage == "eligibility"
    )


def _both(review: Path, stage: str, ann: Answers, bo: Answers) -> None:
    """Both reviewers give their lists of a stage back."""
    files = [
        filled(
            listed(review, "--stage", stage, "--reviewer", who, "--all"),
            review / f"{stage}-{who}.xlsx",
            said,
        )
        for who, said in (("ann", ann), ("bo", bo))
    ]
    said = ajour("decide", *files)
    assert said.code == 0, said.err


def test_two_reasons_for_one_exclusion_at_full_text_are_a_conflict(double: Path) -> None:
    sure = {"*": {"Decision": "include"}}
    _both(double, "screening", sure, sure)
    other = {TITLES[0]: {"Decision": "exclude", "Reason": "P"}}
    every = {"*": {"Decision": "exclude", "Reason": "E"}}
    _both(double, "eligibility", every, other | every)
    assert json.loads(ajour("status", double, "--json").out)["conflicts"]["eligibility"] == 1


def test_an_exclusion_at_full_text_without_a_reason_is_refused(double: Path) -> None:
    sure = {"*": {"Decision": "include"}}
    _both(double, "screening", sure, sure)
    path = listed(double, "--stage", "eligibility", "--reviewer", "ann", "--all")
    said = ajour("decide", filled(path, double / "x.xlsx", EVERY))
    assert said.code == 2
    assert said.err.count("found no reason") == 1
    assert "rows 2 to 6, column E (Reason)" in said.err
    assert records(double)


def test_full_texts_not_found_ongoing_and_awaiting_come_out_in_the_flow(review: Path) -> None:
    update(review)
    for stage, answers in (
        ("screening", {"*": {"Decision": "include"}}),
        (
            "eligibility",
            {
                TITLES[0]: {"Retrieval": "not retrieved"},
                TITLES[1]: {"Decision": "ongoing"},
                TITLES[2]: {"Decision": "awaiting classification"},
                TITLES[3]: {"Retrieval": "innhentet", "Full text (folder or link)": "pdf/four.pdf"},
                "*": {"Retrieval": "retrieved", "Decision": "include"},
            },
        ),
    ):
        path = listed(review, "--stage", stage, "--reviewer", "ann", "--all")
        said = ajour("decide", filled(path, review / f"{stage}.xlsx", answers))
        assert said.code == 0, said.err
    found = numbers(review)
    assert (found["sought"], found["not_retrieved"], found["included"]) == (5, 1, 1)
    assert (found["ongoing"], found["awaiting"]) == (1, 1)
    told = ajour("status", review).out
    shown = {" ".join(line.split()) for line in told.splitlines()}
    assert {"not retrieved 1 1", "ongoing studies 1 1", "awaiting classification 1 1"} <= shown
    kept = rows_of(review / "ajour.db")["decision"]
    assert [one[1] for one in kept if "pdf/four.pdf" in one] == [records(review)[TITLES[3]]]


@pytest.mark.parametrize("form", ["csv", "ris", "asreview", "rayyan", "covidence", "xlsx"])
def test_a_list_is_written_in_every_form_and_holds_every_report(review: Path, form: str) -> None:
    update(review)
    path = listed(review, "--reviewer", "ann", "--all", "--format", form)
    content = path.read_bytes()
    if form != "xlsx":
        assert all(title.encode() in content for title in TITLES)
    if form == "csv":
        back = filled_csv(path, review / "back.csv", EVERY)
        assert ajour("decide", back).code == 0
        assert numbers(review)["screened"] == 5


def test_labels_written_into_a_ris_list_come_back_as_verdicts(review: Path) -> None:
    update(review)
    path = listed(review, "--reviewer", "ann", "--all", "--format", "ris")
    text = path.read_text("utf-8").replace("ER  -", "KW  - inkluder\nER  -")
    (review / "back.ris").write_text(text, "utf-8")
    said = ajour("decide", review / "back.ris")
    assert said.code == 0, said.err
    assert "5 by id" in said.out
    assert "5 decisions by ann" in said.out

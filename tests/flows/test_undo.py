"""What was withdrawn counts no more, comes back as it was, and is in the audit."""

import shutil
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.decisions import Stage
from tests.support.filled_lists import filled, listed, numbers, records
from tests.support.reviews import TITLES, ajour, entry, small_review

INCLUDE = {"*": {"Decision": "include"}}
EXCLUDE = {"*": {"Decision": "exclude"}}


def standing(review: Path) -> list[tuple[str, str, str]]:
    with at_work(review) as session:
        words = session.library().own_words()
    return sorted((one.record, one.reviewer, one.verdict) for one in words)


def decide(review: Path, who: str, answers: dict[str, dict[str, str]], stage: str) -> Path:
    path = listed(review, "--stage", stage, "--reviewer", who, "--all")
    back = filled(path, review / f"decisions/{stage}-{who}.xlsx", answers)
    said = ajour("decide", back)
    assert said.code == 0, said.err
    return back


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """Two read everything and disagree on one report, which both settled."""
    review = small_review(tmp_path, screening="double")
    update(review)
    decide(review, "ann", INCLUDE, "screening")
    decide(review, "bo", {TITLES[0]: {"Decision": "exclude"}, **INCLUDE}, "screening")
    path = listed(review, command="conflicts")
    settled = filled(path, review / "decisions/settled.xlsx", {"*": {"Consensus": "include"}})
    assert ajour("decide", settled).code == 0
    return review


def test_what_one_person_decided_goes_and_comes_back(double: Path) -> None:
    before = standing(double)
    said = ajour(
        *(
            "withdraw",
            "--review",
            double,
            "--decisions-of",
            "bo",
            "--by",
            "ann",
            "--why",
            "on leave",
        )
    )
    assert "5 decisions were withdrawn" in said.out
    assert {who for _, who, _ in standing(double)} == {"ann", "consensus"}
    audit = ajour("export-audit", double).out
    assert "ann withdrew decisions of bo: on leave" in audit
    assert ajour("withdraw", "--review", double, "--decisions-of", "bo", "--back").code == 0
    assert standing(double) == before
    assert ajour("withdraw", "--review", double, "--decisions-of", "bo", "--back").code == 2


def test_a_person_is_found_by_a_part_of_the_name_without_case(double: Path) -> None:
    said = ajour("withdraw", "--review", double, "--decisions-of", "B")
    assert "decisions of bo: 5 decisions were withdrawn" in said.out, said.err
    assert ajour("withdraw", "--review", double, "--decisions-of", "BO", "--back").code == 0


def test_giving_the_list_again_brings_a_persons_decisions_back_too(double: Path) -> None:
    before = standing(double)
    assert ajour("withdraw", "--review", double, "--decisions-of", "bo").code == 0
    said = ajour("decide", double / "decisions/screening-bo.xlsx")
    assert "5 withdrawn rows restored" in said.out
    assert standing(double) == before


def test_a_stage_narrows_what_is_withdrawn(double: Path) -> None:
    decide(double, "ann", INCLUDE, "eligibility")
    said = ajour("withdraw", "--review", double, "--decisions-of", "ann", "--stage", "eligibility")
    assert "at eligibility: 5 decisions" in said.out
    with at_work(double) as session:
        library = session.library()
        assert not any(library.decisions_on(one, Stage.ELIGIBILITY) for one in library.members)
        assert all(library.decisions_on(one, Stage.SCREENING) for one in library.members)


@pytest.mark.parametrize("named", ["Author0 2023", "all"])
def test_a_consensus_goes_and_comes_back(double: Path, named: str) -> None:
    before = standing(double)
    said = ajour("withdraw", "--review", double, "--consensus", named)
    assert "1 decision was withdrawn" in said.out
    with at_work(double) as session:
        assert len(session.library().conflicts(Stage.SCREENING)) == 1
    assert ajour("withdraw", "--review", double, "--consensus", named, "--back").code == 0
    assert standing(double) == before


def test_an_export_is_withdrawn_from_the_search_in_whose_folder_it_lies(review: Path) -> None:
    other = review / "searches/2/later/mars.ris"
    shutil.copy(review / "searches/1/medline/export.ris", other)
    update(review)
    assert numbers(review)["identified"] == 10
    said = ajour("withdraw", other, "--why", "feil fil")
    assert "withdrawn from the search later" in said.out
    assert numbers(review)["identified"] == 6
    shutil.copy(other, review / "here.ris")
    assert ajour("import", other, "--search", "later", "--review", review).code == 0
    assert numbers(review)["identified"] == 10
    asked = ajour("withdraw", review / "here.ris")
    assert (asked.code, "--search" in asked.err) == (3, True)
    assert ajour("withdraw", review / "here.ris", "--search", "medline").code == 0
    assert numbers(review)["identified"] == 6


def test_links_of_studies_and_words_on_pairs_go_and_come_back(review: Path) -> None:
    update(review)
    for stage in ("screening", "eligibility"):
        decide(review, "ann", INCLUDE, stage)
    link = ("--review", review, "--link", "Author0 2023")
    assert ajour("studies", review, "--link", "Author0 2023", "Author1 2023").code == 0
    for option, count in (((), 5), (("--back",), 4)):
        said = ajour("withdraw", *link, "--by", "bo", *option)
        assert said.code == 0, said.err
        assert numbers(review)["included_studies"] == count
    known = records(review)
    pair = (known[TITLES[2]], known[TITLES[3]])
    assert ajour("duplicates", review, "--join", *pair, "--reviewer", "ann").code == 0
    for option, count in (((), 5), (("--back",), 4)):
        said = ajour("withdraw", "--review", review, "--pair", *pair, *option)
        assert said.code == 0, said.err
        assert numbers(review)["included"] == count


def test_what_automation_removed_is_read_by_people_again(review: Path) -> None:
    protocol = entry("Telework and sleep: protocol of a trial", author="Plan, P")
    (review / "searches/1/wos/protocol.ris").write_text(protocol, "utf-8")
    own = review / "review.toml"
    text = own.read_text("utf-8") + '\n[automation]\ncriteria = ["type"]\n'
    own.write_text(text, "utf-8")
    update(review)
    with at_work(review) as session:
        library = session.library()
        removed = [one for one in library.members if library.removed(one)]
        waiting = len(library.unread())
    assert removed
    for named in ("1", "type", "all"):
        said = ajour("withdraw", "--review", review, "--automation", named, "--why", "too strict")
        assert said.code == 0, said.err
        with at_work(review) as session:
            assert len(session.library().unread()) == waiting + len(removed)
        back = ajour("withdraw", "--review", review, "--automation", named, "--back")
        assert back.code == 0, back.err
        with at_work(review) as session:
            assert len(session.library().unread()) == waiting
    assert ajour("withdraw", "--review", review, "--automation", "9").code == 2


def test_a_copy_of_the_store_is_made_before_each_withdrawal_and_none_for_a_refused_one(
    double: Path,
) -> None:
    assert ajour("withdraw", "--review", double, "--decisions-of", "eve").code == 2
    pair = list(records(double).values())[:2]
    assert ajour("withdraw", "--review", double, "--pair", *pair).code == 2
    assert ajour("withdraw", "--review", double).code == 2
    assert not list(double.glob("ajour.before-withdrawal*.db"))
    before = standing(double)
    assert ajour("withdraw", "--review", double, "--decisions-of", "bo").code == 0
    (copy,) = double.glob("ajour.before-withdrawal*.db")
    assert ajour("backup", double, "--restore", copy).code == 0
    assert standing(double) == before


def test_revise_says_what_it_changed_and_nothing_else(double: Path) -> None:
    back = double / "decisions/screening-bo.xlsx"
    assert ajour("withdraw", back).code == 0
    said = ajour("decide", back, "--revise")
    assert "against" not in said.out
    changed = filled(back, double / "x.xlsx", {TITLES[1]: {"Decision": "exclude"}})
    said = ajour("decide", changed, "--revise")
    assert "1 decision by bo imported, 1 of them contradicting earlier decisions" in said.out
    first = ajour("decide", back, "--revise")
    assert "1 decision by bo imported, 1 of them contradicting earlier decisions" in first.out

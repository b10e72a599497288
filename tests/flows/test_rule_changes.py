"""New rules for duplicates: what is decided or printed keeps its links until somebody says so."""

import json
from pathlib import Path

import pytest

from flows.review.session import at_work
from flows.stages.refresh import refresh
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.store.connection import writing
from pipeline.store.decisions import put_decisions
from pipeline.store.duplicates import Membership, StoredLink, links, put_duplicates
from pipeline.store.rule_versions import put_rules_of_rounds, rules_of_rounds
from pipeline.store.runs import mark
from pipeline.text.shell_words import command_line
from tests.support.reviews import ajour, entry, small_review


def taken(review: Path, search: str, round_: str) -> None:
    export = review / "searches" / round_ / search / "export.ris"
    assert ajour("import", export, "--search", search, "--review", review).code == 0


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """Round 1 as rules of version 1 linked it: two articles merged, and a duplicate missed."""
    review = small_review(tmp_path)
    taken(review, "medline", "1")
    taken(review, "wos", "1")
    with at_work(review) as session:
        refresh(session)
        library = session.library()
        by_title = {record.title: record.id for record in library.records.values()}
        merged = ("Neck pain and the kitchen table", "Commuting and time")
        wrong = sorted(by_title[title] for title in merged)
        told = StoredLink(
            one=wrong[0],
            other=wrong[1],
            rule="title-and-place",
            because="titles agree (97)",
            score=97.0,
            decided_by="software",
        )
        joined = [Membership(record=one, report=wrong[0]) for one in wrong]
        with writing(session.db):
            put_duplicates(session.db, [told], [], joined)
            put_rules_of_rounds(session.db, ["1"], 1)
            mark(session.db, "duplicates", "made by earlier rules", 0, "2024-01-01T00:00:00Z")
    return review


def decide_all(review: Path) -> None:
    """Ann excludes every report that the earlier rules made."""
    with at_work(review) as session, writing(session.db):
        said = [
            Decision(
                record=report,
                stage=Stage.SCREENING,
                verdict=Verdict.EXCLUDE,
                reviewer="ann",
                when="2024-02-01T00:00:00Z",
                origin=Origin(name="ajour decide", kind="command"),
            )
            for report in session.library().members
        ]
        put_decisions(session.db, None, said)


def linked(review: Path) -> list[str]:
    with at_work(review) as session:
        refresh(session)
        return [one.rule for one in links(session.db)]


def test_unread_records_follow_the_new_rules_at_once(review: Path) -> None:
    assert linked(review) == ["identical"]
    assert ajour("duplicates", review, "--rules").out


def test_decided_reports_keep_the_links_of_the_rules_they_were_decided_under(review: Path) -> None:
    decide_all(review)
    assert linked(review) == ["title-and-place"]
    assert linked(review) == ["title-and-place"], "and again"
    with at_work(review) as session:
        assert rules_of_rounds(session.db) == {"1": 1, "2": 2}


def test_changes_are_listed_with_the_number_that_each_box_would_have(review: Path) -> None:
    decide_all(review)
    said = ajour("duplicates", review, "--rules")
    assert said.code == 0
    assert "2 links between records with decisions or in a finished flow chart would" in said.out
    assert "separate " in said.out
    assert "join " in said.out
    assert f"{command_line('ajour duplicates', review)} --apply" in said.out
    assert linked(review) == ["title-and-place"], "listing changes nothing"
    found = json.loads(ajour("duplicates", review, "--rules", "--json").out)
    assert {change["joins"] for change in found["changes"]} == {True, False}
    assert found["rounds"] == ["1"]


def test_changes_are_made_only_when_they_are_applied(review: Path) -> None:
    decide_all(review)
    before = linked(review)
    assert ajour("duplicates", review, "--apply").code == 0
    assert before == ["title-and-place"]
    assert linked(review) == ["identical"]
    with at_work(review) as session:
        assert rules_of_rounds(session.db) == {"1": 2, "2": 2}
    assert "nothing to apply" in ajour("duplicates", review, "--rules").out


def test_a_new_record_joins_a_decided_report_but_joins_no_two_of_them(review: Path) -> None:
    decide_all(review)
    text = entry("Sleep after a year of telework", author="Author0, A")
    (review / "searches/2/later/export.ris").write_text(text, "utf-8")
    taken(review, "later", "2")
    with at_work(review) as session:
        refresh(session)
        library = session.library()
        titles = [library.records[ids[0]].title for ids in library.members.values()]
    assert len(titles) == 5, "the new record found one; the two old ones stay apart"
    assert titles.count("Sleep after a year of telework") == 2

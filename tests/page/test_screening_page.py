"""What is said on the page is decided: once, on record, and by the rules of a sheet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from flows.review.session import at_work
from flows.screening.page_decisions import PageReader, Said, decide
from flows.stages.refresh import refresh
from pipeline.decisions import Decision, Stage
from pipeline.store.connection import writing
from pipeline.store.decisions import all_decisions, decisions
from pipeline.store.intake import files, withdraw_export
from pipeline.store.table_checksums import damaged_tables
from tests.support.page_reviews import Made, copied
from tests.support.page_server import Browser, served
from tests.support.reviews import ajour


def decided(review: Path) -> list[Decision]:
    """What stands in the store, read beside the running page."""
    with at_work(review) as session:
        return decisions(session.db)


@pytest.fixture(scope="module")
def running(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Browser]]:
    """A page that several tests read on, each the reports that are next."""
    review = copied(made(40), tmp_path_factory.mktemp("running"))
    with served(review, "--reviewer", "ann") as browsers:
        yield review, browsers["ann"]


def test_a_decision_is_committed_before_it_is_shown_as_saved(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    card = ann.card()
    told = ann.decide(card, "exclude", reason="E", note="no telework")
    assert told.status == 200
    saved = decided(review)[-1]
    assert (saved.record, saved.verdict, saved.reason, saved.note) == (
        *(card["key"], "exclude", "E", "no telework"),
    )
    assert (saved.reviewer, saved.origin.kind, saved.origin.place()) == (
        *("ann", "page", "ajour screen"),
    )
    assert told.json()["number"] == saved.number
    assert ann.card()["key"] != card["key"]


def test_the_same_word_sent_twice_is_saved_once(running: tuple[Path, Browser]) -> None:
    review, ann = running
    card, word = ann.card(), {"id": str(uuid4())}
    before = len(decided(review))
    answers = [ann.decide(card, "maybe", **word).json() for _ in range(3)]
    assert {(one["saved"], one["number"]) for one in answers} == {(True, answers[0]["number"])}
    assert len(decided(review)) == before + 1


def test_an_id_of_another_word_is_no_way_to_claim_it_saved(
    running: tuple[Path, Browser],
) -> None:
    _, ann = running
    word = str(uuid4())
    assert ann.decide(ann.card(), "include", id=word).status == 200
    assert ann.decide(ann.card(), "exclude", id=word).status == 409


def test_a_decision_that_is_taken_back_is_on_record_and_waits_again(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    card = ann.card()
    ann.decide(card, "exclude")
    again = ann.card()
    told = ann.say("undo", card, before=0)
    assert told.status == 200
    assert told.json()["card"]["standing"] is None
    assert card["key"] not in {one.record for one in decided(review)}
    with at_work(review) as session:
        (undone,) = [
            (one, file.withdrawn)
            for one, file in all_decisions(session.db)
            if one.record == card["key"]
        ]
    assert undone[0].verdict == "exclude"
    assert undone[1]
    assert ann.card()["key"] == card["key"]
    assert ann.decide(card, "include").status == 200
    assert ann.card()["key"] == again["key"]


def test_what_was_said_before_a_decision_that_is_taken_back_stands_again(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    card = ann.card()
    first = ann.decide(card, "include").json()["number"]
    assert ann.decide(card, "exclude", before=first).status == 200
    told = ann.say("undo", card, before=0).json()
    assert told["card"]["standing"]["verdict"] == "include"
    assert [one.verdict for one in decided(review) if one.record == card["key"]] == ["include"]


def test_progress_stays_right_through_undoing_and_changing_decisions(
    running: tuple[Path, Browser],
) -> None:
    _, ann = running

    def progress(told: dict[str, Any]) -> tuple[int, int]:
        return told["progress"]["read"], told["progress"]["all"]

    card = ann.card()
    first = ann.decide(card, "include").json()
    read, total = progress(first)
    assert progress(ann.decide(card, "exclude", before=first["number"]).json()) == (read, total)
    assert progress(ann.say("undo", card, before=0).json()) == (read, total)
    assert progress(ann.say("undo", card, before=0).json()) == (read - 1, total)
    assert progress(ann.decide(ann.card(), "include").json()) == (read, total)


def test_a_second_tab_overwrites_nothing_that_it_does_not_know_of(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    other = Browser(ann.link).open()
    card = ann.card()
    assert other.card()["key"] == card["key"]
    ann.decide(card, "include", note="seen in the first tab")
    told = other.decide(card, "exclude")
    assert told.status == 409
    assert told.json()["card"]["standing"]["note"] == "seen in the first tab"
    assert "elsewhere" in told.json()["why"]
    assert other.decide(told.json()["card"], "exclude").status == 200
    verdicts = [one.verdict for one in decided(review) if one.record == card["key"]]
    assert verdicts == ["include", "exclude"]


def test_what_the_judge_refuses_of_a_sheet_is_refused_of_the_page(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    before, card = len(decided(review)), ann.card()
    for verdict, reason in (("include", "E"), ("ongoing", ""), ("away", ""), ("exclude", "none")):
        told = ann.decide(card, verdict, reason=reason)
        assert (told.status, told.json()["saved"]) == (409, False), verdict
    assert len(decided(review)) == before


def test_a_report_that_is_skipped_comes_after_the_others(running: tuple[Path, Browser]) -> None:
    _, ann = running
    first, second = ann.card(), ann.card(ann.card()["key"])
    assert ann.ask("api/skip", {"id": str(uuid4()), "key": first["key"]}).status == 200
    assert ann.card()["key"] == second["key"]
    seen = [second["key"]]
    while card := ann.card(*seen):
        seen.append(card["key"])
    assert first["key"] in seen


def test_an_abstract_that_is_pasted_in_is_kept_with_who_added_it(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    with at_work(review) as session:
        library = session.library()
        bare = next(
            one
            for one in library.waiting_for(Stage.SCREENING, "ann")
            if not library.reports[one].abstract
        )
    card = ann.ask(f"api/card?key={bare}").json()["card"]
    assert card["abstract"] is None
    told = ann.say("abstract", card, text="We asked\n 40 people.", origin="the journal's page")
    shown = told.json()["card"]
    assert shown["abstract"] == [["We asked 40 people.", []]]
    assert "ann" in shown["abstract_origin"]
    assert "the journal's page" in shown["abstract_origin"]
    assert ann.decide(card, "include").status == 409
    assert ann.decide(shown, "include").status == 200
    assert ann.say("abstract", shown, text=" ").status == 409


def test_a_search_and_the_list_of_decisions_show_ones_own_word(
    running: tuple[Path, Browser],
) -> None:
    _, ann = running
    card = ann.card()
    ann.decide(card, "exclude", note="mine")
    title = "".join(text for text, _ in card["title"])
    (found,) = ann.ask(f"api/search?q={title.replace(' ', '%20')}").json()["found"]
    assert (found["key"], found["verdict"]) == (card["key"], "exclude")
    latest = ann.ask("api/mine").json()["decisions"][0]
    assert (latest["key"], latest["note"]) == (card["key"], "mine")
    assert ann.ask("api/search?q=%25").json()["found"] == []


def test_a_report_that_was_withdrawn_or_has_changed_is_not_decided(
    made: Made, tmp_path: Path
) -> None:
    review = copied(made(12), tmp_path)
    with at_work(review) as session:
        report = session.library().waiting_for(Stage.SCREENING, "ann")[0]
        reader = PageReader(name="ann", stage=Stage.SCREENING, language="nb")
        said = Said(id=str(uuid4()), key=report, verdict="include", digest="0" * 10, whole={})
        assert "endret" in decide(session, reader, said).why
        with writing(session.db):
            (file,) = files(session.db)
            withdraw_export(session.db, "medline", file.sha256, "2024", "x")
        refresh(session)
        kept = decide(session, reader, said)
        assert not kept.saved
        assert "trukket tilbake" in kept.why
        assert decisions(session.db) == []


def test_a_report_that_was_joined_with_another_meanwhile_is_shown_as_it_is_now(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    first = ann.card()
    second = ann.card(first["key"])
    ajour("duplicates", review, "--join", first["key"], second["key"], "--reviewer", "bo")
    with at_work(review) as session:
        report = session.library().report_of(first["key"])
    gone = first if report != first["key"] else second
    told = ann.decide(gone, "include")
    assert told.status == 409
    assert told.json()["card"]["key"] == report
    assert ann.decide(told.json()["card"], "include").status == 200
    assert [one.record for one in decided(review)].count(report) == 1


def test_what_somebody_else_decided_meanwhile_is_not_decided_twice(
    running: tuple[Path, Browser],
) -> None:
    review, ann = running
    card = ann.card()
    with at_work(review) as session:
        bo = PageReader(name="bo", stage=Stage.SCREENING, language="en")
        said = Said(id=str(uuid4()), key=card["key"], verdict="exclude", whole={})
        assert decide(session, bo, said).saved
    told = ann.decide(card, "include")
    assert (told.status, told.json()["card"]) == (409, None)
    assert "decided elsewhere" in told.json()["why"]
    assert ann.card()["key"] != card["key"]


def test_the_end_is_told_in_a_sentence(running: tuple[Path, Browser]) -> None:
    _, ann = running
    while card := ann.card():
        assert ann.decide(card, "exclude").status == 200
    told = ann.next()
    assert told["end"] == "ann has nothing more to screen on title and abstract."
    assert told["progress"]["waiting"] == 0


def test_the_store_is_whole_after_all_of_it(running: tuple[Path, Browser]) -> None:
    with at_work(running[0]) as session:
        assert damaged_tables(session.db) == []

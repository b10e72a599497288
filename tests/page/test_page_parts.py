"""Full texts, pairs, pilots and second looks are judged on the same page."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from flows.review.session import at_work
from flows.screening.page_cards import waiting_pairs
from flows.screening.page_decisions import PageReader
from pipeline.decisions import Stage
from pipeline.store.connection import writing
from pipeline.store.decisions import decisions, sent_lists
from pipeline.store.duplicates import StoredDoubt, members, pair_verdicts, put_duplicates
from tests.support.page_reviews import Made, copied
from tests.support.page_server import Browser, served
from tests.support.reviews import ajour

Running = tuple[Path, Browser]


@pytest.fixture(scope="module")
def screened(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some reports, of which bo sent every other one on; a pair of them is doubtful."""
    review = copied(made(24), tmp_path_factory.mktemp("screened"))
    assert ajour("candidates", review, "--pilot", 4).code == 0
    with served(review, "--reviewer", "bo") as browsers:
        bo = browsers["bo"]
        verdicts = cycle(("include", "exclude"))
        while card := bo.card(part="pilot"):
            assert card["kind"] == "pilot"
            assert bo.decide(card, next(verdicts)).status == 200
        while card := bo.card():
            assert bo.decide(card, next(verdicts)).status == 200
    with at_work(review) as session, writing(session.db):
        one, other = sorted(session.library().members)[:2]
        doubt = StoredDoubt(
            one=one, other=other, position=1, because="titles agree (91)", against="", score=0.5
        )
        put_duplicates(session.db, [], [doubt], members(session.db))
    return review


@pytest.fixture(scope="module")
def screening(screened: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    review = copied(screened, tmp_path_factory.mktemp("screening"))
    with served(review, "--reviewer", "ann") as browsers:
        yield review, browsers["ann"]


def test_a_pilot_is_judged_by_everybody_without_the_words_of_others(screening: Running) -> None:
    review, ann = screening
    assert "pilot" in ann.parts()
    seen = 0
    while card := ann.card(part="pilot"):
        assert (card["kind"], card["earlier"], card["standing"]) == ("pilot", [], None)
        assert ann.decide(card, "exclude", reason="E", other_reasons=["P"]).status == 200
        seen += 1
    assert seen == 4
    with at_work(review) as session:
        mine = [one for one in decisions(session.db) if one.reviewer == "ann"]
    assert {(one.reason, one.other_reasons) for one in mine} == {("E", ("P",))}


def test_a_second_look_shows_nothing_of_the_first(screening: Running) -> None:
    review, ann = screening
    assert "recheck" in ann.parts()
    card = ann.card(part="recheck")
    assert (card["kind"], card["standing"], card["earlier"]) == ("recheck", None, [])
    assert (card["rank"], card["probability"], card["words"], card["suggestion"]) == (
        *(None, None, [], None),
    )
    assert ann.decide(card, "maybe").status == 200
    with at_work(review) as session:
        said = session.library().decisions_on(card["key"], Stage.SCREENING)
    assert {one.reviewer for one in said} == {"ann", "bo"}
    assert (ann.card(part="recheck") or {"key": ""})["key"] != card["key"]


def test_a_second_look_is_saved_by_the_next_server_and_ends_though_the_clock_went_back(
    screened: Path, tmp_path: Path
) -> None:
    review = copied(screened, tmp_path)
    with served(review, "--reviewer", "ann") as browsers:
        card = browsers["ann"].card(part="recheck")
    with at_work(review) as session:
        known = session.library()
        other = next(
            one
            for one in known.members
            if one != card["key"]
            and known.decisions_on(one, Stage.SCREENING)
            and one not in sent_lists(session.db, Stage.SCREENING)[-1].records
        )
    with served(review, "--reviewer", "ann", SOURCE_DATE_EPOCH="1500000000") as browsers:
        ann = browsers["ann"]
        assert ann.decide({"key": other, "digest": ""}, "maybe", kind="recheck").status == 409
        assert ann.decide(card, "maybe", kind="recheck").status == 200
        seen = [card["key"]]
        while again := ann.card(part="recheck"):
            assert again["key"] not in seen
            seen.append(again["key"])
            assert ann.decide(again, "maybe").status == 200


def test_a_pair_is_shown_side_by_side_and_judged_once(screening: Running) -> None:
    review, ann = screening
    with at_work(review) as session:
        reader = PageReader(name="ann", stage=Stage.SCREENING, language="en")
        shown = waiting_pairs(session, reader)
    (pair,) = ann.ask("api/pairs").json()["pairs"] or shown
    title = next(one for one in pair["fields"] if one["name"] == "title")
    assert any(differs for _, differs in title["one"])
    said = {"key": pair["one"], "digest": ""}
    told = ann.say("pair", said, one=pair["one"], other=pair["other"], same=False, note="two")
    assert told.status == 200
    again = ann.say("pair", said, one=pair["one"], other=pair["other"], same=False)
    assert again.status == 200
    with at_work(review) as session:
        assert [(one.same, one.reviewer, one.note) for one in pair_verdicts(session.db)] == [
            (False, "ann", "two")
        ]


def test_full_texts_are_sought_and_assessed_on_the_page(screened: Path, tmp_path: Path) -> None:
    review = copied(screened, tmp_path)
    with served(review, "--reviewer", "ann", "--stage", "eligibility") as browsers:
        ann = browsers["ann"]
        start = ann.ask("api/start").json()
        assert (start["stage"], start["several"]) == ("eligibility", True)
        card = ann.card()
        assert [one["by"] for one in card["earlier"]] == ["bo"]
        assert card["links"][0]["url"].startswith("https://doi.org/10.1000/r")
        lost = ann.say("retrieval", card, retrieval="not retrieved", location="library")
        assert lost.status == 200
        assert ann.card()["key"] != card["key"]
        card = ann.card()
        found = ann.say("retrieval", card, retrieval="retrieved", location="shelf 3")
        assert (found.json()["card"]["retrieval"], found.json()["card"]["location"]) == (
            *("retrieved", "shelf 3"),
        )
        assert ann.decide(card, "exclude").status == 409
        assert ann.decide(card, "exclude", reason="E", other_reasons=["P"]).status == 200
        assert ann.card()["key"] != card["key"]
    with at_work(review) as session:
        stages = [
            (one.stage, one.verdict) for one in decisions(session.db) if one.reviewer == "ann"
        ]
    assert stages == [
        (Stage.RETRIEVAL, "not retrieved"),
        (Stage.RETRIEVAL, "retrieved"),
        (Stage.ELIGIBILITY, "exclude"),
    ]

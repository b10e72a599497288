"""Who reads blind is sent no byte of what another reviewer said, until it is theirs to settle."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.review.session import at_work
from pipeline.decisions import Stage
from pipeline.store.decisions import decisions
from tests.support.page_reviews import Made, copied
from tests.support.page_server import Browser, served

SECRET = "zyx another reviewer's very own words zyx"

Blind = tuple[Path, dict[str, Browser]]


@pytest.fixture(scope="module")
def blind(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blind]:
    """Twenty reports that two read without seeing each other's verdicts; bo has read them all."""
    review = copied(made(20, screening="double-blind"), tmp_path_factory.mktemp("blind"))
    with served(review, "--team") as browsers:
        bo = browsers["bo"]
        while card := bo.card():
            told = bo.decide(card, "exclude", reason="P", note=SECRET)
            assert told.status == 200, told.body
        yield review, browsers


def test_no_byte_of_anothers_vote_is_served(blind: Blind) -> None:
    _, browsers = blind
    ann = browsers["ann"]
    ann.ask("api/start")
    seen: list[str] = []
    while card := ann.card(*seen):
        assert card["earlier"] == []
        assert card["standing"] is None
        ann.ask(f"api/card?key={card['key']}")
        seen.append(card["key"])
    assert len(seen) == 20
    assert ann.conflicts() == []
    for path in ("api/search?q=work", "api/mine", "api/pairs", "page.js"):
        assert ann.ask(path).status == 200
    for wrong in ("undo", "consensus"):
        ann.say(wrong, {"key": seen[0], "digest": ""}, verdict="include", before=0)
    ann.decide({"key": seen[0], "digest": "0"}, "include")
    served_bytes = bytes(ann.seen)
    assert SECRET.encode() not in served_bytes
    assert b'"bo"' not in served_bytes
    assert b'"verdict":"exclude"' not in served_bytes


def test_a_disagreement_is_settled_on_the_page_by_those_who_disagree(blind: Blind) -> None:
    review, browsers = blind
    ann = browsers["ann"]
    first = ann.card()
    assert ann.decide(first, "include").status == 200
    assert ann.decide(ann.card(), "exclude", reason="P").status == 200
    (conflict,) = ann.conflicts()
    assert conflict["card"]["key"] == first["key"]
    assert {(one["by"], one["verdict"], one["note"]) for one in conflict["said"]} == {
        ("ann", "include", ""),
        ("bo", "exclude", SECRET),
    }
    assert ann.say("consensus", conflict["card"], verdict="include", note="we agreed").status == 200
    assert ann.say("consensus", conflict["card"], verdict="exclude").status == 409
    with at_work(review) as session:
        settled = [one for one in decisions(session.db) if one.resolves]
        assert [(one.reviewer, one.verdict, one.note) for one in settled] == [
            ("consensus", "include", "we agreed")
        ]
        assert session.library().verdict(first["key"], Stage.SCREENING) == "include"
    assert browsers["bo"].conflicts() == []

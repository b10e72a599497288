"""A page is where it was at the last start, and an open tab goes on with the next server."""

import signal
import socket
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from flows.page.place import (
    bound_socket,
    forget_links,
    links_of_tabs,
    remember_link,
    usual_port,
)
from flows.review.session import at_work
from pipeline.decisions import Stage
from pipeline.errors import Refused
from pipeline.store.decisions import decisions
from pipeline.store.page_words import page_links
from tests.support.page_server import Browser, begun, links
from tests.support.reviews import ajour

SCREENING, ELIGIBILITY = Stage.SCREENING, Stage.ELIGIBILITY


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])


def test_a_port_is_that_of_a_review_and_a_stage() -> None:
    ports = {usual_port(f"review {number}", SCREENING) for number in range(200)}
    assert len(ports) > 190
    assert all(20_000 <= one < 30_000 for one in ports)
    assert usual_port("a", SCREENING) == usual_port("a", SCREENING)
    assert usual_port("a", SCREENING) != usual_port("a", ELIGIBILITY)


def test_where_the_port_is_taken_the_next_free_one_is_told() -> None:
    usual = free_port()
    with closing(socket.create_server(("127.0.0.1", usual))):
        bound, moved = bound_socket("127.0.0.1", None, usual)
        with closing(bound):
            port = bound.getsockname()[1]
            assert port != usual
            assert moved.startswith(f"The usual port of this page, {usual}, is in use, perhaps")
            assert f"this page uses port {port}." in moved
        with pytest.raises(Refused, match="not started"):
            bound_socket("127.0.0.1", usual, 1)
    bound, moved = bound_socket("127.0.0.1", None, usual)
    with closing(bound):
        assert (bound.getsockname()[1], moved) == (usual, "")


def test_a_tab_goes_on_for_its_own_reviewer_and_stage_and_for_a_while(tmp_path: Path) -> None:
    remember_link(tmp_path, "a1", "ann", SCREENING, "2024-06-01T10:00:00Z")
    remember_link(tmp_path, "b1", "bo", SCREENING, "2024-06-01T10:00:00Z")
    remember_link(tmp_path, "a2", "ann", SCREENING, "2024-06-05T10:00:00Z")

    def known(name: str, stage: Stage = SCREENING, day: str = "06") -> list[str]:
        return links_of_tabs(tmp_path, name, stage, f"2024-06-{day}T10:00:00Z")

    assert (known("ann"), known("bo"), known("cy")) == (["a1", "a2"], ["b1"], [])
    assert known("ann", ELIGIBILITY) == []
    assert known("ann", day="09") == ["a2"]
    forget_links(tmp_path, "ann")
    assert (known("ann"), known("bo")) == ([], ["b1"])
    (tmp_path / "page-links.json").write_text('{"torn": ', "utf-8")
    assert known("bo") == []


def test_a_server_that_is_started_again_knows_the_open_tab_and_saves_a_word_once(
    review: Path,
) -> None:
    process, lines = begun(review, "--reviewer", "ann")
    ann = Browser(links(lines)["ann"]).open()
    card, word = ann.card(), str(uuid4())
    assert ann.decide(card, "include", id=word).status == 200
    secret = ann.link.split("/")[-2]
    kept = (review / ".ajour" / "page-links.json").read_text("utf-8")
    assert secret not in kept
    process.kill()
    process.communicate(timeout=30)
    process, lines = begun(review, "--reviewer", "ann")
    assert links(lines)["ann"].split("/r/")[0] == ann.link.split("/r/")[0]
    assert links(lines)["ann"] != ann.link
    refused = ann.decide(card, "include", id=word)
    assert (refused.status, refused.json()["reload"]) == (403, True)
    ann.open()
    assert ann.decide(card, "include", id=word).status == 200
    assert ajour("screen", review, "--withdraw-link", "bo").code == 0
    newest = Browser(links(lines)["ann"]).open()
    told = ajour("screen", review, "--withdraw-link", "ann").out
    assert told.startswith(
        "ann: 2 links were withdrawn. These links no longer work, not even in a page that"
    )
    for tab in (ann, newest):
        said = tab.decide(card, "exclude")
        assert (said.status, "withdrawn" in said.json()["why"]) == (403, True)
    process.kill()
    process.communicate(timeout=30)
    process, lines = begun(review, "--reviewer", "ann")
    assert ann.ask("").status == 403
    assert Browser(links(lines)["ann"]).open().token
    process.kill()
    process.communicate(timeout=30)
    with at_work(review) as session:
        assert [one.record for one in decisions(session.db)] == [card["key"]]


def test_no_link_is_made_for_a_page_that_finds_no_place(review: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        told = ajour("screen", review, "--team", "--no-browser", "--port", port)
    assert (told.code, told.out) == (2, "")
    assert "Name another port with --port" in told.err
    with at_work(review) as session:
        assert page_links(session.db) == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=str)
def test_every_signal_to_stop_ends_the_page_in_order(review: Path, how: signal.Signals) -> None:
    process, lines = begun(review, "--reviewer", "ann")
    ann = Browser(links(lines)["ann"]).open()
    assert ann.decide(ann.card(), "include").status == 200
    process.send_signal(how)
    said, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert said == "The page is closed. Every decision that the page showed as saved is stored.\n"
    assert not (review / "ajour.db-wal").exists()
    with at_work(review) as session:
        assert len(decisions(session.db)) == 1

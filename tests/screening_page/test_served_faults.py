"""The page in a browser while its server is killed, its disk refuses, or its list takes long."""

import os
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.review.session import at_work
from pipeline.decisions import Decision
from pipeline.store.decisions import decisions
from tests.support.page_reviews import page_review
from tests.support.page_server import begun, ended, links
from tests.support.screening_browser import press, title, until

pytestmark = pytest.mark.slow

SAVED = "() => document.getElementById('state').innerText === 'All saved'"
NOTED = "text => document.getElementById('notice').innerText.includes(text)"
READY = "() => !document.getElementById('decide').hidden"
HEADED = "text => document.getElementById('title').innerText === text"


@dataclass
class Running:
    """A review, the program that serves it, and its page in a browser."""

    review: Path
    process: subprocess.Popen[str]
    page: Any

    def stands(self) -> list[Decision]:
        with at_work(self.review) as session:
            return decisions(session.db)

    def start_again(self) -> None:
        self.process, _ = begun(self.review, "--reviewer", "ann")


def ready(page: Any) -> Any:
    """The page when a record stands there; on a busy machine the next ones take a while."""
    until(page, READY, seconds=60)
    return page


@pytest.fixture(scope="module")
def running(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One page that is opened once and never reloaded, whatever happens to its server."""
    review = page_review(tmp_path_factory.mktemp("disturbed"), 100)
    process, lines = begun(review, "--reviewer", "ann")
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(links(lines)["ann"])
    page.wait_for_selector("#decide button")
    page.evaluate("() => { window.opened = 'once'; }")
    made = Running(review=review, process=process, page=page)
    yield made
    assert page.evaluate("() => window.opened") == "once"
    assert (ended(made.process), faults) == ("", [])
    page.close()


def test_what_waits_is_sent_once_to_the_server_that_is_started_again(running: Running) -> None:
    page, before = ready(running.page), len(running.stands())
    press(page, "i")
    page.wait_for_timeout(300)  # the records ahead are loaded
    running.process.kill()
    running.process.communicate(timeout=30)
    press(page, "e")
    press(page, "m")
    page.locator("#note").fill("half a no")
    assert page.locator("#state").inner_text() == "2 waiting to be sent"
    assert len(running.stands()) == before + 1
    running.start_again()
    until(page, SAVED, seconds=60)
    assert page.locator("#note").input_value() == "half a no"
    page.locator("#note").fill("")
    page.keyboard.press("Escape")
    press(page, "i")
    words = [one.verdict for one in running.stands()[before:]]
    assert words == ["include", "exclude", "maybe", "include"]


def test_a_store_that_another_process_locks_is_told_and_the_word_is_saved_once(
    running: Running,
) -> None:
    page, before = ready(running.page), len(running.stands())
    with closing(sqlite3.connect(running.review / "ajour.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        gone = title(page)
        press(page, "e")
        until(page, NOTED, "Another process is writing to the review")
        assert page.locator("#state").inner_text() == "1 waiting to be sent"
        until(page, READY, seconds=60)
        shown = [gone, title(page)]
        press(page, "e")
        until(page, READY, seconds=60)
        assert title(page) not in shown  # though the store does not know of either yet
        other.execute("ROLLBACK")
    until(page, SAVED, seconds=30)
    assert [one.verdict for one in running.stands()[before:]] == ["exclude", "exclude"]


def test_a_disk_that_takes_nothing_is_told_and_the_word_is_saved_once(running: Running) -> None:
    page, before, process = ready(running.page), len(running.stands()), running.process.pid
    known = resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    press(page, "m")
    until(page, NOTED, "the disk reports an error")
    resource.prlimit(process, resource.RLIMIT_FSIZE, known)
    until(page, SAVED, seconds=30)
    assert [one.verdict for one in running.stands()[before:]] == ["maybe"]


def test_at_the_end_of_a_batch_the_next_is_said_to_be_prepared_and_then_comes(
    running: Running,
) -> None:
    """The processes beside the server are halted, so that the next batch takes its time."""
    page, before = ready(running.page), len(running.stands())
    beside = children(running.process.pid)
    assert beside
    for one in beside:
        os.kill(one, signal.SIGSTOP)
    try:
        for _ in range(120):
            press(page, "e")
            if title(page) == "The next records are being prepared.":
                break
        until(page, HEADED, "The next records are being prepared.")
        said = len(running.stands())
        page.keyboard.press("i")
        assert len(running.stands()) == said
    finally:
        for one in beside:
            os.kill(one, signal.SIGCONT)
    until(
        page,
        "text => document.getElementById('title').innerText !== text",
        "The next records are being prepared.",
        seconds=60,
    )
    page.wait_for_selector("#decide button")
    press(page, "i")
    records = [one.record for one in running.stands()]
    assert len(records) == len({*records}) == said + 1 > before


def children(process: int) -> list[int]:
    """The processes that a process has started (proc(5): the fourth field is the parent)."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = place.read_text("utf-8", "replace").rpartition(")")[2].split()[1]
            found += [int(place.parent.name)] * (int(parent) == process)
    return found


def test_reasons_that_were_changed_are_shown_and_a_queued_word_that_is_refused_is_told(
    running: Running,
) -> None:
    page, before = ready(running.page), len(running.stands())
    criteria = running.review / "criteria.toml"
    text = criteria.read_text("utf-8")
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    gone = title(page)
    page.locator("#note").fill("a note of mine")
    page.keyboard.press("Escape")
    press(page, "2")
    page.wait_for_timeout(50)
    criteria.write_text(
        text.replace('code = "P"', 'code = "Q"').replace("Wrong type", "No article")
    )
    page.context.set_offline(False)
    until(page, NOTED, gone, seconds=30)
    told = page.locator("#notice").inner_text()
    assert "P is not a reason in criteria.toml" in told
    assert "a note of mine" in told
    until(page, "() => document.getElementById('reasons').innerText.includes('No article')")
    press(page, "2")
    assert gone in page.locator("#notice").inner_text()  # until somebody has seen and closed it
    assert [one.reason for one in running.stands()[before:]] == ["Q"]
    page.locator("#notice button").last.click()
    criteria.write_text(text)

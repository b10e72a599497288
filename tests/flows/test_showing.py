"""The bar of long work: on standard error, for people only."""

import os
import pty
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from io import StringIO
from threading import Event

import pytest
from rich.progress import Progress

from flows.cli import progress_bar
from flows.cli.progress_bar import watched
from flows.cli.terminal import guarded_terminal
from flows.review.steps import counted, step


def test_nothing_is_shown_where_nobody_watches() -> None:
    seen = StringIO()
    with redirect_stderr(seen), watched():
        step("rank")
        assert list(counted("files", [1, 2])) == [1, 2]
    assert seen.getvalue() == ""


def _shown(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> str:
    """What a terminal is sent while some work is watched."""
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with guarded_terminal(), watched():
            work()
    shown = b""
    # A read gives what one write left; the end of a closed terminal is an error.
    with suppress(OSError):
        while part := os.read(ours, 10_000):
            shown += part
    os.close(ours)
    return shown.decode()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Set as soon as a bar is drawn, which is at once."""
    drawn = Event()
    start = Progress.start

    def started(bar: Progress) -> None:
        start(bar)
        drawn.set()

    monkeypatch.setattr(Progress, "start", started)
    monkeypatch.setattr(progress_bar, "PATIENCE", 0.0)
    return drawn


def test_a_terminal_shows_what_is_at_work_and_how_much_is_done(
    monkeypatch: pytest.MonkeyPatch, begun: Event
) -> None:
    def work() -> None:
        step("link duplicates")
        assert begun.wait(60)
        for _ in counted("export files", range(3)):
            pass

    shown = _shown(monkeypatch, work)
    assert "link duplicates" in shown
    assert "export files" in shown
    assert "3/3" in shown


def test_the_bar_makes_room_for_a_sentence(monkeypatch: pytest.MonkeyPatch, begun: Event) -> None:
    def work() -> None:
        step("rank")
        assert begun.wait(60)
        print("A sentence.", file=sys.stderr)

    assert _shown(monkeypatch, work).rstrip("\r\n").endswith("A sentence.")


def test_short_work_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "PATIENCE", 3600.0)
    assert _shown(monkeypatch, lambda: step("rank")) == ""


def test_a_command_that_tells_of_no_work_shows_none(
    monkeypatch: pytest.MonkeyPatch, begun: Event
) -> None:
    assert _shown(monkeypatch, lambda: None) == ""
    assert not begun.is_set()

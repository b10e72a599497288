"""The bar of an update: on standard error, for people only."""

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
from flows.orchestration.steps import step


def test_nothing_is_shown_where_nobody_watches() -> None:
    seen = StringIO()
    with redirect_stderr(seen), watched(2):
        step("rank")
    assert seen.getvalue() == ""


def _shown(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> str:
    """What a terminal is sent while the steps of some work are watched."""
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with watched(2):
            work()
    shown = b""
    # A read gives what one write left; the end of a closed terminal is an error.
    with suppress(OSError):
        while part := os.read(ours, 10_000):
            shown += part
    os.close(ours)
    return shown.decode()


def test_a_terminal_shows_the_step_at_work_and_how_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = Event()
    start = Progress.start

    def started(bar: Progress) -> None:
        start(bar)
        begun.set()

    monkeypatch.setattr(Progress, "start", started)
    monkeypatch.setattr(progress_bar, "PATIENCE", 0.0)

    def work() -> None:
        step("take in")
        assert begun.wait(60)
        step("rank")

    shown = _shown(monkeypatch, work)
    assert "rank" in shown
    assert "1/2" in shown


def test_short_work_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "PATIENCE", 3600.0)
    assert _shown(monkeypatch, lambda: step("rank")) == ""

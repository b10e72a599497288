"""The bar of an update: on standard error, for people only."""

import os
import pty
import sys
from contextlib import redirect_stderr, suppress
from io import StringIO

from flows.cli.progress_bar import watched
from flows.orchestration.steps import step


def test_nothing_is_shown_where_nobody_watches() -> None:
    seen = StringIO()
    with redirect_stderr(seen), watched(2):
        step("rank")
    assert seen.getvalue() == ""


def test_a_terminal_shows_the_step_at_work(monkeypatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with watched(2):
            step("rank")
    shown = b""
    # A read gives what one write left; the end of a closed terminal is an error.
    with suppress(OSError):
        while part := os.read(ours, 10_000):
            shown += part
    os.close(ours)
    assert "rank" in shown.decode()

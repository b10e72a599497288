"""A bar on standard error that shows how far long work has come, for people who watch it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any

from flows.cli.terminal import before_writing, console
from flows.review.steps import told

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds that work may take without a word."""


@contextmanager
def watched() -> Iterator[None]:
    """Show the work within the block on standard error: what, how many, how long is left.

    Nothing is shown where that is not a terminal, nor of work that is done within PATIENCE. The bar
    goes when the block ends, or as soon as anything else is printed.
    """
    if not sys.stderr.isatty():
        yield
        return
    bar = _Bar()
    try:
        with told(bar.show), before_writing(bar.hide):
            yield
    finally:
        bar.end()


class _Bar:
    """The bar of one command, which comes once the command has told of work for PATIENCE."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._timer: Timer | None = None
        self._bar: Progress | None = None
        self._task: Any = None
        self._at: tuple[str, int, int | None] = ("", 0, None)
        self._ended = False

    def show(self, name: str, done: int, total: int | None) -> None:
        """Say what is at work, and how many of how many are done."""
        with self._lock:
            before, self._at = self._at, (name, done, total)
            if self._ended:
                return
            if self._timer is None:
                self._timer = Timer(PATIENCE, self._start)
                self._timer.daemon = True
                self._timer.start()
            if self._bar is not None:
                if (name, total) != (before[0], before[2]):
                    self._bar.reset(self._task, total=total, description=name)
                self._bar.update(self._task, completed=done)

    def _start(self) -> None:
        """Draw the bar; rich takes time to import, which short work need not wait for."""
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.progress import MofNCompleteColumn as Counted
        from rich.progress import TimeRemainingColumn as TimeLeft

        columns = (TextColumn("{task.description}"), BarColumn(), Counted(), TimeLeft())
        with self._lock:
            if self._ended:
                return
            name, done, total = self._at
            # What else is written takes the bar away, so that rich need not lead it round.
            bar = Progress(
                *columns,
                console=console(stderr=True),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._task = bar.add_task(name, total=total, completed=done)
            self._bar = bar
            bar.start()

    def hide(self) -> None:
        """Take the bar away, since a sentence is to stand in its place."""
        with self._lock:
            bar, self._bar = self._bar, None
            if bar is not None:
                bar.stop()
                self._timer = None

    def end(self) -> None:
        """Take the bar away for good."""
        with self._lock:
            self._ended = True
            timer = self._timer
        if timer is not None:
            timer.cancel()
            timer.join()
        self.hide()

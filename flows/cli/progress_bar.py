"""A progress bar on standard error for work that takes long."""

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
"""Seconds of work before the bar appears."""


@contextmanager
def watched() -> Iterator[None]:
    """Show the progress of the block's work on standard error: task, count and time left.

    Nothing is shown if standard error is not a terminal, or if the work ends within PATIENCE. The
    bar disappears when the block ends, or as soon as anything else is printed.
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
    """The bar of one command; it appears PATIENCE seconds after the command first reports work."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._timer: Timer | None = None
        self._bar: Progress | None = None
        self._task: Any = None
        self._at: tuple[str, int, int | None] = ("", 0, None)
        self._ended = False

    def show(self, name: str, done: int, total: int | None) -> None:
        """Report the current task, and how many of how many are done."""
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
        """Draw the bar; rich is imported only here, since its import would delay short commands."""
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.progress import MofNCompleteColumn as Counted
        from rich.progress import TimeRemainingColumn as TimeLeft

        columns = (TextColumn("{task.description}"), BarColumn(), Counted(), TimeLeft())
        with self._lock:
            if self._ended:
                return
            name, done, total = self._at
            # Other output removes the bar first, so rich need not redirect it.
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
        """Remove the bar before a sentence is printed in its place."""
        with self._lock:
            bar, self._bar = self._bar, None
            if bar is not None:
                bar.stop()
                self._timer = None

    def end(self) -> None:
        """Remove the bar for good."""
        with self._lock:
            self._ended = True
            timer = self._timer
        if timer is not None:
            timer.cancel()
            timer.join()
        self.hide()

"""A bar on standard error that shows how far an update has come, for people who watch it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from flows.cli.terminal import console
from flows.orchestration.steps import told

PATIENCE = 1.0
"""Seconds that work may take without a word."""


@contextmanager
def watched(steps: int) -> Iterator[None]:
    """Show the steps within the block on standard error: which, how many, how long is left.

    Nothing is shown where that is no terminal, nor of work that is done within PATIENCE. The bar
    goes when the block ends.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeLeft())
    out = console(stderr=True)
    bar = Progress(*columns, console=out, transient=True, redirect_stdout=False)
    task, begun = bar.add_task("", total=steps), 0
    start = Timer(PATIENCE, bar.start)
    start.daemon = True
    start.start()

    def show(name: str) -> None:
        nonlocal begun
        bar.update(task, description=name, completed=begun)
        begun += 1

    try:
        with told(show):
            yield
    finally:
        start.cancel()
        start.join()
        bar.stop()

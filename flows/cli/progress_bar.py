"""A bar on standard error that shows how far an update has come, for people who watch it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flows.cli.terminal import console, guarded_terminal
from flows.orchestration.steps import told


@contextmanager
def watched(steps: int) -> Iterator[None]:
    """Show the steps within the block as a bar on standard error; nothing where it is no terminal.

    The bar goes when the block ends.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console(stderr=True), transient=True)
    with bar, guarded_terminal():  # rich takes over what is printed beside its bar
        task = bar.add_task("start Prefect", total=steps + 1)

        def show(name: str) -> None:
            bar.advance(task)
            bar.update(task, description=name, refresh=True)

        with told(show):
            yield

"""Reports the progress of long work to whoever watches."""

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Show = Callable[[str, int, int | None], None]
"""Called with the current step, how many items are done, and how many there are, if known."""

_SHOW: ContextVar[Show | None] = ContextVar("show", default=None)


def step(name: str) -> None:
    """Report that a step begins, if anyone watches."""
    if show := _SHOW.get():
        show(name, 0, None)


def reached(name: str, done: int, total: int | None = None) -> None:
    """Report how far a step has come, if anyone watches."""
    if show := _SHOW.get():
        show(name, done, total)


def counted(name: str, items: Iterable[Item], total: int | None = None) -> Iterator[Item]:
    """The items, each reported as it begins; `total` is their number if they have no length.

    >>> with told(lambda *said: print(*said)):
    ...     done = list(counted("export files", ["a", "b"]))
    export files 0 2
    export files 1 2
    export files 2 2
    """
    show = _SHOW.get()
    if show is None:
        yield from items
        return
    every = len(items) if total is None and isinstance(items, Sized) else total
    show(name, 0, every)
    for number, item in enumerate(items, start=1):
        yield item
        show(name, number, every)


@contextmanager
def told(show: Show) -> Iterator[None]:
    """Call `show` for each step and item that begins within the block."""
    token = _SHOW.set(show)
    try:
        yield
    finally:
        _SHOW.reset(token)

"""Which step of an update begins, told to whoever watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_STEP: ContextVar[Callable[[str], None] | None] = ContextVar("step", default=None)


def step(name: str) -> None:
    """Say that a step begins, where somebody watches."""
    if show := _STEP.get():
        show(name)


@contextmanager
def told(show: Callable[[str], None]) -> Iterator[None]:
    """Call `show` with the name of each step that begins within the block."""
    token = _STEP.set(show)
    try:
        yield
    finally:
        _STEP.reset(token)

"""Passes an update, whose first stages were done while Prefect started, to its flow."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flows.orchestration.update import BegunUpdate

_PREPARED: ContextVar[BegunUpdate | None] = ContextVar("prepared", default=None)


def prepared() -> BegunUpdate | None:
    """The update that this program has begun and whose lock it holds; None if there is none."""
    return _PREPARED.get()


@contextmanager
def handed_over(begun: BegunUpdate) -> Iterator[None]:
    """Let a flow that runs within the block continue an update."""
    token = _PREPARED.set(begun)
    try:
        yield
    finally:
        _PREPARED.reset(token)

"""An update whose first stages were done while Prefect started, handed to its flow."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flows.orchestration.update import BegunUpdate

_PREPARED: ContextVar[BegunUpdate | None] = ContextVar("prepared", default=None)


def prepared() -> BegunUpdate | None:
    """The update that this program has begun, and holds the lock of; None where it has not."""
    return _PREPARED.get()


@contextmanager
def handed_over(begun: BegunUpdate) -> Iterator[None]:
    """Have a flow that is run within the block go on with an update."""
    token = _PREPARED.set(begun)
    try:
        yield
    finally:
        _PREPARED.reset(token)

"""Keeps a review open for long, with its current settings."""

from contextlib import ExitStack
from pathlib import Path

from flows.review.session import Session, at_work
from pipeline.errors import Refused


class OpenReview:
    """A review's session, opened again when review.toml or criteria.toml has been saved.

    If these files have faults, the old session stays in use and `fault` describes them, because
    readers of the page cannot correct them. With `again`, records are kept between decisions
    (`at_work`).
    """

    def __init__(self, folder: Path, *, again: bool = False) -> None:
        self._folder, self._again = folder, again
        self._stack = ExitStack()
        self._seen: object = None
        self._session: Session | None = None
        self.fault = ""

    def session(self) -> Session:
        """The session with the current settings; Refused if the review has never been opened."""
        seen = _settings_seen(self._folder)
        if self._session is None or seen != self._seen:
            self._open()
            self._seen = seen
        if self._session is None:
            raise Refused(f"{self._folder}: the review could not be opened.")
        return self._session

    def _open(self) -> None:
        stack = ExitStack()
        try:
            session = stack.enter_context(at_work(self._folder, again=self._again))
        except Refused as fault:
            if self._session is None:
                raise
            self.fault = str(fault)
        else:
            self._stack.close()
            self._session, self._stack, self.fault = session, stack, ""

    def close(self) -> None:
        """Close the store."""
        self._stack.close()


def _settings_seen(folder: Path) -> object:
    """A value that changes whenever review.toml or criteria.toml is saved."""
    found = []
    for name in ("review.toml", "criteria.toml"):
        try:
            state = (folder / name).stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((state.st_mtime_ns, state.st_size))
    return found

"""The store as the server has it: one connection in one thread, and sentences for its faults."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from flows.page.open_review import OpenReview
from flows.review.session import Session
from pipeline.store.connection import told, wait_at_most

Found = TypeVar("Found")

PATIENCE = 2.0
"""Seconds that somebody waits for another process's transaction before the page tries again."""


class StoreThread:
    """Does one thing after another with a review's session, away from the server's own thread.

    `settings` is another whenever review.toml or criteria.toml say something else; `fault` says why
    they cannot be read, while the page goes on with what they said before.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._review = OpenReview(folder)
        self._session: Session | None = None
        self.settings = ""
        self.fault = ""

    async def do(self, work: Callable[[Session], Found]) -> Found:
        """What the work finds; Refused where the store is locked, full or gone."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._with_session, work)

    def _with_session(self, work: Callable[[Session], Found]) -> Found:
        session = self._opened()
        with told(session.review.store):
            return work(session)

    def _opened(self) -> Session:
        """The session, with its settings and their faults as they are now."""
        session = self._review.session()
        self.fault = self._review.fault
        if session is not self._session:
            self.settings, self._session = _settings_of(session), session
            wait_at_most(session.db, PATIENCE)
        return session

    async def close(self) -> None:
        """Close the store when what was begun is done."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._review.close)
        self._thread.shutdown()


def _settings_of(session: Session) -> str:
    said = f"{session.review.hash}\n{session.criteria.hash}"
    return sha256(said.encode()).hexdigest()[:16]

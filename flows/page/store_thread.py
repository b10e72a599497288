"""Gives the server one connection to the store in one thread, and sentences for its faults."""

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
"""Seconds to wait for another process's transaction before the page must try again."""


class StoreThread:
    """Runs functions on a review's session one after another, outside the server's own thread.

    `settings` changes whenever review.toml or criteria.toml changes. `fault` says why they cannot
    be read; the page then keeps the earlier settings.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._review = OpenReview(folder)
        self._session: Session | None = None
        self.settings = ""
        self.fault = ""

    async def do(self, work: Callable[[Session], Found]) -> Found:
        """The result of `work`; Refused if the store is locked, full or gone."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._with_session, work)

    def _with_session(self, work: Callable[[Session], Found]) -> Found:
        session = self._opened()
        with told(session.review.store):
            return work(session)

    def _opened(self) -> Session:
        """The session, with its current settings and their faults."""
        session = self._review.session()
        self.fault = self._review.fault
        if session is not self._session:
            self.settings, self._session = _settings_of(session), session
            wait_at_most(session.db, PATIENCE)
        return session

    async def close(self) -> None:
        """Close the store after the work that is in progress."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._review.close)
        self._thread.shutdown()


def _settings_of(session: Session) -> str:
    said = f"{session.review.hash}\n{session.criteria.hash}"
    return sha256(said.encode()).hexdigest()[:16]

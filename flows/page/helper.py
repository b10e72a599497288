"""Asks a helper process, which ends when the server ends for any reason."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

from pipeline.errors import Refused

BEHIND = "behind"

LINE = 64 * 1024 * 1024
"""Maximum bytes of an answer; a list of all waiting reports is far smaller."""


WAITED_FOR = frozenset({"batch"})
"""Questions that a reader waits for; they are asked before all others."""


class _Turns:
    """Gives turns to ask: the lowest number first, then in order of arrival."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._came = 0
        self._busy = False

    @asynccontextmanager
    async def turn(self, number: int) -> AsyncIterator[None]:
        """Wait for a turn; within the block, no other caller has one."""
        if self._busy:
            self._came += 1
            waiter = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (number, self._came, waiter))
            try:
                await waiter
            except asyncio.CancelledError:
                if waiter.done() and not waiter.cancelled():
                    self._next()
                raise
        self._busy = True
        try:
            yield
        finally:
            self._next()

    def _next(self) -> None:
        while self._waiting:
            _, _, waiter = heappop(self._waiting)
            if not waiter.done():
                waiter.set_result(None)
                return
        self._busy = False


class Helper:
    """A process that answers one question at a time; it is started by the first question.

    A batch that a reader waits for comes first, then other questions in order.
    The process reads questions from our pipe, which closes when we are killed, and then ends.
    With `behind`, it yields the processor to the other processes.
    """

    def __init__(self, folder: Path, *, behind: bool = False) -> None:
        self._folder, self._behind = folder, behind
        self._turns = _Turns()
        self._process: asyncio.subprocess.Process | None = None
        self._asked = 0

    async def ask(self, what: str, **said: Any) -> Any:
        """The answer to a question; Refused if it fails. A dead process is started again."""
        async with self._turns.turn(what not in WAITED_FOR):
            process = await self._running()
            self._asked += 1
            question = json.dumps({"n": self._asked, "what": what, **said}) + "\n"
            if process.stdin is None or process.stdout is None:
                raise Refused("The background program of the page cannot be reached.")
            try:
                process.stdin.write(question.encode())
                await process.stdin.drain()
                line = await process.stdout.readline()
            except (BrokenPipeError, ConnectionResetError):
                line = b""
            if not line:
                self._process = None
                raise Refused(
                    "A background program of the page stopped unexpectedly. ajour starts this "
                    "program again."
                )
        answer = json.loads(line)
        if "found" not in answer:
            raise Refused(answer.get("refused") or answer["failed"])
        return answer["found"]

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-P", "-m", "flows.page.worker", str(self._folder)),
                *([BEHIND] if self._behind else []),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=LINE,
                start_new_session=True,
            )
        return self._process

    async def end(self) -> None:
        """Close the process's pipe, so that it ends; kill it if it still runs after two seconds."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 2)
        except TimeoutError:
            process.kill()
            await process.wait()

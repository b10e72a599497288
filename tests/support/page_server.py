"""Runs the screening page as a separate program, and asks it as a browser does."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.support.processes import environment, heeding_signals

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"https?://\S+/r/\S+/")

WAITS = 120.0
"""Maximum seconds until reports are prepared, on a busy machine."""


@dataclass
class Told:
    """An answer of the page."""

    status: int
    body: bytes
    headers: dict[str, str]

    def json(self) -> dict[str, Any]:
        """The object in the answer."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Browser:
    """Asks a page at a link; `seen` has everything that the page ever sent.

    With a `connection`, all requests use it; whoever opened it must close it.
    """

    link: str
    token: str = ""
    seen: bytearray = field(default_factory=bytearray)
    connection: HTTPConnection | None = None

    def ask(
        self,
        path: str,
        said: object = None,
        *,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Told:
        """Get a path below the link, or send an object to it."""
        parts = urlsplit(self.link)
        connection = self.connection or HTTPConnection(parts.netloc, timeout=60)
        body = raw if raw is not None else None if said is None else json.dumps(said).encode()
        sent = {} if body is None else {"Content-Type": "application/json"}
        sent |= {"X-Ajour-Token": self.token, "Origin": f"http://{parts.netloc}"} if body else {}
        method = "GET" if body is None else "POST"
        try:
            connection.request(method, parts.path + path, body, sent | (headers or {}))
            answer = connection.getresponse()
            read = answer.read()
        finally:
            if connection is not self.connection:
                connection.close()
        told = Told(answer.status, read, {one.lower(): said for one, said in answer.getheaders()})
        self.seen += told.body
        return told

    def open(self) -> "Browser":
        """Load the page as a person does, and remember its token."""
        page = self.ask("").body.decode()
        found = re.search(r'name="ajour-token" content="([^"]+)"', page)
        assert found, page[:500]
        self.token = found[1]
        return self

    def next(self, *after: str, part: str = "read") -> dict[str, Any]:
        """The next answer with a report; asks again while it is being prepared, as a page does."""
        query = "&".join([f"part={part}", *(f"after={one}" for one in after)])
        until = monotonic() + WAITS
        while (told := self.ask(f"api/next?{query}").json()).get("wait"):
            assert monotonic() < until, told
            sleep(0.1)
        return told

    def parts(self) -> list[str]:
        """The parts of the page that have work."""
        until = monotonic() + WAITS
        while not (told := self.ask("api/start").json())["parts_known"]:
            assert monotonic() < until, told
        found: list[str] = told["parts"]
        return found

    def card(self, *after: str, part: str = "read") -> dict[str, Any]:
        """The next card."""
        found: dict[str, Any] = self.next(*after, part=part)["card"]
        return found

    def conflicts(self) -> list[dict[str, Any]]:
        """The conflicts that this reviewer may resolve."""
        until = monotonic() + WAITS
        while (told := self.ask("api/conflicts").json()).get("wait"):
            assert monotonic() < until, told
        found: list[dict[str, Any]] = told["conflicts"]
        return found

    def say(self, what: str, card: dict[str, Any], **said: Any) -> Told:
        """Send an answer about a card."""
        standing = card.get("standing") or {}
        known = {"key": card["key"], "digest": card["digest"], "before": standing.get("number", 0)}
        return self.ask(f"api/{what}", {"id": str(uuid4()), **known, **said})

    def decide(self, card: dict[str, Any], verdict: str, **said: Any) -> Told:
        """Decide on a card."""
        return self.say("decision", card, verdict=verdict, **said)


def begun(review: Path, *words: str, **variables: str) -> tuple[subprocess.Popen[str], list[str]]:
    """Start `ajour screen`; return the program and what it printed when the page was ready.

    `variables` are added to its environment.
    """
    command = [sys.executable, "-m", "flows.cli", "screen", str(review), "--no-browser", *words]
    with heeding_signals():
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(PYTHONPATH=str(ROOT), **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    lines: list[str] = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("To stop, press"):
            return process, lines
    _, errors = process.communicate()
    raise AssertionError("\n".join([*lines, errors]))


def ended(process: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> str:
    """End the program; return its standard error."""
    with suppress(ProcessLookupError):
        process.send_signal(how)
    return process.communicate(timeout=30)[1]


def links(lines: list[str]) -> dict[str, str]:
    """The printed links, by reviewer."""
    return {
        line.split(":")[0].split(" ")[0]: found[0] for line in lines if (found := LINK.search(line))
    }


@contextmanager
def served(review: Path, *words: str, **variables: str) -> Iterator[dict[str, Browser]]:
    """Serve the page while the block runs: one opened browser for each link."""
    process, lines = begun(review, *words, **variables)
    try:
        yield {name: Browser(link).open() for name, link in links(lines).items()}
    finally:
        errors = ended(process)
        assert "Traceback" not in errors, errors

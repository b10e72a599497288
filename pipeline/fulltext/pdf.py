"""Reads PDFs in place, each within limits of time, size and pages."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Literal

from pipeline.errors import reason
from pipeline.text.identifiers import bare_doi

PdfState = Literal["text", "scanned", "encrypted", "broken", "slow", "huge"]
"""The states of a PDF: it has a text layer; only pictures of pages; a password; it cannot be read
as a PDF; reading took too long; or the file is too large."""

FRONT_PAGES = 3
"""Number of first pages searched for one with text: a cover may be a picture."""

MOST_PAGES = 500
"""Most pages whose text is read; theses have 300."""

LARGEST = 300 << 20
"""Most bytes of a file; scanned books have some 100 MB."""

FRONT_SECONDS = 20.0
"""Most seconds for the first pages of a file; most files take a tenth of a second."""

WHOLE_SECONDS = 120.0
"""Most seconds for all pages of a file; 500 pages take some 30."""

FEWEST_LETTERS = 40
"""Fewest letters on a page that count as text; a stamp on a scanned page has fewer."""

BEGINNING = 1024
"""Number of bytes at the start of a file in which readers look for %PDF (ISO 32000-1, annex H)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """The text read from a PDF.

    `pages` is its number of pages (0 if unknown), `texts` has the text of the pages that were read,
    from the first on. `title` and `doi` come from the file's metadata. `why` explains the state.
    """

    state: PdfState
    pages: int = 0
    texts: tuple[str, ...] = ()
    title: str = ""
    doi: str = ""
    why: str = ""

    @property
    def front(self) -> str:
        """The text of the first page that has any."""
        return next((one for one in self.texts if _has_text(one)), "")


def _has_text(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= FEWEST_LETTERS


class PdfDesk:
    """Reads PDFs one after the other in a separate process; use as a context manager.

    A file that takes too long, or crashes the reader, ends that process and not ours.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: SimpleQueue[str | None] = SimpleQueue()

    def __enter__(self) -> "PdfDesk":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def front(self, path: Path) -> PdfText:
        """The first pages of a file."""
        return self._read(path, FRONT_PAGES, FRONT_SECONDS)

    def whole(self, path: Path) -> PdfText:
        """All pages of a file; if the time runs out, state slow with the pages read by then."""
        return self._read(path, MOST_PAGES, WHOLE_SECONDS)

    def _read(self, path: Path, last: int, seconds: float) -> PdfText:
        if refused := _not_to_be_read(path):
            return refused
        asked = {"path": str(path.absolute()), "first": 0, "last": last}
        until = time.monotonic() + seconds
        told = PdfText(state="broken", why="ajour's reader of PDFs stopped")
        for answer in self._answers(asked, until):
            if "pages" in answer:
                doi = bare_doi(answer.get("named", "")) or ""
                told = replace(told, pages=answer["pages"], title=answer.get("title", ""), doi=doi)
            elif "text" in answer:
                told = replace(told, texts=(*told.texts, answer["text"]))
            else:
                return _ended(told, answer["end"], answer["why"])
        if time.monotonic() >= until:
            told = replace(
                told, state="slow", why=f"the file could not be read within {seconds:g} seconds"
            )
        self._end()
        return told

    def _answers(self, asked: dict[str, Any], until: float) -> Iterator[dict[str, Any]]:
        """The answers of the process, until it ends or the time runs out."""
        try:
            stdin = self._begun().stdin
            assert stdin is not None
            stdin.write(json.dumps(asked) + "\n")
            stdin.flush()
        except OSError:
            return
        while (left := until - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except Empty:
                return
            if line is None:
                return
            answer = json.loads(line)
            yield answer
            if "end" in answer:
                return

    def _begun(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            # -P keeps Python from importing modules of the working folder instead of ours.
            paths = os.pathsep.join(one for one in sys.path if one)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.fulltext.pdf_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
                text=True,
                encoding="utf-8",
            )
            self._lines = SimpleQueue()
            pipe = self._process.stdout
            assert pipe is not None
            threading.Thread(target=_pass_on, args=(pipe, self._lines), daemon=True).start()
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                if pipe:
                    pipe.close()
        self._process = None


def _pass_on(pipe: IO[str], lines: "SimpleQueue[str | None]") -> None:
    with suppress(OSError, ValueError):
        for line in pipe:
            lines.put(line)
    lines.put(None)


def _not_to_be_read(path: Path) -> PdfText | None:
    """The state of a file that the library must not open; None if it may open the file."""
    try:
        if not path.is_file():
            return PdfText(state="broken", why="this is not a file")
        size = path.stat().st_size
        if size > LARGEST:
            return PdfText(
                state="huge",
                why=f"the file has {size >> 20:,} MB; ajour reads at most {LARGEST >> 20} MB",
            )
        with path.open("rb") as stream:
            if b"%PDF" not in stream.read(BEGINNING):
                return PdfText(state="broken", why="this file is not a PDF")
    except OSError as fault:
        return PdfText(state="broken", why=reason(fault))
    return None


def _ended(told: PdfText, end: str, why: str) -> PdfText:
    """The result for a file whose reading has ended."""
    if end == "encrypted":
        return replace(told, state="encrypted", why="")
    if end == "broken" and not told.front:
        return replace(told, state="broken", why=why)
    return replace(told, state="text" if told.front else "scanned", why="")

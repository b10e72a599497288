"""A small E-utilities server on 127.0.0.1 with invented records and troubles on demand."""

import json
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from pipeline.readers.read_file import reading


@dataclass
class Library:
    """PMIDs with their entry days, the requests received, and the troubles still to come.

    A trouble is one of "429", "500", "400", "cut", "short", "slow", "nonsense", "error", or one of
    ENDLESS. They occur in order, one per call of their kind ("esearch" or "efetch"); "" is a good
    answer. `change` alters the bytes of each answer of a kind; `retry_after` goes with "429".
    """

    entered: dict[str, str]
    troubles: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    grow: dict[int, str] = field(default_factory=dict)
    history: dict[str, list[str]] = field(default_factory=dict)
    change: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    retry_after: str = "1"

    def record(self, pmid: str) -> str:
        return (
            f"PMID- {pmid}\nOWN - NLM\nIS  - 1234-5679 (Print)\nDP  - 2021 Mar\n"
            f"TI  - Working from home, part {pmid}: a survey that goes on to a second\n"
            f"      line.\nFAU - Nordmann, Kari\nAU  - Nordmann K\nLA  - eng\n"
            f"JT  - Journal of Cheer\nEDAT- {self.entered[pmid]} 06:00\nSO  - J Cheer. 2021 Mar.\n"
        )

    def search(self, asked: dict[str, str]) -> dict[str, object]:
        low, high = asked.get("mindate", "0"), asked.get("maxdate", "9")
        ids = sorted(pmid for pmid, day in self.entered.items() if low <= day <= high)
        key = str(len(self.history) + 1)
        self.history[key] = ids
        size = int(asked.get("retmax", "20"))
        count = self.counts.pop(0) if self.counts else len(ids)
        return {
            "count": str(count),
            "idlist": ids[:size],
            "webenv": "HISTORY",
            "querykey": key,
            "querytranslation": f"({asked['term']})",
            "warninglist": {"phrasesignored": [], "outputmessages": []},
            "errorlist": {"phrasesnotfound": ["teleworkk"] if "kk" in asked["term"] else []},
        }

    def fetch(self, asked: dict[str, str]) -> str:
        start, size = int(asked["retstart"]), int(asked["retmax"])
        ids = self.history[asked["query_key"]][start : start + size]
        return "\n" + "\n".join(self.record(pmid) for pmid in ids)


ENDLESS = ("endless", "bomb", "drip", "header", "headers", "interim", "silent")
"""Answers that never end: a body, a packed body, a slow one, headers, or nothing at all."""

DRIP_SECONDS = 0.05
"""Seconds between two bytes of a slow answer, less than a client waits for the next byte."""


class _Handler(BaseHTTPRequestHandler):
    library: Library

    def do_POST(self) -> None:
        size = int(self.headers["content-length"])
        form = {key: value[0] for key, value in parse_qs(self.rfile.read(size).decode()).items()}
        kind = "esearch" if "esearch" in self.path else "efetch"
        library = self.library
        library.asked.append((kind, form))
        added = library.grow.pop(len(library.asked), None)
        if added:
            library.entered[added] = "2024/01/01"
        waiting = library.troubles.get(kind, [])
        trouble = waiting.pop(0) if waiting else ""
        if trouble in ENDLESS:
            self._never_end(trouble)
            return
        if trouble in {"429", "500", "400"}:
            self._answer(b"trouble", status=int(trouble))
            return
        if trouble == "slow":
            time.sleep(0.3)
        if kind == "esearch":
            text = json.dumps({"esearchresult": library.search(form)})
            if trouble == "error":
                text = json.dumps({"esearchresult": {"ERROR": "Invalid query"}})
        else:
            text = library.fetch(form)
        if trouble == "nonsense":
            text = "<html>maintenance</html>"
        change = library.change.get(kind)
        self._answer(change(text.encode()) if change else text.encode(), trouble=trouble)

    def _never_end(self, trouble: str) -> None:
        """Send endlessly, until the other side hangs up."""
        piece, pause = {
            "endless": (b"a" * 65_536, 0.0),
            "bomb": (_packed(b"a" * (1 << 20)), 0.0),
            "drip": (b"a", DRIP_SECONDS),
            "header": (b"x", DRIP_SECONDS),
            "headers": (b"x: y\r\n" * 500, 0.0),
            "interim": (b"HTTP/1.1 100 Continue\r\n\r\n", DRIP_SECONDS),
            "silent": (b"", DRIP_SECONDS),
        }[trouble]
        try:
            if trouble in {"endless", "bomb", "drip"}:
                self.send_response(200)
                if trouble == "bomb":
                    self.send_header("content-encoding", "gzip")
                self.end_headers()
            elif trouble != "interim":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n" if trouble != "silent" else b"")
            if trouble == "bomb":
                self.wfile.write(GZIP_HEAD)
            for _ in range(2_000):
                self.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            return

    def _answer(self, body: bytes, *, status: int = 200, trouble: str = "") -> None:
        self.send_response(status)
        if status == 429:
            self.send_header("retry-after", self.library.retry_after)
        if trouble == "cut":
            self.send_header("content-length", str(len(body)))
            body = body[: len(body) // 2]
        elif trouble == "short":
            body = body[: body.rfind(b"DP  - ")]
        else:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *args: object) -> None:
        return


GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def _packed(content: bytes) -> bytes:
    """A part of a deflated stream that can be sent again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


@contextmanager
def eutils(library: Library) -> Iterator[str]:
    """The address of a server that answers from the library while the block runs."""
    handler = type("Handler", (_Handler,), {"library": library})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pmids_read(path: Path) -> Iterator[str]:
    """The PMIDs of the records in a file, as an import reads them."""
    with reading(path) as export:
        for record in export.records():
            yield record.pmid or ""

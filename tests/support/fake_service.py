"""A fake service on 127.0.0.1: invented answers by path, and troubles on demand."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.sources import client

Answered = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body."""


def as_json(value: object, status: int = 200, **headers: str) -> Answered:
    """An answer in JSON; in names of headers, _ becomes -."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return status, named, json.dumps(value).encode()


TROUBLES = (
    "401", "403", "404", "429", "500", "503", "half", "cut", "nonsense", "list", "fields", "empty",
    "loop", "twice", "hang", "drip", "endless", "refuse",
)  # fmt: skip
"""Troubles of a call: an error status; half a body with the right or the whole length; invalid
JSON; JSON of another type, with other fields, or without records; the same cursor again; a record
twice; no answer at all; one byte now and then; an endless body; a connection closed at once.
"""


@dataclass
class FalseService:
    """The answers of a service by path and parameters, and the requests it received.

    `troubles` occur in order, one per call; "" is a good answer. `spoiled` changes an answer as the
    trouble of that name does; it knows the service's fields.
    """

    answer: Callable[[str, Mapping[str, str]], Answered]
    spoiled: Callable[[str, bytes], bytes] = lambda name, body: body
    troubles: list[str] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    service: FalseService

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        parameters = dict(parse_qsl(address.query, keep_blank_values=True))
        service = self.service
        headers = {name.lower(): value for name, value in self.headers.items()}
        service.asked.append((unquote(address.path), parameters, headers))
        trouble = service.troubles.pop(0) if service.troubles else ""
        try:
            self._meet(trouble, *service.answer(unquote(address.path), parameters))
        except OSError:
            return

    def do_POST(self) -> None:
        size = int(self.headers["content-length"])
        form = self.rfile.read(size).decode()
        self.path = f"{self.path}?{form}"
        self.do_GET()

    def _meet(self, trouble: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        if trouble == "refuse":
            self.connection.close()
            return
        if trouble in {"hang", "drip", "endless"}:
            self._never_end(trouble)
            return
        if trouble.isdigit():
            status, headers, body = int(trouble), {"retry-after": "1"}, b"trouble"
        elif trouble == "nonsense":
            body = b"<html>maintenance</html>"
        elif trouble == "list":
            body = b"[1, 2, 3]"
        elif trouble in {"fields", "empty", "loop", "twice"}:
            body = self.service.spoiled(trouble, body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if trouble != "half":
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if trouble in {"half", "cut"} else body)

    def _never_end(self, trouble: str) -> None:
        piece, pause = {"hang": (b"", 0.02), "drip": (b" ", 0.02), "endless": (b"a" * 65_536, 0.0)}[
            trouble
        ]
        if trouble != "hang":
            self.send_response(200)
            self.end_headers()
        for _ in range(2_000):
            self.wfile.write(piece)
            time.sleep(pause)

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def serving(service: FalseService) -> Iterator[str]:
    """The address of a server that answers for a service while the block runs."""
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    # A port may be used again, so silence of an earlier service there must be forgotten.
    client._silent.pop(base, None)
    try:
        yield base
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""One call over HTTP with limits on the answer's bytes and time, whatever the server does."""

import logging
import os
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import Refused

if TYPE_CHECKING:
    import httpx

PACKINGS = {"": None, "identity": None, "gzip": 31, "x-gzip": 31}
"""How a body may be packed, with zlib's number for it; the program requests only gzip."""

SOCKETS = 4
"""Number of latest connections kept, to be cut off; a call uses one, or two through TLS."""


def _without_query(record: logging.LogRecord) -> bool:
    """Remove what follows the question mark from addresses that httpx logs: it contains keys."""
    import httpx

    if isinstance(record.args, tuple):
        record.args = tuple(
            one.copy_with(query=None) if isinstance(one, httpx.URL) else one for one in record.args
        )
    return True


@cache
def _certificates(file: str | None, folder: str | None) -> ssl.SSLContext:
    """The trusted certificate authorities: those of a file, of a folder, or httpx's own.

    They are cached: reading them takes 57 ms of processor time, more than many calls take.
    """
    import httpx

    if file or folder:
        return ssl.create_default_context(cafile=file, capath=None if file else folder)
    return httpx.create_ssl_context()


class Unusable(Exception):
    """An answer that came but cannot be used; the message ends a sentence."""


class TooLong(Exception):
    """The answer was not complete when its time ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The answer of a server; there is a body only if the status is 200."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""


class ResponseLine:
    """A line to one server; use as a context manager. `timeout` is in seconds, for each read.

    `agent` says who asks, in the header User-Agent.
    """

    def __init__(self, timeout: float, agent: str = "") -> None:
        import httpx

        logging.getLogger("httpx").addFilter(_without_query)
        self._timeout = timeout
        self._open: list[socket.socket] = []
        self._late = threading.Event()
        try:
            headers = {"accept-encoding": "gzip"} | ({"user-agent": agent} if agent else {})
            known = _certificates(
                *(os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
            )
            self._client = httpx.Client(verify=known, follow_redirects=False, headers=headers)
        except (ValueError, OSError, httpx.InvalidURL) as fault:
            # The environment names the proxy and the certificates.
            raise Refused(
                f"ajour cannot use the network settings of this computer ({fault})."
            ) from None

    def __enter__(self) -> "ResponseLine":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def post(self, url: str, data: Mapping[str, str], *, most: int, seconds: float) -> Response:
        """Post a form; the answer may have `most` bytes, packed and unpacked, and take `seconds` in
        all.

        Raises TooLong, Unusable, or what httpx raises if the connection fails.
        """
        return self._ask("POST", url, most=most, seconds=seconds, data=data)

    def get(self, url: str, query: Mapping[str, str], *, most: int, seconds: float) -> Response:
        """Get the content of an address with these parameters, within the limits of `post`."""
        return self._ask("GET", url, most=most, seconds=seconds, params=query)

    def _ask(
        self, method: str, url: str, *, most: int, seconds: float, **sent: Mapping[str, str]
    ) -> Response:
        import httpx

        until = time.monotonic() + seconds
        self._late.clear()
        # A server that sends a byte now and then never exceeds the time limit of a read. Such an
        # answer, or its headers, can only be ended by shutting the connection from outside.
        watch = threading.Timer(seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            with self._client.stream(
                method,
                url,
                timeout=min(self._timeout, seconds),
                extensions={"trace": self._remember},
                **sent,  # type: ignore[arg-type]  # the names are those of httpx
            ) as response:
                content = _content(response, most, until) if response.status_code == 200 else b""
                headers = dict(response.headers)
            if self._late.is_set():
                # A body of unstated length would look complete at the place where we cut it.
                raise TooLong
            return Response(status=response.status_code, headers=headers, content=content)
        except httpx.HTTPError:
            if self._late.is_set():
                raise TooLong from None
            raise
        finally:
            watch.cancel()

    def _remember(self, event: str, told: Mapping[str, Any]) -> None:
        """Keep the sockets that are opened, as httpx's trace reports them."""
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        opened = told["return_value"].get_extra_info("socket")
        if isinstance(opened, socket.socket):
            self._open = [*self._open, opened][-SOCKETS:]
            if self._late.is_set():
                self._cut()

    def _cut(self) -> None:
        self._late.set()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def _content(response: "httpx.Response", most: int, until: float) -> bytes:
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in PACKINGS:
        raise Unusable("the answer is compressed in a way that ajour cannot unpack")
    bits = PACKINGS[packing]
    unpack = zlib.decompressobj(wbits=bits) if bits else None
    content = bytearray()
    came = 0
    for piece in response.iter_raw():
        came += len(piece)
        # One byte more than allowed shows that there is more; a bomb is not unpacked any further.
        content += _unpacked(unpack, piece, most + 1 - len(content)) if unpack else piece
        if max(came, len(content)) > most:
            raise Unusable(f"the answer is larger than {most:,} bytes")
        if time.monotonic() > until:
            raise TooLong
    if unpack and not unpack.eof:
        raise Unusable("the answer was cut off")
    return bytes(content)


def _unpacked(unpack: "zlib._Decompress", piece: bytes, room: int) -> bytes:
    try:
        return unpack.decompress(piece, room)
    except zlib.error:
        raise Unusable("the answer cannot be unpacked") from None

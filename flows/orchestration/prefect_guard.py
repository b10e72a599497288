"""Prefect's server behind a guard that answers programs with its password, but no web page.

`main` is a program that `prefect_server` starts, with Prefect's settings in the environment.
"""

import os
import secrets
import socket
import sys
from base64 import b64encode
from contextlib import suppress

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105  # nosec B105 - the variable's name
"""The variable with the server's password, which is new at each start."""


def guarded(app: ASGIApp, host: str, password: str) -> ASGIApp:
    """The app, reachable only for programs that know its address and password.

    `host` is the address and port it listens on. A page in a browser sends an Origin with every
    request that could change something, and its own site's name as host if it made that name
    resolve to this address (DNS rebinding). Web sockets send the password in their first message,
    which Prefect itself checks.
    """
    expected = b"Basic " + b64encode(password.encode())

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        refusal = _refusal(scope, host, expected)
        if refusal is None:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(reason=refusal[1])(scope, receive, send)
        else:
            status, why = refusal
            await PlainTextResponse(why, status)(scope, receive, send)

    return guard


def _refusal(scope: Scope, host: str, expected: bytes) -> tuple[int, str] | None:
    """The HTTP status and the reason for refusing a request; None if it is accepted."""
    if scope["type"] == "lifespan":
        return None
    headers = Headers(scope=scope)
    if headers.getlist("host") != [host]:
        return 400, "This server does not answer at this address; use the link that ajour printed."
    if "origin" in headers or headers.get("sec-fetch-site", "none") != "none":
        return 403, "Requests from web pages are refused."
    given = headers.get("authorization", "").encode("latin-1")
    if scope["type"] == "http" and not secrets.compare_digest(given, expected):
        return 401, "The password is missing or wrong."
    return None


def _bound(word: str) -> socket.socket:
    """The socket with the given number; for "port N" one that is bound to it here (Windows)."""
    if not word.startswith("port "):
        return socket.socket(fileno=int(word))
    made = socket.socket()
    made.bind(("127.0.0.1", int(word.removeprefix("port "))))
    return made


def main() -> None:
    """Serve on the socket given by our first argument, bound to an address of this machine."""
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    settings = get_current_settings().server
    with _bound(sys.argv[1]) as bound, suppress(KeyboardInterrupt):
        address, port = bound.getsockname()
        app = guarded(create_app(final=True), f"{address}:{port}", os.environ[PASSWORD])
        config = uvicorn.Config(
            app,
            timeout_keep_alive=settings.api.keepalive_timeout,
            ws_ping_interval=settings.api.websocket_ping_interval,
            ws_ping_timeout=settings.api.websocket_ping_timeout,
            log_level=settings.logging_level.lower(),
        )
        uvicorn.Server(config).run(sockets=[bound])

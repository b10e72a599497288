"""The screening page as a Starlette app: its routes and their answers."""

import os
import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from exports.screening_page.page import page_script, page_style, served_page
from flows.page.answers import GETS, POSTS, Answer, NotGivenError
from flows.page.desk import Desk, RunningReview
from flows.page.guard import (
    BURST,
    GUESS_BURST,
    GUESSES,
    HEADERS,
    LARGEST_HEADERS,
    OFTEN,
    Address,
    PageToken,
    RateLimit,
    digest_of_secret,
    refusal,
)
from flows.page.links import found_link, refused_link
from flows.page.messages import (
    LARGEST,
    LARGEST_ABSTRACT,
    MalformedError,
    TooLargeError,
    clock_is_off,
    sent,
)
from flows.page.place import last_withdrawal
from flows.review.clock import now
from flows.review.session import Session
from flows.screening.page_decisions import PageReader
from pipeline.decisions import Stage
from pipeline.errors import Busy, Refused
from pipeline.languages import languages

RETRY = {"Retry-After": "2"}


@dataclass(slots=True, kw_only=True)
class Site:
    """A served page: its review and stage, its readers, and its addresses.

    `local` maps the digests of links that work while this process runs to their reviewer, the
    person who started it. `withdrawal` is that person's last withdrawal before the start. The links
    of a team are in the database.
    """

    review: RunningReview
    stage: Stage
    language: str
    title: str
    address: Address
    local: Mapping[str, str] = field(default_factory=dict)
    withdrawal: str = ""
    team: bool = False
    token: PageToken = field(default_factory=PageToken)
    desks: dict[str, Desk] = field(default_factory=dict)
    requests: RateLimit = field(default_factory=lambda: RateLimit(often=OFTEN, burst=BURST))
    guesses: RateLimit = field(default_factory=lambda: RateLimit(often=GUESSES, burst=GUESS_BURST))

    def desk(self, name: str, language: str) -> Desk:
        """The desk of a reviewer, set to the language in which they read."""
        if name not in self.desks:
            reader = PageReader(name=name, stage=self.stage, language=language)
            self.desks[name] = Desk(self.review, reader)
        desk = self.desks[name]
        desk.reader = replace(desk.reader, language=language)
        return desk

    async def who(self, digest: str) -> tuple[str, str | None]:
        """The reviewer of a link, and the key of the reason if it is invalid; never cached."""
        return await self.review.store.do(lambda session: self._who(session, digest))

    def _who(self, session: Session, digest: str) -> tuple[str, str | None]:
        name = self.local.get(digest, "")
        why: str | None = None
        if not name:
            link = found_link(session, digest) if self.team else None
            name, why = (link.reviewer if link else ""), refused_link(link)
        elif last_withdrawal(session.review.state, name) not in ("", self.withdrawal):
            why = "link_withdrawn"
        if why is None and name not in session.review.reviewers.names:
            why = "link_gone"
        return name, why


def made_app(site: Site) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The app: three files below a secret link, and the page's requests below api/."""
    below = "/r/{secret}"

    async def missing(request: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 500
        return _no(_language(site, request), status, "not_found", opened=_opened(request))

    app = Starlette(
        exception_handlers={HTTPException: missing},
        routes=[
            Route(f"{below}/", _page(site), methods=["GET"]),
            Route(f"{below}/page.js", _file(page_script, "text/javascript"), methods=["GET"]),
            Route(f"{below}/page.css", _file(page_style, "text/css"), methods=["GET"]),
            *(Route(f"{below}/api/{name}", _get(site, answer)) for name, answer in GETS.items()),
            *(
                Route(f"{below}/api/{name}", _post(site, name, answer), methods=["POST"])
                for name, answer in POSTS.items()
            ),
        ],
    )
    app.router.redirect_slashes = False

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _answered(app, site, scope, receive, send)
        elif scope["type"] == "lifespan":
            await app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    return guarded


async def _answered(app: Starlette, site: Site, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer an HTTP request; every answer has the page's headers."""
    started = False

    async def with_headers(message: Any) -> None:
        nonlocal started
        if message["type"] == "http.response.start":
            started = True
            more = [(one.lower().encode(), HEADERS[one].encode()) for one in HEADERS]
            message["headers"] = [*message.get("headers", ()), *more]
        await send(message)

    request = Request(scope, receive)
    try:
        response = await _refused(site, request)
        await (response or app)(scope, receive, with_headers)
    except Exception as fault:  # noqa: BLE001 - nobody outside is told more than our fault
        _note(fault)
        if not started:
            await _no(site.language, 500, "failed")(scope, receive, with_headers)


async def _refused(site: Site, request: Request) -> Response | None:
    """The answer to a refused request; None if the request goes on, with its reviewer."""
    no = partial(_no, opened=_opened(request))
    if sum(len(name) + len(value) for name, value in request.headers.raw) > LARGEST_HEADERS:
        return no(site.language, 431, "too_large", most=f"{LARGEST_HEADERS // 1024} kB")
    parts = request.url.path.split("/")
    document = len(parts) == len(("", "r", "secret", "")) and parts[1] == "r" and not parts[3]
    if key := refusal(request.headers, site.address, document=document):
        return no(site.language, 403, key)
    peer = request.client.host if request.client else ""
    if len(parts) < len(("", "r", "secret", "")) or parts[1] != "r":
        return no(site.language, 404, "not_found")
    digest = digest_of_secret(parts[2])
    try:
        name, why = await site.who(digest)
    except Refused:
        return no(site.language, 503, "unreachable", headers=RETRY)
    if why is not None:
        if not site.guesses.allows(peer):
            return no(site.language, 429, "too_many", headers=RETRY)
        return no(site.language, 403, why)
    if not site.requests.allows(digest):
        return no(site.language, 429, "too_many", headers=RETRY)
    request.scope["ajour"] = (name, digest)
    return None


def _note(fault: Exception) -> None:
    """Report an internal error on the server's terminal, with a traceback for those who ask."""
    sys.stderr.write(f"This is an error in ajour: {type(fault).__name__}: {fault}\n")
    if os.environ.get("AJOUR_TRACEBACK"):
        traceback.print_exception(fault)


def _language(site: Site, request: Request) -> str:
    asked = request.query_params.get("language") or request.headers.get("x-ajour-language", "")
    return asked if asked in languages() else site.language


def _opened(request: Request) -> bool:
    """Whether somebody opened the address in a browser; the page's own requests take anything."""
    return "text/html" in request.headers.get("accept", "")


def _no(
    language: str,
    status: int,
    key: str,
    *,
    headers: Mapping[str, str] | None = None,
    opened: bool = False,
    **values: object,
) -> Response:
    """An answer that refuses a request, with the reason in a sentence: as text if a person opened
    the address, as JSON for the page's own requests.
    """
    why = PageReader(name="", stage=Stage.SCREENING, language=language).told(key, **values)
    if opened:
        return PlainTextResponse(why, status, headers=headers)
    body = {"saved": False, "why": why} | ({"reload": True} if key == "wrong_token" else {})
    return JSONResponse(body, status, headers=headers)


def _page(site: Site) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        _, digest = request.scope["ajour"]
        text = served_page(
            language=_language(site, request), title=site.title, token=site.token.of(digest)
        )
        return Response(text, media_type="text/html; charset=utf-8")

    return page


def _file(made: Callable[[], str], kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def file(_request: Request) -> Response:
        return Response(made(), media_type=f"{kind}; charset=utf-8")

    return file


def _get(site: Site, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def get(request: Request) -> Response:
        asked = request.query_params
        found = {
            "after": asked.getlist("after"),
            **{one: asked[one] for one in asked if one != "after"},
        }
        return await _told(site, request, answer, found)

    return get


def _post(site: Site, name: str, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    most = LARGEST_ABSTRACT if name == "abstract" else LARGEST

    async def post(request: Request) -> Response:
        language = _language(site, request)
        _, digest = request.scope["ajour"]
        if not site.token.fits(digest, request.headers.get("x-ajour-token", "")):
            return _no(language, 403, "wrong_token")
        try:
            found = await sent(request, most)
        except TooLargeError:
            return _no(language, 413, "too_large", most=f"{most // 1024} kB")
        except MalformedError as fault:
            return _no(language, 400, "malformed", what=fault)
        return await _told(site, request, answer, found)

    return post


async def _told(site: Site, request: Request, answer: Answer, found: Mapping[str, Any]) -> Response:
    """The answer to a request of the page, or a sentence on why there is none."""
    language = _language(site, request)
    name, _ = request.scope["ajour"]
    desk = site.desk(name, language)
    if isinstance(at := found.get("at"), str):
        desk.own_clock_off = clock_is_off(at, now())
    try:
        status, body = await answer(desk, found)
    except MalformedError as fault:
        return _no(language, 400, "malformed", what=fault)
    except NotGivenError:
        return _no(language, 404, "not_found")
    except Busy:
        return _no(language, 503, "busy", headers=RETRY)
    except Refused as fault:
        full = "disk is full" in str(fault)
        key = "full" if full else "store"
        why = str(fault).split("\n")[0].replace(f"{site.review.store.folder}{os.sep}", "")
        return _no(language, 503, key, headers=RETRY, why=why)
    except Exception as fault:  # noqa: BLE001 - nobody outside is told more than our fault
        _note(fault)
        return _no(language, 500, "failed")
    return JSONResponse(body | {"settings": site.review.store.settings}, status)

"""Serves the page: on this machine only, or to a team with secret links."""

import asyncio
import signal
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from flows.page.app import Site, made_app
from flows.page.desk import RunningReview
from flows.page.guard import LARGEST_HEADERS, Address, digest_of_secret, new_secret
from flows.page.helper import Helper
from flows.page.links import NewLink, make_links, withdraw
from flows.page.place import (
    bound_socket,
    forget_links,
    last_withdrawal,
    links_of_tabs,
    remember_link,
    usual_port,
)
from flows.page.store_thread import StoreThread
from flows.review.clock import now
from flows.review.reviewer_names import reviewer_of
from flows.review.session import Session, at_work
from flows.review.steps import step
from flows.stages.refresh import refresh
from pipeline.decisions import Stage
from pipeline.errors import Fault, Refused
from pipeline.store.decisions import decisions
from pipeline.store.identity import identity

LOOPBACK = ("127.0.0.1", "localhost", "::1")

EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104  # nosec B104 - compared with, not listened on

TOLD_TWICE = 2
"""How often the option must be given to serve the page over a network without TLS."""

STOPS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Signals that stop the page: Ctrl-C, a service manager, a closed terminal (not on Windows)."""

AT_ONCE = 200
"""Maximum number of simultaneous connections; ten browsers open sixty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """Options for serving the page.

    `address` is the scheme and host at which the team's proxy is reached. `without_tls` counts how
    often the user allowed an unprotected network. `port` is the review's usual port by default; 0
    means any free port.
    """

    stage: Stage = Stage.SCREENING
    reviewer: str | None = None
    port: int | None = None
    host: str = "127.0.0.1"
    team: bool = False
    address: str = ""
    certificate: Path | None = None
    key: Path | None = None
    without_tls: int = 0
    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Where the page can be opened: the starter's address, and the links of a team.

    `moved` is a sentence if the page is not at its usual address.
    """

    url: str
    reviewer: str
    links: tuple[NewLink, ...]
    base: str
    moved: str = ""


def refuse_unsafe(options: PageOptions) -> None:
    """Refuse to listen beyond this machine in a way that lets others read the traffic.

    Also refuse if the page's public name is unknown, because a browser's Host could not be checked.
    """
    faults = []
    beyond = options.host not in LOOPBACK
    if bool(options.certificate) != bool(options.key):
        faults.append(Fault("--certificate, --key", "give both options or neither"))
    if beyond and not options.team:
        faults.append(Fault("--host", "other people need their own links. Add --team"))
    if beyond and not options.certificate and options.without_tls < TOLD_TWICE:
        said = "other people on the network could read and change decisions. Give --certificate "
        said += "and --key, or let the team's proxy handle TLS for this machine (--address)"
        faults.append(Fault("--host", f"{said}. To accept this risk, give --without-tls twice"))
    if options.host in EVERYWHERE and not options.address:
        faults.append(
            Fault(
                "--host",
                "ajour does not know the web address of the page. Name the address with --address",
            )
        )
    parts = urlsplit(options.address)
    if options.address and (parts.scheme not in ("http", "https") or not parts.netloc):
        faults.append(Fault("--address", "expected one like https://screening.example.org"))
    if options.address and parts.scheme == "http" and options.without_tls < TOLD_TWICE:
        faults.append(
            Fault("--address", "this address is not https. To allow it, give --without-tls twice")
        )
    if faults:
        raise Refused("The page was not started.", faults)


def refuse_unusable(options: PageOptions) -> None:
    """Refuse a certificate and key that cannot be used.

    A key with a passphrase is refused too, since nobody may be there to enter it at a restart.
    """
    if not options.certificate or not options.key:
        return
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key, password=lambda: "")
    except (OSError, ValueError) as fault:
        other = getattr(fault, "reason", "") == "KEY_VALUES_MISMATCH"
        found = (
            "the key does not belong to the certificate"
            if other
            else "the certificate or the key cannot be read"
        )
        expected = "expected two PEM files, and a key without a passphrase"
        raise Refused(
            "The page was not started.", [Fault("--certificate, --key", f"{found}; {expected}")]
        ) from None


def serve(folder: Path, options: PageOptions, started: Callable[[Opened], None]) -> None:
    """Serve the page until it is stopped; call `started` once it can be opened.

    Due lists are made first, so that no reader waits for them. Returns after Ctrl-C, SIGTERM or a
    closed terminal; raises KeyboardInterrupt if that comes before the page is served.
    """
    refuse_unsafe(options)
    refuse_unusable(options)
    with _stopped_alike():
        with at_work(folder) as session:
            refresh(session, ranked=options.stage is Stage.SCREENING)
            opened, site, bound = _site(session, options)
        asyncio.run(_run(site, bound, options, lambda: started(opened)))


def _site(session: Session, options: PageOptions) -> tuple[Opened, Site, socket.socket]:
    """The page of a review, its addresses, and its listening socket."""
    review = session.review
    named = options.reviewer is not None or not options.team
    who = reviewer_of(review, options.reviewer) if named else ""
    usual = usual_port(identity(session.db).id, options.stage)
    bound, moved = bound_socket(options.host, options.port, usual)
    # Links are made only once the page has its address, as a new link is shown only once.
    links = make_links(session, review.reviewers.names, options.days) if options.team else []
    base, folder = _base(options, bound), review.folder
    secret, when = new_secret(), now()
    local: dict[str, str] = {}
    if who:
        earlier = links_of_tabs(review.state, who, options.stage, when)
        local = dict.fromkeys((digest_of_secret(secret), *earlier), who)
        remember_link(review.state, digest_of_secret(secret), who, options.stage, when)
    site = Site(
        review=RunningReview(
            StoreThread(folder),
            Helper(folder),
            Helper(folder, behind=True),
            known=len(decisions(session.db)),
        ),
        stage=options.stage,
        language=review.language,
        title=review.title,
        address=Address(origins=_origins(options, bound)),
        local=local,
        withdrawal=last_withdrawal(review.state, who),
        team=options.team,
    )
    url = f"{base}/r/{secret}/" if who else ""
    return Opened(url=url, reviewer=who, links=tuple(links), base=base, moved=moved), site, bound


@contextmanager
def _stopped_alike() -> Iterator[None]:
    """Make every signal that stops a page end it in order, as Ctrl-C does.

    nohup and & make signals ignored, and these stay ignored.
    """
    before = {one: signal.getsignal(one) for one in STOPS}
    heeded = [one for one in STOPS if before[one] is not signal.SIG_IGN]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for one in heeded:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in heeded:
            signal.signal(one, before[one])


class _Server(uvicorn.Server):
    """Uvicorn's server, ended by a signal; unlike Uvicorn's own, it does not raise it again."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Finish the requests in progress and return; a second Ctrl-C ends at once."""
        before = {one: signal.getsignal(one) for one in STOPS}
        heeded = [one for one in STOPS if before[one] is not signal.SIG_IGN]
        for one in heeded:
            signal.signal(one, self.handle_exit)
        try:
            yield
        finally:
            for one in heeded:
                signal.signal(one, before[one])


def withdraw_link(folder: Path, name: str) -> tuple[str, int]:
    """Withdraw a reviewer's links, also in a running page; return the name and number of links."""
    with at_work(folder) as session:
        known = reviewer_of(session.review, name)
        count = withdraw(session, known)
        return known, count + forget_links(session.review.state, known)


def _scheme(options: PageOptions) -> str:
    return "https" if options.certificate else "http"


def _base(options: PageOptions, bound: socket.socket) -> str:
    """The address of the page, as scheme, host and port only."""
    if options.address:
        return options.address.rstrip("/")
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"{_scheme(options)}://{host}:{bound.getsockname()[1]}"


def _origins(options: PageOptions, bound: socket.socket) -> tuple[str, ...]:
    """All origins of the page, as browsers send them."""
    port, scheme = bound.getsockname()[1], _scheme(options)
    own = [options.host, *(LOOPBACK if options.host in (*LOOPBACK, *EVERYWHERE) else ())]
    names = [f"[{one}]" if ":" in one else one for one in own if one not in EVERYWHERE]
    usual = {"http": 80, "https": 443}[scheme]
    found = [f"{scheme}://{one}:{port}" for one in names]
    found += [f"{scheme}://{one}" for one in names if port == usual]
    if options.address:
        parts = urlsplit(options.address)
        found.append(f"{parts.scheme}://{parts.netloc}".lower())
    return tuple(dict.fromkeys(found))


async def _run(
    site: Site, bound: socket.socket, options: PageOptions, started: Callable[[], None]
) -> None:
    config = uvicorn.Config(
        made_app(site),
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
        limit_concurrency=AT_ONCE,
        http="h11",  # uvicorn's other parser has no limit for headers
        h11_max_incomplete_event_size=LARGEST_HEADERS,
        ssl_certfile=options.certificate,
        ssl_keyfile=options.key,
    )
    server = _Server(config)
    async with _closed_after(site):
        task = asyncio.create_task(server.serve(sockets=[bound]))
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
        step("read the records for the page")
        ready = asyncio.create_task(site.review.ready(site.stage))
        await asyncio.wait([task, ready], return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            started()
        await task


@asynccontextmanager
async def _closed_after(site: Site) -> AsyncIterator[None]:
    """Close the store and end the helper processes, however the page ends."""
    try:
        yield
    finally:
        await asyncio.gather(site.review.lists.end(), site.review.order.end())
        await site.review.store.close()


def told_links(opened: Opened) -> Sequence[str]:
    """A line for each reviewer of a team: the new link, or the day when the old one expires."""
    return [
        f"{one.reviewer}: {opened.base}/r/{one.secret}/ (until {one.expires[:10]})"
        if one.secret
        else f"{one.reviewer}: has a link that works until {one.expires[:10]}"
        for one in opened.links
    ]

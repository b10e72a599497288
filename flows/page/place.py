"""Where a page is, the same at every start: its port, and the links of tabs that are still open.

A browser keeps what waits to be sent by the address of a page, its port included.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from flows.page.links import later
from flows.review.atomic_files import whole_file
from pipeline.decisions import Stage
from pipeline.errors import Refused, reason

FIRST, PORTS = 20_000, 10_000
"""The ports that pages have, if nobody names one: below those that systems give to connections."""

TRIES = 20
"""Ports that are tried from a review's own upwards, before any free one is taken."""

NAME = "page-links.json"
"""The file under .ajour/ with the digests of links that tabs of this machine may still have."""

WITHDRAWN = "page-withdrawn.json"
"""The file under .ajour/ with a word for each reviewer whose links were withdrawn here."""

DAYS = 7
"""How long an open tab goes on with a server that was started again."""

MOST = 50
"""Links that are remembered, the latest."""


def usual_port(review_id: str, stage: Stage) -> int:
    """The port of a review's page at a stage.

    >>> usual_port("x", Stage.SCREENING) == usual_port("x", Stage.SCREENING)
    True
    """
    drawn = sha256(f"page\n{review_id}\n{stage.value}".encode()).digest()
    return FIRST + int.from_bytes(drawn[:8]) % PORTS


def bound_socket(host: str, port: int | None, usual: int) -> tuple[socket.socket, str]:
    """A socket that listens at an address, and a sentence where it is not the usual one.

    Refused where a port was named and is taken; 0 is any that is free.
    """
    if port is not None:
        return _listening(host, port), ""
    for tried in _tried(usual):
        try:
            bound = _listening(host, tried)
        except Refused:
            continue
        return bound, "" if tried == usual else _other(usual, bound)
    return _listening(host, usual), ""  # refused, and says why


def _tried(usual: int) -> Iterator[int]:
    yield from range(usual, usual + TRIES)
    yield 0


def _other(usual: int, bound: socket.socket) -> str:
    return (
        f"The usual port of this page, {usual}, is in use, perhaps by the same page in another "
        f"window, so this page uses port {bound.getsockname()[1]}. Decisions that a browser could "
        f"not send from port {usual} are kept there and sent when the page uses that port again."
    )


def _listening(host: str, port: int) -> socket.socket:
    """A socket at an address, which nothing else uses."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where reuse would share the port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen()  # two that are bound learn only here that one of them is too many
    except OSError as fault:
        made.close()
        raise Refused(
            f"{host}:{port}: this address and port cannot be used ({reason(fault)}). The page "
            f"was not started. Another page may be using the port. Name another port with --port."
        ) from None
    return made


def links_of_tabs(state: Path, reviewer: str, stage: Stage, when: str) -> list[str]:
    """The digests of the links with which a reviewer's open tabs go on at a stage."""
    return [
        one["digest"]
        for one in _kept(state)
        if (one["reviewer"], one["stage"]) == (reviewer, stage.value) and one["until"] > when
    ]


def remember_link(state: Path, digest: str, reviewer: str, stage: Stage, when: str) -> None:
    """Remember a link by its digest; where nothing can be written, tabs open the new link."""
    made = {"digest": digest, "reviewer": reviewer, "stage": stage.value}
    made["until"] = later(when, DAYS)
    stands = [one for one in _kept(state) if one["until"] > when]
    _keep(state, [*stands, made][-MOST:])


def forget_links(state: Path, reviewer: str) -> int:
    """Let the links that a reviewer has on this machine open nothing, in a running page either.

    Returns how many were known. Refused where that cannot be written: the links then still work.
    """
    kept = _kept(state)
    stay = [one for one in kept if one["reviewer"] != reviewer]
    try:
        with whole_file(state / WITHDRAWN) as stream:
            stream.write(json.dumps(_withdrawals(state) | {reviewer: token_hex(8)}).encode())
    except OSError as fault:
        raise Refused(
            f"{state / WITHDRAWN}: cannot be written ({reason(fault)}). The links of "
            f"{reviewer} on this machine still work. Stop the page with Ctrl-C, and try again."
        ) from None
    if len(stay) < len(kept):
        _keep(state, stay)
    return len(kept) - len(stay)


def last_withdrawal(state: Path, reviewer: str) -> str:
    """A word that is another each time a reviewer's links were withdrawn on this machine."""
    return _withdrawals(state).get(reviewer, "")


def _withdrawals(state: Path) -> dict[str, str]:
    with suppress(OSError, ValueError, AttributeError):
        said = json.loads((state / WITHDRAWN).read_text(encoding="utf-8"))
        return {str(name): str(word) for name, word in said.items()}
    return {}


def _kept(state: Path) -> list[dict[str, str]]:
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads((state / NAME).read_text(encoding="utf-8"))
        names = ("digest", "reviewer", "stage", "until")
        return [{name: str(one[name]) for name in names} for one in said]
    return []


def _keep(state: Path, links: list[dict[str, str]]) -> None:
    with suppress(OSError), whole_file(state / NAME) as stream:
        stream.write(json.dumps(links).encode())

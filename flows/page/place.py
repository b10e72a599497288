"""Finds a page's address, the same at every start: its port, and the links of open tabs.

A browser stores unsent decisions by the address of the page, including the port.
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
"""The range of default ports for pages, below the ports that systems give to connections."""

TRIES = 20
"""Number of ports tried from the review's usual port upwards, before any free port is used."""

NAME = "page-links.json"
"""The file under .ajour/ with the digests of links that tabs on this machine may still use."""

WITHDRAWN = "page-withdrawn.json"
"""The file under .ajour/ with a random word for each reviewer whose links were withdrawn here."""

DAYS = 7
"""Days for which an open tab works with a restarted server."""

MOST = 50
"""Maximum number of remembered links; the oldest are dropped."""


def usual_port(review_id: str, stage: Stage) -> int:
    """The usual port of a review's page at a stage, derived from the review's id.

    >>> usual_port("x", Stage.SCREENING) == usual_port("x", Stage.SCREENING)
    True
    """
    drawn = sha256(f"page\n{review_id}\n{stage.value}".encode()).digest()
    return FIRST + int.from_bytes(drawn[:8]) % PORTS


def bound_socket(host: str, port: int | None, usual: int) -> tuple[socket.socket, str]:
    """A listening socket, and a sentence if it is not at the usual port.

    Raises Refused if a named port is in use; 0 means any free port.
    """
    if port is not None:
        return _listening(host, port), ""
    for tried in _tried(usual):
        try:
            bound = _listening(host, tried)
        except Refused:
            continue
        return bound, "" if tried == usual else _other(usual, bound)
    return _listening(host, usual), ""  # raises Refused with the reason


def _tried(usual: int) -> Iterator[int]:
    yield from range(usual, usual + TRIES)
    yield 0


def _other(usual: int, bound: socket.socket) -> str:
    return (
        f"The usual port of this page, {usual}, is in use, perhaps by the same page in another "
        f"window, so this page uses port {bound.getsockname()[1]}. A browser "
        f"that could not send decisions to port {usual} keeps them, and sends them when the page "
        f"uses port {usual} again."
    )


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket at an address that no other program uses."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where reuse would share the port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen()  # if two programs are bound, only this fails
    except OSError as fault:
        made.close()
        raise Refused(
            f"{host}:{port}: this address and port cannot be used ({reason(fault)}). The page "
            f"was not started. Another page may be using the port. Name another port with --port."
        ) from None
    return made


def links_of_tabs(state: Path, reviewer: str, stage: Stage, when: str) -> list[str]:
    """The digests of the links with which a reviewer's open tabs still work at a stage."""
    return [
        one["digest"]
        for one in _kept(state)
        if (one["reviewer"], one["stage"]) == (reviewer, stage.value) and one["until"] > when
    ]


def remember_link(state: Path, digest: str, reviewer: str, stage: Stage, when: str) -> None:
    """Remember a link by its digest; if the file cannot be written, tabs must open the new link."""
    made = {"digest": digest, "reviewer": reviewer, "stage": stage.value}
    made["until"] = later(when, DAYS)
    stands = [one for one in _kept(state) if one["until"] > when]
    _keep(state, [*stands, made][-MOST:])


def forget_links(state: Path, reviewer: str) -> int:
    """Withdraw the links that a reviewer has on this machine, even in a running page.

    Returns the number of known links. Raises Refused if the withdrawal cannot be written; the links
    then still work.
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
    """A word that changes each time a reviewer's links are withdrawn on this machine."""
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

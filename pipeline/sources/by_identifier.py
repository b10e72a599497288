"""Asks a service what it knows about reports, by one kind of identifier, many at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar

from pipeline.errors import Refused
from pipeline.sources.bounded import Unusable
from pipeline.sources.client import Access, Call, Lacking, ServiceClient, Unanswered
from pipeline.sources.paged import OTHER, told_object

Identifier = Literal["doi", "pmid", "nct", "title"]

Said = TypeVar("Said")

FOUND = "\n"
"""The only key in the answer to a search for a title: the answer does not repeat the title."""

TRIES = 2
"""Number of calls before a service counts as unavailable; the next update asks it again."""

SECONDS = 15.0
"""Seconds for one call with its retries; a batch of 20 to 200 takes one to five. Six hanging
services delay an update by a minute and a half."""

BAD_REQUEST = 400
"""The status with which a service says that it cannot read a question."""

UNKNOWN = "the service does not have this work"
"""The reason for an identifier that a service does not know; the service is not at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedService(Generic[Said]):
    """A service to ask: by which identifiers, how many at a time, and how to read its answers.

    `call` makes the call for a batch and `read` reads the answer. An identifier for which `apart`
    is true cannot be part of a batch and is asked for separately.
    """

    name: str
    identifier: Identifier
    size: int
    access: Callable[[Mapping[str, str]], Access]
    call: Callable[[Sequence[str]], Call]
    read: Callable[[Any], Mapping[str, Said]]
    apart: Callable[[str], bool] = lambda _: False
    parse: Callable[[bytes], Any] = told_object


@dataclass(slots=True)
class ServiceAnswers(Generic[Said]):
    """The answers of one service: what it knows, and why it could not be asked about the rest."""

    known: dict[str, Said] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)


def ask_by_identifier(
    service: AskedService[Said],
    identifiers: Sequence[str],
    environment: Mapping[str, str],
    *,
    seconds: float | None = None,
) -> ServiceAnswers[Said]:
    """Ask a service about each identifier; once it fails it is asked no more, and the reason is
    returned.

    `seconds` is the time limit for all calls together.
    """
    asked: ServiceAnswers[Said] = ServiceAnswers()
    left = list(dict.fromkeys(identifiers))
    if not left:
        return asked
    try:
        access = replace(service.access(environment), tries=TRIES, call_seconds=SECONDS)
        if seconds is not None:
            access = replace(access, source_seconds=seconds)
        with ServiceClient(access) as client:
            for batch in _batches(service, left):
                _ask(service, client, batch, asked)
    except (Unanswered, Refused) as fault:
        sentence = fault.sentence if isinstance(fault, Refused) else str(fault)
        asked.why |= {one: sentence for one in left if one not in asked.known | asked.why}
    return asked


def _batches(service: AskedService[Said], identifiers: Sequence[str]) -> Iterator[list[str]]:
    together = [one for one in identifiers if not service.apart(one)]
    for start in range(0, len(together), service.size):
        yield together[start : start + service.size]
    for one in identifiers:
        if service.apart(one):
            yield [one]


def _ask(
    service: AskedService[Said],
    client: ServiceClient,
    batch: Sequence[str],
    asked: ServiceAnswers[Said],
) -> None:
    def read(content: bytes) -> Mapping[str, Said]:
        try:
            found = service.read(service.parse(content))
            return _by_title(batch, found) if service.identifier == "title" else found
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Unusable(OTHER) from None

    try:
        known = client.ask(service.call(batch), read)
    except Lacking:
        known = {}
    except Unanswered as fault:
        if fault.status != BAD_REQUEST:
            raise
        if len(batch) == 1:
            asked.why[batch[0]] = str(fault)
            return
        # One identifier that it cannot read must not prevent the answers for the others.
        for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
            _ask(service, client, half, asked)
        return
    for one in batch:
        if one in known:
            asked.known[one] = known[one]
        else:
            asked.why[one] = UNKNOWN


def _by_title(titles: Sequence[str], found: Mapping[str, Said]) -> Mapping[str, Said]:
    """What was found, under the title that was searched for; nothing if nothing was found."""
    return dict.fromkeys(titles, found[FOUND]) if found.get(FOUND) else {}

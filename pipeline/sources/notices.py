"""What services say of reports that are here: retracted, doubted, corrected, published, results.

A service is asked by one kind of identifier, many at a time. Whoever it does not know, and whoever
could not be asked, is never taken for clear.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pipeline.errors import Refused
from pipeline.sources.bounded import Unusable
from pipeline.sources.client import Access, Call, Lacking, ServiceClient, Unanswered
from pipeline.sources.paged import OTHER, told_object

NoticeKind = Literal["retraction", "concern", "correction", "published", "results"]
"""What was noticed: withdrawn or retracted; doubted by the editors; corrected; the article of a
preprint is out; a registered trial has results."""

Identifier = Literal["doi", "pmid", "nct"]

TRIES = 2
"""Calls made before a service counts as one that cannot be asked now; the next update asks."""

SECONDS = 20.0
"""Seconds for one call with its tries; a batch of 20 to 200 takes one to five."""

MOST = 32 << 20
"""Bytes of one answer; 20 works of Crossref with 300 references each have some 2 MB."""

BAD_REQUEST = 400
"""The status of a question that a service cannot read."""

DOI = re.compile(r"\b(10\.\d{4,9}/[^\s;,]+?)(?=[.;,]?(?:\s|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that a service says: since when (ISO day, "" where it does not say), by what notice
    (a DOI or another number, "" where none is named), and whom the service has it from.
    """

    kind: NoticeKind
    on: str = ""
    notice: str = ""
    by: str = ""


Known = Mapping[str, tuple[Notice, ...]]
"""The notices of each identifier that a service knows; () where it knows of nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeService:
    """A service that is asked: by which identifiers, how many at a time, and what it answers.

    `call` asks for a batch, `read` reads the answer; an identifier that `apart` cannot stand in a
    batch and is asked for alone.
    """

    name: str
    identifier: Identifier
    size: int
    access: Callable[[Mapping[str, str]], Access]
    call: Callable[[Sequence[str]], Call]
    read: Callable[[Any], Known]
    apart: Callable[[str], bool] = lambda _: False
    parse: Callable[[bytes], Any] = told_object


@dataclass(slots=True)
class NoticeAnswers:
    """What one service answered: what it knows, and why the others could not be asked."""

    known: dict[str, tuple[Notice, ...]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)


def ask_notices(
    service: NoticeService, identifiers: Sequence[str], environment: Mapping[str, str]
) -> NoticeAnswers:
    """Ask a service of each identifier; where it fails, it is asked no more, and that is told."""
    asked = NoticeAnswers()
    left = list(dict.fromkeys(identifiers))
    if not left:
        return asked
    try:
        access = replace(service.access(environment), tries=TRIES, call_seconds=SECONDS)
        with ServiceClient(access) as client:
            for batch in _batches(service, left):
                _ask(service, client, batch, asked)
    except (Unanswered, Refused) as fault:
        sentence = fault.sentence if isinstance(fault, Refused) else str(fault)
        asked.why |= {one: sentence for one in left if one not in asked.known | asked.why}
    return asked


def _batches(service: NoticeService, identifiers: Sequence[str]) -> Iterator[list[str]]:
    together = [one for one in identifiers if not service.apart(one)]
    for start in range(0, len(together), service.size):
        yield together[start : start + service.size]
    for one in identifiers:
        if service.apart(one):
            yield [one]


def _ask(
    service: NoticeService, client: ServiceClient, batch: Sequence[str], asked: NoticeAnswers
) -> None:
    def read(content: bytes) -> Known:
        try:
            return service.read(service.parse(content))
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
        # One identifier that it cannot read must not stand in the way of the others.
        for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
            _ask(service, client, half, asked)
        return
    for one in batch:
        if one in known:
            asked.known[one] = known[one]
        else:
            asked.why[one] = "it does not know it"


def day_of(value: object) -> str:
    """The ISO day of a date as services write it, "" where it is none.

    >>> day_of("2024-05-01T00:00:00Z"), day_of([[2024, 5]]), day_of(None)
    ('2024-05-01', '2024-05', '')
    """
    if isinstance(value, list) and value and isinstance(value[0], list):
        parts = [part for part in value[0][:3] if type(part) is int]
        return "-".join(f"{part:02}" for part in parts)
    found = re.match(r"\d{4}(?:-\d\d){0,2}(?![\d])", value) if isinstance(value, str) else None
    return found[0] if found else ""


def number_in(text: str) -> str:
    """The DOI of a reference, or else its PubMed number, or else its beginning.

    >>> number_in("J Cheer. 2024 Feb;3(1):5. doi: 10.5555/cheer.9. PMID: 9")
    '10.5555/cheer.9'
    >>> number_in("J Cheer. 2024 Feb;3(1):5. PMID: 9")
    'PMID 9'
    """
    if found := DOI.search(text):
        return found[1].lower()
    number = re.search(r"\bPMID: *(\d{1,8})", text)
    return f"PMID {number[1]}" if number else text[:100]

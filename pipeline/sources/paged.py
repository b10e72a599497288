"""A search at a service that answers in pages of JSON.

Saves all records, or some of them with a report of what is missing. A service is a `PagedSearch`:
how to request a page, and how to read its answer.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from pipeline.errors import Refused
from pipeline.sources.bounded import Unusable
from pipeline.sources.client import Access, Call, Service, ServiceClient, Unanswered, access_of
from pipeline.sources.history import answers_of, asked_on, last_run, saved_files
from pipeline.sources.source import SAVED, Answer, Question, Source
from pipeline.text.amounts import amount

MOST_PAGE = 64 << 20
"""Maximum bytes of one page; 100 records with abstracts and authors have 1 to 5 MB."""

MOST_RECORDS = 200_000
"""Maximum number of records fetched for one search, as for PubMed."""

MOST_SAVED = 2 << 30
"""Maximum bytes of one file of answers."""

LONGEST_CURSOR = 4_000
"""Maximum letters of a cursor, which is only sent back."""

RESTARTS = 2
"""How often everything is requested again because the answer contradicts itself."""

OTHER = "the answer is not a list of search results"

Reading = Mapping[str, Any]
"""An object of an answer, as JSON has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: the total number of records of the search, the records of this page, the next page.

    `following` is the cursor of the next page, "" at the end.
    """

    total: int
    records: tuple[tuple[str, Reading], ...]
    following: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedSearch:
    """A service searched page by page.

    `files` is the prefix of the names of its files, `first` the cursor of the first page.
    `parameters` returns the path and the parameters of a page for a query, the day since which to
    ask (None for all) and a cursor; it raises Refused if the query cannot be asked. `page` reads an
    answer and `id_of` the id of a record; both raise Unusable, KeyError, TypeError or ValueError if
    the answer is malformed. `by_day` says whether the service can be asked for what is new.
    """

    service: Service
    files: str
    first: str
    parameters: Callable[[str, date | None, str], tuple[str, dict[str, str]]]
    page: Callable[[Reading, str], Page]
    id_of: Callable[[Reading], str]
    by_day: bool
    by_hand: str


class _Disagrees(Exception):
    """The pages do not agree with each other; the message says how."""


@dataclass(slots=True)
class _Fetched:
    """The result so far: ids seen, ids written, the total that the service states, why it ended."""

    seen: set[str]
    written: list[str]
    total: int = 0
    ended: str = ""


def source_of(search: PagedSearch) -> Source:
    """The service as an update uses it."""
    return Source(
        name=search.service.name,
        by_hand=search.by_hand,
        ask=partial(_ask, search),
        files=lambda folder: saved_files(folder, search.files),
        answers=lambda folder, query: answers_of(folder, query, of=search.files),
        asked_on=lambda folder, query: asked_on(folder, query, of=search.files),
    )


def _ask(search: PagedSearch, question: Question, environment: Mapping[str, str]) -> Answer:
    return fetch(search, question, access_of(search.service, environment))


def fetch(
    search: PagedSearch,
    question: Question,
    access: Access,
    *,
    pause: Callable[[float], None] = time.sleep,
) -> Answer:
    """Run a search and save what is new; Refused, with nothing saved, if nothing came.

    If the service returns fewer records than it says there are, what came is saved and reported as
    cut off, and the next run asks for everything again.
    """
    name = f"{search.files}-{question.when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    beside = question.folder / f".{name}.part"
    since = _since(search, question)
    try:
        question.folder.mkdir(parents=True, exist_ok=True)
        known = frozenset(known_ids(search, question.folder, question.refused))
        with ServiceClient(access, pause=pause) as client:
            came = _settled(_Asked(search, question, since, known), client, beside)
        _look_over(search, question, beside, came)
        return _saved(search, question, since, name=name, came=came)
    except OSError as fault:
        raise Refused(
            f"{question.folder}: ajour cannot write to this folder ({fault.strerror}). Nothing was "
            "imported."
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _since(search: PagedSearch, question: Question) -> date | None:
    if question.full or not search.by_day:
        return None
    return last_run(question.folder, question.query, refused=question.refused, of=search.files)


def known_ids(search: PagedSearch, folder: Path, refused: Iterable[str]) -> Iterator[str]:
    """The ids of the records in the answers in a folder, except for refused ones (names)."""
    passed_over = frozenset(refused)
    for path in saved_files(folder, search.files):
        if path.name in passed_over:
            continue
        with suppress(ValueError, KeyError, TypeError, Unusable, RecursionError):
            for record in json.loads(path.read_text(encoding="utf-8"))["results"]:
                yield search.id_of(record)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One search on one day, with the ids that are here already."""

    search: PagedSearch
    question: Question
    since: date | None
    known: frozenset[str]

    @property
    def name(self) -> str:
        return self.search.service.name


def _settled(asked: _Asked, client: ServiceClient, beside: Path) -> _Fetched:
    """Fetch all; again from the beginning if the pages do not agree with each other."""
    for attempt in range(RESTARTS + 1):
        came = _Fetched(seen=set(), written=[])
        with beside.open("w", encoding="utf-8", newline="\n") as out:
            out.write('{"results": [\n')
            try:
                _all(asked, client, came, out)
            except _Disagrees as fault:
                came.ended = str(fault)
                if attempt < RESTARTS:
                    continue
            out.write("\n]}\n")
        if came.ended and not came.seen:
            raise Refused(f"{asked.name}: {came.ended}. Nothing was imported. Try again later.")
        return came
    raise AssertionError


def _all(asked: _Asked, client: ServiceClient, came: _Fetched, out: TextIO) -> None:
    """Write the records of all pages; _Disagrees if the pages are not one complete answer."""
    cursor, passed = asked.search.first, set[str]()
    while True:
        passed.add(cursor)
        try:
            page = client.ask(_call(asked, cursor), partial(_page, asked.search, cursor))
        except Unanswered as fault:
            if fault.spent and came.seen:
                came.ended = str(fault)
                return
            raise Refused(
                f"{asked.name}: {fault}. Nothing was imported. Try again later."
            ) from None
        _count(asked, came, page)
        _write(asked, came, page, out)
        if len(came.seen) >= came.total:
            break
        if not page.following:
            raise _Disagrees("the service ended its answer before the last record")
        if page.following in passed:
            raise _Disagrees("the service sent the same page twice")
        cursor = page.following
    if len(came.seen) > came.total:
        raise _Disagrees("the service sent more records than it had announced")


def _call(asked: _Asked, cursor: str) -> Call:
    path, parameters = asked.search.parameters(asked.question.query, asked.since, cursor)
    return Call(path=path, parameters=parameters, most=MOST_PAGE)


def _page(search: PagedSearch, cursor: str, content: bytes) -> Page:
    try:
        page = search.page(told_object(content), cursor)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unusable(OTHER) from None
    if page.total < 0 or (page.total and not page.records and page.following):
        raise Unusable("the service sent a page without records")
    return page


def counted(value: object) -> int:
    """A count, quoted or not; ValueError if it is not a count."""
    if type(value) not in (int, str) or not re.fullmatch(r"[0-9]{1,9}", str(value)):
        raise ValueError(OTHER)
    return int(str(value))


def named(value: object) -> str:
    """An id: letters, digits and a few signs; ValueError if it is not one."""
    if type(value) not in (int, str) or not re.fullmatch(r"[A-Za-z0-9_.:/-]{1,100}", str(value)):
        raise ValueError(OTHER)
    return str(value)


def cursor_of(value: object) -> str:
    """The cursor of the next page, "" if there is none; ValueError if it is not text."""
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_CURSOR or not value.isprintable():
        raise ValueError(OTHER)
    return value


def told_object(content: bytes) -> Reading:
    """The object in a JSON answer; Unusable if it cannot be saved."""
    try:
        told = json.loads(content.decode("utf-8"))
        json.dumps(told, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Unusable("the answer is not complete JSON") from None
    if not isinstance(told, dict):
        raise Unusable(OTHER)
    return told


def _count(asked: _Asked, came: _Fetched, page: Page) -> None:
    if page.total > MOST_RECORDS:
        raise Refused(
            f"{asked.name}: the query finds {page.total:,} records, but ajour fetches at most "
            f"{MOST_RECORDS:,} for one search. Nothing was imported. Narrow the query."
        )
    if came.seen and page.total != came.total:
        raise _Disagrees(
            f"the number of records changed from {came.total:,} to {page.total:,} during the fetch"
        )
    came.total = page.total


def _write(asked: _Asked, came: _Fetched, page: Page, out: TextIO) -> None:
    for number, record in page.records:
        if number not in came.seen and number not in asked.known:
            out.write(",\n" if came.written else "")
            out.write(json.dumps(record, ensure_ascii=False))
            came.written.append(number)
        came.seen.add(number)
    if out.tell() > MOST_SAVED:
        raise Refused(
            f"{asked.name}: the answers are larger than {MOST_SAVED:,} bytes in total. "
            f"Nothing was imported. Narrow the query."
        )


def _look_over(search: PagedSearch, question: Question, beside: Path, came: _Fetched) -> None:
    """Refuse a file in which the review's own reader would not find the records that came."""
    if not came.written:
        return
    name = search.service.name
    try:
        got = sum(1 for _ in question.read(beside))
    except Refused as fault:
        because = str(fault.faults[0]) if fault.faults else fault.sentence
        told = f"ajour cannot read the answer ({because[:200]})"
        raise Refused(f"{name}: {told}. Nothing was imported. Try again later.") from None
    if got != len(came.written):
        told = f"the service sent {amount(len(came.written), 'record')}, but ajour can read {got:,}"
        raise Refused(f"{name}: {told}. Nothing was imported. Try again later.")


def _saved(
    search: PagedSearch, question: Question, since: date | None, *, name: str, came: _Fetched
) -> Answer:
    """Put the finished file in its place, then the note of the run."""
    folder, when = question.folder, question.when.astimezone(UTC)
    beside = folder / f".{name}.part"
    file = folder / f"{name}{SAVED}" if came.written else None
    kept = since.isoformat() if since else None
    told = {
        "source": search.service.name,
        "query": question.query,
        "count": came.total,
        "came": len(came.seen),
        "written": len(came.written),
        "known_before": len(came.seen) - len(came.written),
        "cut_off": came.ended,
        "since": kept,
        "run_at": when.isoformat(),
        "next_since": kept if came.ended else when.date().isoformat(),
        "file": file.name if file else None,
    }
    sidecar, noted = folder / f"{name}.json", beside.with_suffix(".note")
    try:
        noted.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if file:
            beside.replace(file)
        noted.replace(sidecar)
    finally:
        noted.unlink(missing_ok=True)
    return Answer(
        file=file,
        sidecar=sidecar,
        count=came.total,
        written=len(came.written),
        warnings=_warnings(came),
    )


def _warnings(came: _Fetched) -> tuple[str, ...]:
    if not came.ended:
        return ()
    told = (
        f"Only {len(came.seen):,} of {came.total:,} records were fetched ({came.ended}). "
        f"These records are kept, but the search is incomplete. The next update fetches all "
        "records of the search again."
    )
    return (told,)

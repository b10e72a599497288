"""A search at PubMed: everything it finds, saved completely as nbib beside the query."""

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from pipeline.errors import Refused
from pipeline.sources.answers import PMID, SAID, SearchResult
from pipeline.sources.eutils import Client, Server, server_of
from pipeline.sources.history import answers_of, last_run, nbib_files, pmids_in
from pipeline.sources.source import Answer, Question, Source

MOST = 9_999
"""Maximum records of a search that E-utilities page through (E-utilities guide, esearch)."""

BATCH = 200
"""Number of records fetched in one call."""

FIRST_DAY = date(1900, 1, 1)
"""A day before any entry date of PubMed."""

BATCH_ENDING = ".batch.part"
"""Ending of the file from which a batch is read back before it is kept."""

RESTARTS = 2
"""How often everything is requested again because the count changed during fetching."""

MOST_RECORDS = 200_000
"""Maximum number of records fetched for one search: 1,000 calls, and about 1 GB."""

MOST_SAVED = 2 << 30
"""Maximum bytes of one file of answers; a record has 2 to 10 kB."""

Reader = Callable[[Path], Iterable[str]]
"""The PMIDs of the records that the review's own reader finds in a file; Refused if it refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A query, and where to save its answer. `since` limits it to records entered from that day on.

    `when` is the time of the run, UTC; the clock is not read. `known` are PMIDs that are already
    here and are not written again. What `reader` would refuse is not saved.
    """

    query: str
    folder: Path
    when: datetime
    since: date | None = None
    known: frozenset[str] = frozenset()
    reader: Reader | None = None


class _Changed(Exception):
    """The search found a different number of records than a moment ago."""


def fetch(asking: Asking, server: Server, *, pause: Callable[[float], None] = time.sleep) -> Answer:
    """Run the query and save all of its records, or refuse and save nothing.

    Beside the nbib is a json with the query, the count, the time and the day from which the next
    run has to ask. A search of more than 9,999 is split by the day of entry.
    """
    name = _name(asking)
    beside = asking.folder / f".{name}.part"
    try:
        asking.folder.mkdir(parents=True, exist_ok=True)
        with Client(server, pause=pause) as client:
            found, written = _settled(asking, client, beside)
        if written and (wrong := _misread(asking, beside, written)):
            raise Refused(f"PubMed: {wrong}. Nothing was imported. Try again later.")
        return _saved(asking, name, beside, found, len(written))
    except OSError as fault:
        raise Refused(
            f"{asking.folder}: ajour cannot write to this folder ({fault.strerror}). Nothing was "
            "imported."
        ) from None
    finally:
        for part in (beside, beside.with_suffix(BATCH_ENDING)):
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _name(asking: Asking) -> str:
    return f"pubmed-{asking.when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _settled(asking: Asking, client: Client, beside: Path) -> tuple[SearchResult, list[str]]:
    """Fetch all; once more from the beginning if the count changed meanwhile."""
    counts: list[str] = []
    for _ in range(RESTARTS + 1):
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as out:
                return _all(asking, client, out)
        except _Changed as change:
            counts.append(str(change))
    raise Refused(
        f"PubMed: the number of records changed during the fetch ({'; '.join(counts)}). "
        "Nothing was imported. Try again later."
    )


def _all(asking: Asking, client: Client, out: TextIO) -> tuple[SearchResult, list[str]]:
    limits = _limits(asking.since, asking.when.date()) if asking.since else {}
    whole = client.search(asking.query, retmax=MOST, **limits)
    if whole.count > MOST_RECORDS:
        raise Refused(
            f"PubMed: the query finds {whole.count:,} records, but ajour fetches at most "
            f"{MOST_RECORDS:,} for one search. Nothing was imported. Narrow the query."
        )
    parts = [whole]
    if whole.count > MOST:
        first = asking.since or FIRST_DAY
        parts = list(_split(asking.query, client, first, asking.when.date() + timedelta(days=1)))
        _same(whole.count, sum(part.count for part in parts))
    seen: set[str] = set()
    written: list[str] = []
    for part in parts:
        _same(part.count, len(set(part.ids)))
        for entries in _batches(asking, part, client, asking.known | seen):
            out.writelines(f"{entry}\n\n" for entry in entries.values())
            written += entries
            if out.tell() > MOST_SAVED:
                raise Refused(
                    f"PubMed: the answers are larger than {MOST_SAVED:,} bytes in total. "
                    f"Nothing was imported. Narrow the query."
                )
        seen |= set(part.ids)
    _same(whole.count, len(seen))
    _same(whole.count, client.search(asking.query, retmax=0, **limits).count)
    return whole, written


def _limits(first: date, last: date) -> dict[str, str | int]:
    """Esearch's parameters for a span of entry dates, both days inclusive."""
    # Days of entry are those of Washington; a day more at both ends misses nothing.
    return {
        "datetype": "edat",
        "mindate": f"{first - timedelta(days=1):%Y/%m/%d}",
        "maxdate": f"{last + timedelta(days=1):%Y/%m/%d}",
    }


def _split(query: str, client: Client, first: date, last: date) -> Iterator[SearchResult]:
    """The search split into spans of entry dates, oldest first, small enough to page through."""
    span: dict[str, str | int] = {
        "datetype": "edat", "mindate": f"{first:%Y/%m/%d}", "maxdate": f"{last:%Y/%m/%d}",
    }  # fmt: skip
    found = client.search(query, retmax=MOST, **span)
    if found.count <= MOST:
        if found.count:
            yield found
        return
    if first >= last:
        raise Refused(
            f"PubMed: {found.count:,} records were added to PubMed on {first}, which is more than "
            f"ajour can fetch. Nothing was imported. Narrow the query."
        )
    middle = first + (last - first) // 2
    yield from _split(query, client, first, middle)
    yield from _split(query, client, middle + timedelta(days=1), last)


def _same(before: int, after: int) -> None:
    if before != after:
        raise _Changed(f"from {before:,} to {after:,}")


def _batches(
    asking: Asking, part: SearchResult, client: Client, known: Collection[str]
) -> Iterator[dict[str, str]]:
    """The unknown records of one history set, by PMID, a batch at a time."""
    for start in range(0, part.count, BATCH):
        expected = part.ids[start : start + BATCH]
        if all(one in known for one in expected):
            continue

        def wrong(text: str, ids: tuple[str, ...] = expected) -> str | None:
            return _wrong(text, ids) or _unreadable(asking, _entries(text))

        entries = _entries(client.fetch(part, start, BATCH, wrong))
        yield {pmid: entry for pmid, entry in entries.items() if pmid not in known}


def _entries(text: str) -> dict[str, str]:
    """The records of a text by PMID, each unchanged."""
    found = list(PMID.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    return {one[1]: text[one.start() : end].strip() for one, end in zip(found, ends, strict=True)}


def _unreadable(asking: Asking, entries: Mapping[str, str]) -> str | None:
    """The reader's objection to a batch, written as it would be saved; None if there is none."""
    path = asking.folder / f".{_name(asking)}{BATCH_ENDING}"
    path.write_text("".join(f"{one}\n\n" for one in entries.values()), "utf-8", newline="\n")
    return _misread(asking, path, entries)


def _misread(asking: Asking, path: Path, expected: Collection[str]) -> str | None:
    """Why the review's reader finds other records in a file than PubMed was asked for."""
    if asking.reader is None:
        return None
    try:
        got = sorted(asking.reader(path))
    except Refused as fault:
        because = str(fault.faults[0]) if fault.faults else fault.sentence
        return f"ajour cannot read the answer ({because[:SAID]})"
    if got != sorted(expected):
        return "the answer does not contain the records that ajour asked for"
    return None


def _wrong(text: str, ids: tuple[str, ...]) -> str | None:
    """What is wrong with the text of a batch: missing records, or a truncated last one."""
    got = PMID.findall(text)
    if sorted(got) != sorted(ids):
        return f"the service did not send {len(set(ids) - set(got))} of {len(ids)} records"
    last = _entries(text)[got[-1]]
    # An article's last line is SO; books have their title in BTI.
    whole = text.endswith("\n") and ("\nSO  - " in last or "\nBTI - " in last)
    return None if whole else "the answer broke off within its last record"


def _saved(asking: Asking, name: str, beside: Path, found: SearchResult, written: int) -> Answer:
    """Put the finished file in its place, then the note of the query.

    In this order, because a run without a note is merely repeated.
    """
    file = asking.folder / f"{name}.nbib" if written else None
    sidecar = asking.folder / f"{name}.json"
    told = {
        "source": "PubMed",
        "query": asking.query,
        "translation": found.translation,
        "count": found.count,
        "written": written,
        "known_before": found.count - written,
        "since": asking.since.isoformat() if asking.since else None,
        "run_at": asking.when.astimezone(UTC).isoformat(),
        "next_since": asking.when.astimezone(UTC).date().isoformat(),
        "file": file.name if file else None,
        "warnings": list(found.warnings),
    }
    noted = beside.with_suffix(".json")
    try:
        noted.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if file:
            beside.replace(file)
        noted.replace(sidecar)
    finally:
        noted.unlink(missing_ok=True)
    return Answer(
        file=file, sidecar=sidecar, count=found.count, written=written, warnings=found.warnings
    )


def _ask(question: Question, environment: Mapping[str, str]) -> Answer:
    """Ask for what was entered since the last run; for all of it on request or at the first run."""
    folder, query, refused = question.folder, question.query, question.refused
    asking = Asking(
        query=query,
        folder=folder,
        when=question.when,
        since=None if question.full else last_run(folder, query, refused=refused),
        known=pmids_in(folder, refused=refused),
        reader=lambda path: (record.pmid or "" for record in question.read(path)),
    )
    return fetch(asking, server_of(environment))


PUBMED = Source(
    name="PubMed",
    by_hand=(
        "You can also save the records in PubMed (Save, Format: PubMed) and import them with "
        "ajour import FILE --search NAME."
    ),
    ask=_ask,
    files=nbib_files,
    answers=answers_of,
    asked_on=last_run,
)

"""A search run at PubMed: everything it finds, saved whole as nbib beside what was asked."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from pipeline.errors import Refused
from pipeline.sources.eutils import Client, Found, Server

MOST = 9_999
"""Records of one search that E-utilities page through (E-utilities guide, esearch)."""

BATCH = 200
"""Records fetched in one call."""

FIRST_DAY = date(1900, 1, 1)
"""Before any entry date of PubMed."""

RESTARTS = 2
"""Times that everything is asked anew because the count changed while it was fetched."""

PMID = re.compile(r"^PMID- *(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A query, and where its answer goes. `since` limits it to what was entered from that day on.

    `when` is the time of the run, UTC; the clock is not asked. `known` are PMIDs that are here
    already and are not written again.
    """

    query: str
    folder: Path
    when: datetime
    since: date | None = None
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was saved. `file` is None where nothing new was found."""

    file: Path | None
    sidecar: Path
    count: int
    written: int
    warnings: tuple[str, ...]


class _Changed(Exception):
    """The search found another number of records than a moment ago."""


def fetch(asking: Asking, server: Server, *, pause: Callable[[float], None] = time.sleep) -> Answer:
    """Run the query and save all of its records, or refuse and save nothing.

    Beside the nbib stands a json of the query, the count, the time and the day from which the
    next run has to ask. A search of more than 9,999 is split by the day of entry.
    """
    asking.folder.mkdir(parents=True, exist_ok=True)
    name = f"pubmed-{asking.when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    beside = asking.folder / f".{name}.part"
    try:
        with Client(server, pause=pause) as client:
            found, written = _settled(asking, client, beside)
        return _saved(asking, name, beside, found, written)
    finally:
        beside.unlink(missing_ok=True)


def _settled(asking: Asking, client: Client, beside: Path) -> tuple[Found, int]:
    """Fetch all; once more from the beginning where the count changed meanwhile."""
    counts: list[str] = []
    for _ in range(RESTARTS + 1):
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as out:
                return _all(asking, client, out)
        except _Changed as change:
            counts.append(str(change))
    raise Refused(
        f"PubMed: the count changed while the records were fetched ({'; '.join(counts)}); "
        "nothing was taken. Try again later."
    )


def _all(asking: Asking, client: Client, out: TextIO) -> tuple[Found, int]:
    limits = _limits(asking.since, asking.when.date()) if asking.since else {}
    whole = client.search(asking.query, retmax=MOST, **limits)
    parts = [whole]
    if whole.count > MOST:
        first = asking.since or FIRST_DAY
        parts = list(_split(asking.query, client, first, asking.when.date() + timedelta(days=1)))
        _same(whole.count, sum(part.count for part in parts))
    seen: set[str] = set()
    written = 0
    for part in parts:
        _same(part.count, len(set(part.ids)))
        written += _part(part, client, out, asking.known | seen)
        seen |= set(part.ids)
    _same(whole.count, len(seen))
    _same(whole.count, client.search(asking.query, retmax=0, **limits).count)
    return whole, written


def _limits(first: date, last: date) -> dict[str, str | int]:
    """Esearch's parameters for a span of entry dates, both days taken in."""
    # Days of entry are those of Washington; a day more at both ends misses nothing.
    return {
        "datetype": "edat",
        "mindate": f"{first - timedelta(days=1):%Y/%m/%d}",
        "maxdate": f"{last + timedelta(days=1):%Y/%m/%d}",
    }


def _split(query: str, client: Client, first: date, last: date) -> Iterator[Found]:
    """The search in spans of entry dates, each small enough to page through, oldest first."""
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
            f"PubMed: {found.count} records were entered on {first}, more than can be fetched; "
            "narrow the query. Nothing was taken."
        )
    middle = first + (last - first) // 2
    yield from _split(query, client, first, middle)
    yield from _split(query, client, middle + timedelta(days=1), last)


def _same(before: int, after: int) -> None:
    if before != after:
        raise _Changed(f"{before}, then {after}")


def _part(part: Found, client: Client, out: TextIO, known: frozenset[str] | set[str]) -> int:
    """Write the records of one history set that are not known; how many they were."""
    written = 0
    for start in range(0, part.count, BATCH):
        expected = part.ids[start : start + BATCH]
        if all(one in known for one in expected):
            continue
        text = client.fetch(part, start, BATCH, lambda text, ids=expected: _wrong(text, ids))  # type: ignore[misc]
        for entry in _entries(text):
            match = PMID.match(entry)
            if match and match[1] not in known:
                out.write(f"{entry.strip()}\n\n")
                written += 1
    return written


def _entries(text: str) -> list[str]:
    starts = [match.start() for match in PMID.finditer(text)]
    return [text[at:end] for at, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _wrong(text: str, ids: tuple[str, ...]) -> str | None:
    """What is wrong with the text of a batch: records that are missing, or a last one cut off."""
    got = PMID.findall(text)
    if sorted(got) != sorted(ids):
        return f"{len(set(ids) - set(got))} of {len(ids)} records of a batch did not come"
    last = _entries(text)[-1]
    # An article's last line is SO; books have their title in BTI.
    whole = text.endswith("\n") and ("\nSO  - " in last or "\nBTI - " in last)
    return None if whole else "the last record of a batch was cut off"


def _saved(asking: Asking, name: str, beside: Path, found: Found, written: int) -> Answer:
    """Put the finished file in its place, then what was asked.

    In this order, since a run that is not noted is only run again.
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


def last_run(folder: Path, query: str) -> date | None:
    """The day from which a later run of the same query has to ask; None before the first.

    Sidecars of another query, and those that can not be read, do not count.
    """
    days = []
    for path in sorted(folder.glob("pubmed-*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["query"] == query:
                days.append(date.fromisoformat(told["next_since"]))
        except (ValueError, KeyError, TypeError):
            continue
    return max(days, default=None)


def pmids_in(folder: Path) -> frozenset[str]:
    """The PMIDs of all nbib files in a folder."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.nbib")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            found.update(match[1] for line in lines if (match := PMID.match(line)))
    return frozenset(found)

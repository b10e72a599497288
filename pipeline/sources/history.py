"""Earlier answers of services: the runs noted beside their files, and the records in them."""

import json
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.sources.answers import PMID
from pipeline.sources.source import SAVED

LARGEST_NOTE = 8 << 20
"""Maximum bytes of the note of a run; the longest query and its translation are a few kB."""

PUBMED = "pubmed"
"""Prefix of the names of PubMed's files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One run as noted: its time, the day from which it asked, and the file of its answer."""

    at: str
    since: date | None
    next_since: date | None
    file: str | None


def last_run(
    folder: Path, query: str, *, refused: AbstractSet[str] = frozenset(), of: str = PUBMED
) -> date | None:
    """The day from which a later run of the same query has to ask; None for everything.

    Notes of another query, and unreadable ones, do not count. Nor does a run whose file is one of
    `refused` (names): what it asked for is asked again, until a later run has done so. A run with a
    truncated answer leaves the day unchanged. `of` is the prefix of the names of the service's
    files.
    """
    runs = sorted(_runs(folder, query, of), key=lambda run: run.at)
    if not any(run.next_since for run in runs):
        return None
    days: list[date | None] = [max(run.next_since for run in runs if run.next_since)]
    days += [
        run.since
        for place, run in enumerate(runs)
        if run.file in refused and not any(_covers(run, one, refused) for one in runs[place + 1 :])
    ]
    return None if None in days else min(day for day in days if day)


def asked_on(folder: Path, query: str, *, of: str) -> date | None:
    """The day on which a service last answered a query, completely or not; None if never."""
    days = [date.fromisoformat(run.at[:10]) for run in _runs(folder, query, of)]
    return max(days, default=None)


def answers_of(folder: Path, query: str, *, of: str = PUBMED) -> frozenset[str]:
    """The names of the files saved by runs of a query."""
    return frozenset(run.file for run in _runs(folder, query, of) if run.file)


def saved_files(folder: Path, of: str) -> list[Path]:
    """The JSON answers of a service, by name; other things with such a name are ignored."""
    return [path for path in sorted(folder.glob(f"{of}-*{SAVED}")) if path.is_file()]


def nbib_files(folder: Path) -> list[Path]:
    """The nbib files of a folder, by name; other things with such a name are ignored."""
    return [path for path in sorted(folder.glob("*.nbib")) if path.is_file()]


def pmids_in(folder: Path, *, refused: AbstractSet[str] = frozenset()) -> frozenset[str]:
    """The PMIDs of all nbib files in a folder, except those of `refused` (names)."""
    found: set[str] = set()
    for path in nbib_files(folder):
        if path.name not in refused:
            with path.open(encoding="utf-8", errors="replace") as lines:
                found.update(match[1] for line in lines if (match := PMID.match(line)))
    return frozenset(found)


def _covers(missing: _Run, later: _Run, refused: AbstractSet[str]) -> bool:
    """Whether a later run asked for everything that a run with a refused file asked for."""
    if later.file in refused:
        return False
    return later.since is None or (missing.since is not None and later.since <= missing.since)


def _runs(folder: Path, query: str, of: str) -> Iterator[_Run]:
    for path in folder.glob(f"{of}-*.json"):
        run = None if path.name.endswith(SAVED) else _run(path, query)
        if run:
            yield run


def _run(path: Path, query: str) -> _Run | None:
    """The note of a run of the query; None if it is of another query, or cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_NOTE:
            return None
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["query"] != query:
            return None
        return _Run(
            at=str(told["run_at"]),
            since=date.fromisoformat(told["since"]) if told["since"] else None,
            next_since=date.fromisoformat(told["next_since"]) if told["next_since"] else None,
            file=str(told["file"]) if told["file"] else None,
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None

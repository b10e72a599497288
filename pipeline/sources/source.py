"""The interface of every service that the program queries."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pipeline.records import Record

SAVED = ".records.json"
"""Ending of answers from JSON services; the note of a run ends in .json only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A seed reference of citation searching: its DOI, its PubMed number, or both."""

    doi: str = ""
    pmid: str = ""

    @property
    def name(self) -> str:
        """Its name in notes and records."""
        return self.doi or f"PMID {self.pmid}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query at a service, and the folder in which its answers are kept.

    `when` is the time of the run, UTC. With `full` everything is asked for, including what earlier
    answers have. `refused` names the unreadable answers, which count as never received; `read`
    returns the records of a file as an import would, and raises Refused as an import does. `seeds`
    and `directions` say whose citations are searched, and which way.
    """

    query: str
    folder: Path
    when: datetime
    full: bool
    refused: AbstractSet[str]
    read: Callable[[Path], Iterable[Record]]
    seeds: tuple[Seed, ...] = ()
    directions: tuple[Literal["references", "citing"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was saved. `file` is None if nothing new was found."""

    file: Path | None
    sidecar: Path
    count: int
    written: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A service: its name, how to query it, and its earlier answers.

    `ask` saves the whole answer and raises Refused or OSError if it cannot; it is passed the
    environment. `by_hand` says what people can do meanwhile. By folder and query, `answers` has the
    names of the files that were saved, and `asked_on` the day from which the next run asks.
    """

    name: str
    by_hand: str
    ask: Callable[[Question, Mapping[str, str]], Answer]
    files: Callable[[Path], Iterable[Path]]
    answers: Callable[[Path, str], AbstractSet[str]]
    asked_on: Callable[[Path, str], date | None]

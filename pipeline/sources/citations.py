"""Citation searching: references of seeds and works citing them, from three services at once.

The works are one answer in JSON, each once, with which service said for which seed that the work
cites it or is cited by it. Each service is asked about a seed until it has answered; later runs ask
about new seeds.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import partial
from pathlib import Path

from pipeline.errors import Refused
from pipeline.sources import crossref, europepmc, openalex
from pipeline.sources.bounded import Unusable
from pipeline.sources.citation_index import (
    CitationLink,
    Direction,
    crossref_links,
    crossref_works,
    europepmc_links,
    keys_of,
    openalex_links,
)
from pipeline.sources.client import Lacking, Service, ServiceClient, Unanswered, access_of
from pipeline.sources.history import answers_of, asked_on, saved_files
from pipeline.sources.paged import OTHER, Reading
from pipeline.sources.source import SAVED, Answer, Question, Seed, Source

FILES = "citations"
"""Prefix of the names of its files."""

MARK = "ajour"
"""The key under which a saved work states why it is there."""

LARGEST_NOTE = 8 << 20
"""Maximum bytes of the note of a run."""

Finder = Callable[[ServiceClient, Seed, Sequence[Direction]], list[CitationLink]]

INDEXES: Mapping[str, tuple[Service, Finder]] = {
    openalex.SERVICE.name: (openalex.SERVICE, openalex_links),
    europepmc.SERVICE.name: (europepmc.SERVICE, europepmc_links),
    crossref.SERVICE.name: (crossref.SERVICE, crossref_links),
}
"""The services, in order of preference for the record of a work."""


@dataclass(slots=True)
class _Union:
    """The works found so far, each once, by their keys, and what services say about each."""

    works: list[Reading] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    said: list[dict[tuple[str, str], set[str]]] = field(default_factory=list)

    def add(self, link: CitationLink, service: str) -> None:
        """Add a work, or new statements about a known one."""
        place = next((self.places[key] for key in link.keys if key in self.places), None)
        if place is None:
            if link.work is None:
                return
            place = len(self.works)
            self.works.append(link.work)
            self.said.append({})
        for key in link.keys:
            self.places.setdefault(key, place)
        self.said[place].setdefault((link.direction, link.seed), set()).add(service)


def _ask(question: Question, environment: Mapping[str, str]) -> Answer:
    """Ask every service about the seeds that it has not answered yet."""
    done = {} if question.full else seeds_done(question)
    known = frozenset(_known(question.folder, question.refused))
    union, answered, failed = _Union(), dict[str, list[str]](), dict[str, str]()
    dois: dict[str, list[CitationLink]] = {}
    for name, (service, find) in INDEXES.items():
        seeds = [one for one in question.seeds if one.name not in done.get(name, ())]
        links, answered[name], why = _found(service, find, seeds, question, environment)
        if why:
            failed[name] = why
        for link in links:
            if link.work is None and not any(key in union.places for key in link.keys):
                if link.keys[0] in known:
                    continue
                dois.setdefault(link.keys[0].removeprefix("doi:"), []).append(link)
            else:
                union.add(link, name)
    if dois and (why := _add_works(union, dois, environment)):
        failed[crossref.SERVICE.name] = why
        answered[crossref.SERVICE.name] = []
    if failed and not any(answered.values()):
        told = "; ".join(f"{name}: {why}" for name, why in failed.items())
        raise Refused(f"Citation searching: {told}. Nothing was imported. Try again later.")
    return _saved(question, union, known, answered, failed)


def _found(
    service: Service,
    find: Finder,
    seeds: Sequence[Seed],
    question: Question,
    environment: Mapping[str, str],
) -> tuple[list[CitationLink], list[str], str]:
    """The links of seeds, the answered seeds, and why the others were not answered."""
    links: list[CitationLink] = []
    answered: list[str] = []
    if not seeds:
        return links, answered, ""
    try:
        with ServiceClient(access_of(service, environment)) as client:
            for seed in seeds:
                with suppress(Lacking):
                    links += find(client, seed, question.directions)
                answered.append(seed.name)
    except (Unanswered, Unusable) as fault:
        return links, answered, str(fault)
    except Refused as fault:
        return links, answered, fault.sentence
    except (KeyError, TypeError, ValueError, AttributeError):
        return links, answered, OTHER
    return links, answered, ""


def _add_works(
    union: _Union, dois: Mapping[str, Sequence[CitationLink]], environment: Mapping[str, str]
) -> str:
    """Add the works that only Crossref names; return why it could not be asked, or ""."""
    try:
        with ServiceClient(access_of(crossref.SERVICE, environment)) as client:
            works = crossref_works(client, list(dois))
        for work in works:
            keys = keys_of(work)
            for link in dois.get(keys[0].removeprefix("doi:"), ()):
                union.add(replace(link, work=work, keys=keys), crossref.SERVICE.name)
    except (Unanswered, Unusable) as fault:
        return str(fault)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return OTHER
    return ""


def _known(folder: Path, refused: object) -> Iterator[str]:
    """The keys of all works in the answers in a folder."""
    passed_over = frozenset(refused) if isinstance(refused, frozenset | set) else frozenset()
    for path in saved_files(folder, FILES):
        if path.name not in passed_over:
            with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
                for work in json.loads(path.read_text(encoding="utf-8"))["results"]:
                    yield from keys_of(work)


def seeds_done(question: Question) -> dict[str, set[str]]:
    """The seeds that each service has answered, according to the notes of earlier runs."""
    done: dict[str, set[str]] = {}
    for told in notes_of(question.folder, question.query):
        if told["file"] in question.refused:
            continue
        for name, seeds in told["answered"].items():
            done.setdefault(name, set()).update(seeds)
    return done


def notes_of(folder: Path, query: str) -> list[Reading]:
    """The notes of the runs of a query, the earliest first; others are ignored."""
    found = []
    for path in sorted(folder.glob(f"{FILES}-*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            if path.name.endswith(SAVED) or path.stat().st_size > LARGEST_NOTE:
                continue
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["query"] == query and isinstance(told["answered"], dict):
                found.append(told)
    return found


def _saved(
    question: Question,
    union: _Union,
    known: frozenset[str],
    answered: Mapping[str, list[str]],
    failed: Mapping[str, str],
) -> Answer:
    folder, when = question.folder, question.when.astimezone(UTC)
    name = f"{FILES}-{when:%Y%m%dT%H%M%SZ}"
    new = [
        {**work, MARK: {"citation": _sentence(said)}}
        for work, said in zip(union.works, union.said, strict=True)
        if known.isdisjoint(keys_of(work))
    ]
    file = folder / f"{name}{SAVED}" if new else None
    told = {
        **_note(question, file),
        "count": len(union.works),
        "written": len(new),
        "answered": answered,
        "failed": failed,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if file:
            lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in new)
            beside = folder / f".{name}.part"
            beside.write_text(f'{{"results": [\n{lines}\n]}}\n', encoding="utf-8")
            _look_over(question, beside, len(new))
            beside.replace(file)
        sidecar = folder / f"{name}.json"
        if file or any(answered.values()):
            sidecar.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as fault:
        raise Refused(f"{folder}: ajour cannot write to this folder ({fault.strerror}).") from None
    warnings = tuple(
        f"{service} could not be asked about all seed references ({why}). The next update "
        f"asks again."
        for service, why in failed.items()
    )
    return Answer(
        file=file, sidecar=sidecar, count=len(union.works), written=len(new), warnings=warnings
    )


def _note(question: Question, file: Path | None) -> dict[str, object]:
    """What was asked, when, and the file of the answer."""
    when = question.when.astimezone(UTC)
    return {
        "source": ", ".join(INDEXES),
        "query": question.query,
        "since": None,
        "run_at": when.isoformat(),
        "next_since": when.date().isoformat(),
        "file": file.name if file else None,
    }


def _look_over(question: Question, beside: Path, expected: int) -> None:
    """Refuse an answer that the review's own reader would not accept."""
    try:
        got = sum(1 for _ in question.read(beside))
    except Refused:
        got = -1
    if got != expected:
        beside.unlink(missing_ok=True)
        raise Refused("Citation searching: ajour cannot read the answer. Nothing was imported.")


def _sentence(said: Mapping[tuple[str, str], set[str]]) -> str:
    """Which service says what about which seed, on one line."""
    words = {"references": "cited by", "citing": "cites"}
    return "; ".join(
        f"{words[direction]} {seed} ({', '.join(sorted(services))})"
        for (direction, seed), services in sorted(said.items())
    )


CITATIONS = Source(
    name="Citation searching",
    by_hand="You can also export the references and citing works from a database and import them.",
    ask=_ask,
    files=lambda folder: saved_files(folder, FILES),
    answers=partial(answers_of, of=FILES),
    asked_on=partial(asked_on, of=FILES),
)

"""Random troubles of the services that are asked about reports and seeds, then a good day.

Nothing may be lost, doubled or untrue; a later day asks what a failed day left open.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.records import Record
from pipeline.sources import by_identifier, client
from pipeline.sources.by_identifier import UNKNOWN, AskedService, ask_by_identifier
from pipeline.sources.citations import CITATIONS
from pipeline.sources.fill import BY_DOI, BY_PMID, BY_TITLE
from pipeline.sources.open_access import OPEN_ACCESS_SERVICES
from pipeline.sources.other_notices import NOTICE_SERVICES
from pipeline.sources.source import Question, Seed
from tests.support.fake_service import TROUBLES, FalseService
from tests.support.false_citations import Graph, citing
from tests.support.false_notices import World, doi, noticing, pmid
from tests.support.false_works import FalseWork, knowing

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
DAYS = 3
QUICK = {"timeout": 0.1, "answer_seconds": 0.2, "call_seconds": 1.0}
"""Time limits of a call on days with troubles, so that hanging services take little time."""

ACCESS: dict[str, Any] = dict(client.Access.__init__.__kwdefaults__ or {})

Services = Mapping[str, FalseService]


@contextmanager
def troubled(services: Services, chance: Random) -> Iterator[None]:
    """A day on which each service meets troubles at random, in its first calls."""
    for service in services.values():
        many = chance.randint(0, 6)
        service.troubles = [chance.choice(("", "", *TROUBLES)) for _ in range(many)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "TRIES", 2)
        patch.setattr(by_identifier, "SECONDS", 0.8)
        patch.setattr(client.Access.__init__, "__kwdefaults__", {**ACCESS, **QUICK})
        patch.setattr(client.ServiceClient.__init__, "__kwdefaults__", {"pause": lambda _: None})
        client._silent.clear()
        yield
    for service in services.values():
        service.troubles = []
    client._silent.clear()


def citation_schedule(seed: int, folder: Path) -> None:
    """Check works that cite six seeds or are cited by them, asked about day by day."""
    chance = Random(seed)
    cites = {
        number: {chance.randint(1, 60) for _ in range(chance.randint(0, 9))} - {number}
        for number in range(1, 30)
    }
    graph = Graph(cites=cites)
    seeds = [Seed(doi=doi(number)) for number in range(1, 7)]
    with citing(graph) as (services, variables):
        for day in range(DAYS):
            with troubled(services, chance):
                for service in services.values():
                    # A 404 is an answer: the service has no such work, and is not asked again.
                    service.troubles = ["500" if one == "404" else one for one in service.troubles]
                _ask_citations(folder, seeds, variables, day)
            found = _works(folder)
            assert len(found) == len(set(found)), (seed, "doubled")
        _ask_citations(folder, seeds, variables, DAYS)
    wanted = {one for number in range(1, 7) for one in cites[number]}
    wanted |= {number for number, of in cites.items() if of & set(range(1, 7))}
    found = _works(folder)
    assert sorted(found) == sorted(doi(one) for one in wanted), (seed, "lost or doubled")
    assert not list(folder.glob(".*"))


def lists_that_are_not_there(folder: Path) -> None:
    """Check a day on which OpenAlex, the only source of links, answers 404; then a good day."""
    others = {1, 2, 3, 4}
    graph = Graph(cites={1: {2, 3}, 4: {1}}, lacks={"Europe PMC": others, "Crossref": others})
    with citing(graph) as (services, variables):
        with troubled(services, Random(0)):
            for service in services.values():
                service.troubles = []
            services["OpenAlex"].troubles = ["", *["404"] * 99]
            _ask_citations(folder, [Seed(doi=doi(1))], variables, 0)
        _ask_citations(folder, [Seed(doi=doi(1))], variables, 1)
    assert sorted(_works(folder)) == sorted(doi(one) for one in (2, 3, 4))


def _ask_citations(
    folder: Path, seeds: Sequence[Seed], variables: Mapping[str, str], day: int
) -> None:
    asked = Question(
        query="citations",
        folder=folder,
        when=WHEN + timedelta(days=day),
        full=False,
        refused=frozenset(),
        read=_read,
        seeds=tuple(seeds),
        directions=("references", "citing"),
    )
    if day == DAYS:
        CITATIONS.ask(asked, variables)
        return
    with suppress(Refused):
        CITATIONS.ask(asked, variables)


def _read(path: Path) -> Iterator[Record]:
    with reading(path) as export:
        yield from export.records()


def _works(folder: Path) -> list[str]:
    files = sorted(folder.glob("*.records.json"))
    return [str(one.doi) for path in files for one in _read(path)]


def notice_schedule(seed: int) -> None:
    """Check a retracted report, a questioned one and clear ones: no state may be false."""
    chance = Random(seed)
    flagged = chance.sample(range(1, 30), 3)
    world = World(retracted=set(flagged), known=25)
    with noticing(world) as (services, variables):
        for service in NOTICE_SERVICES:
            if service.identifier == "nct":
                continue
            made = pmid if service.identifier == "pmid" else doi
            truth = {
                made(number): () if number not in flagged else ("retraction",)
                for number in range(1, 26)
            }
            ids = [made(number) for number in range(1, 30)]
            said = lambda found: tuple(sorted({one.kind for one in found}))  # noqa: E731
            _never_untrue(service, ids, truth, (services, variables, chance), said)


def work_schedule(seed: int) -> None:
    """Check free copies and works to fill from: each answer about a DOI must be true of it."""
    chance = Random(seed)
    works = [
        FalseWork(
            title=f"Telework and matter number {number} of many",
            doi=doi(number),
            pmid=pmid(number),
            free=dict.fromkeys(("OpenAlex", "Europe PMC", "Unpaywall"), f"https://x.example.org/{number}")
            if chance.random() < 0.5
            else {},
        )
        for number in range(1, 13)
    ]  # fmt: skip
    ids = [doi(number) for number in range(1, 16)]
    with knowing(works) as (services, served):
        variables = {**served, client.CONTACT: "kari@example.org"}
        free = {one.doi: [*one.free.values()][:1] for one in works}
        for copies in OPEN_ACCESS_SERVICES:
            _never_untrue(copies, ids, free, (services, variables, chance), _url)
        numbers = {one.doi: one.doi for one in works}
        for service in BY_DOI:
            _never_untrue(service, ids, numbers, (services, variables, chance), _number)
        by_pmid = {one.pmid: one.doi for one in works}
        for service in BY_PMID:
            asked = [pmid(number) for number in range(1, 16)]
            _never_untrue(service, asked, by_pmid, (services, variables, chance), _number)
        titles = {one.title: one.doi for one in works}
        for service in BY_TITLE:
            _never_untrue(service, [*titles], titles, (services, variables, chance), None)


def _url(found: Any) -> list[str]:
    return [found.url] if found else []


def _number(found: tuple[str, ...]) -> str:
    (text,) = found
    if text.startswith("{"):
        told = json.loads(text)
        return str(told.get("DOI") or told["doi"]).lower().removeprefix("https://doi.org/")
    return text.partition("LID - ")[2].partition(" ")[0]


Day = tuple[Services, Mapping[str, str], Random]


def _never_untrue(
    service: AskedService[Any],
    ids: Sequence[str],
    truth: Mapping[str, object],
    day: Day,
    said: Callable[[Any], object] | None,
) -> None:
    """Check that each answer of a troubled service is true, and that a good day brings them all."""
    services, variables, chance = day
    with troubled(services, chance):
        asked = ask_by_identifier(service, ids, variables)
    _check(asked.known, truth, said, service.name)
    assert asked.known.keys().isdisjoint(asked.why)
    assert asked.known.keys() | asked.why.keys() == set(ids), service.name
    good = ask_by_identifier(service, ids, variables)
    _check(good.known, truth, said, service.name)
    assert good.known.keys() == truth.keys(), service.name
    assert set(good.why.values()) <= {UNKNOWN}


def _check(
    known: Mapping[str, Any],
    truth: Mapping[str, object],
    said: Callable[[Any], object] | None,
    name: str,
) -> None:
    for one, found in known.items():
        assert one in truth, (name, one)
        if said:
            assert said(found) == truth[one], (name, one)

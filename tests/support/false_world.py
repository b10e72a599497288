"""The services with all answers for one update: notices, citations and free copies."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from tests.support import false_citations, false_notices, false_works
from tests.support.fake_service import Answered, FalseService, as_json, serving
from tests.support.false_citations import Graph
from tests.support.false_notices import World
from tests.support.false_works import ADDRESSES, FalseWork


def _merged(one: Any, other: Any) -> Any:
    """Two answers merged: objects have the keys of both, lists are merged item by item."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        return {
            key: _merged(one[key], other[key])
            if key in one and key in other
            else one.get(key, other.get(key))
            for key in keys
        }
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_merged(mine, theirs) for mine, theirs in zip(one, other, strict=True)]
    return one


def _both(first: FalseService, second: FalseService) -> FalseService:
    """A service that gives the merged answers of two."""

    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        told = []
        for service in (first, second):
            try:
                status, _, body = service.answer(path, asked)
            except (KeyError, TypeError, ValueError):
                continue
            if status == 200:
                told.append(json.loads(body))
        if not told:
            return as_json({}, 404)
        return as_json(_merged(*told) if len(told) == 2 else told[0])

    return FalseService(answer)


def _openalex(world: World, graph: Graph, works: list[FalseWork]) -> FalseService:
    of_notices, of_copies = false_notices.openalex(world), false_works.openalex(works)
    of_citations = false_citations.openalex(graph)

    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        fields = asked.get("select", "")
        if fields == "id,doi,is_retracted":
            return of_notices.answer(path, asked)
        if fields == "id,doi,best_oa_location":
            return of_copies.answer(path, asked)
        return of_citations.answer(path, asked)

    return FalseService(answer)


@contextmanager
def whole_world(world: World, graph: Graph, works: list[FalseWork]) -> Iterator[dict[str, str]]:
    """The environment variables with the addresses of all six services."""
    services = {
        "Crossref": _both(false_notices.crossref(world), false_citations.crossref(graph)),
        "OpenAlex": _openalex(world, graph, works),
        "Europe PMC": _both(false_citations.europepmc(graph), false_notices.europepmc(world)),
        "PubMed": false_notices.pubmed(world),
        "ClinicalTrials.gov": false_notices.clinicaltrials(world),
        "Unpaywall": false_works.unpaywall(works),
    }
    with ExitStack() as stack:
        yield {ADDRESSES[name]: stack.enter_context(serving(one)) for name, one in services.items()}

"""Citation searching of a review: whether it is worthwhile, and whose citations were searched."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.review.clock import now
from flows.review.session import at_work
from flows.stages.sources import seeds_included, seeds_of
from pipeline.errors import Refused
from pipeline.review.citation_worth import CitationWorth, citation_worth
from pipeline.sources import openalex
from pipeline.sources.bounded import Unusable
from pipeline.sources.citation_index import openalex_references
from pipeline.sources.citations import INDEXES, seeds_done
from pipeline.sources.client import ServiceClient, Unanswered, access_of
from pipeline.sources.source import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedsAsked:
    """A citation search: its seed references, and how many of them each service has answered."""

    search: str
    seeds: int
    answered: dict[str, int]


def worth_of(folder: Path) -> CitationWorth:
    """How the included reports cite each other, by OpenAlex; Refused if it does not answer."""
    with at_work(folder) as session:
        dois = [seed.doi for seed in seeds_included(session.library()) if seed.doi]
    if not dois:
        raise Refused(f"{folder}: no included report has a DOI, so OpenAlex was not asked.")
    try:
        with ServiceClient(access_of(openalex.SERVICE, os.environ)) as client:
            found = openalex_references(client, dois)
    except (Unanswered, Unusable) as fault:
        raise Refused(f"OpenAlex: {fault}. Nothing was estimated. Try again later.") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(
            "OpenAlex sent an answer that ajour cannot read. Nothing was estimated. Try again "
            "later."
        ) from None
    numbers = {number: doi for doi, (number, _) in found.items()}
    return citation_worth(
        {
            doi: {numbers[one] for one in cited if one in numbers}
            for doi, (_, cited) in found.items()
        }
    )


def seeds_asked(folder: Path) -> Iterator[SeedsAsked]:
    """Each citation search of a review, with its progress."""
    with at_work(folder) as session:
        review, included = session.review, seeds_included(session.library())
    for search in review.searches:
        if search.fetch != "citations":
            continue
        seeds = seeds_of(search, included)
        names = {one.name for one in seeds}
        question = Question(
            query=search.asks,
            folder=review.search_folder(search),
            when=datetime.fromisoformat(now()).astimezone(UTC),
            full=False,
            refused=frozenset(),
            read=lambda _: (),
        )
        done = seeds_done(question)
        answered = {name: len(names & done.get(name, set())) for name in INDEXES}
        yield SeedsAsked(search=search.name, seeds=len(seeds), answered=answered)

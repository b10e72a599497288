"""The searches that were run, by way of finding and source, as running text lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from exports.tables.review_tables import SearchRow
from pipeline.review.settings import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedSource:
    """A source with its platform, and what was run there, in the order of review.toml."""

    place: str
    runs: tuple[SearchRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedWay:
    """A way of finding, and the sources searched in that way."""

    way: Way
    sources: tuple[SearchedSource, ...]


def searched(searches: Sequence[SearchRow]) -> tuple[SearchedWay, ...]:
    """The searches run, in PRISMA's order of ways; searches with nothing known are left out."""
    return tuple(
        SearchedWay(way=way, sources=_sources([one for one in searches if one.way == way]))
        for way in get_args(Way)
        if any(one.way == way and one.ran for one in searches)
    )


def _sources(searches: Sequence[SearchRow]) -> tuple[SearchedSource, ...]:
    runs: dict[str, list[SearchRow]] = {}
    for search in searches:
        if search.ran:
            runs.setdefault(search.place, []).append(search)
    return tuple(SearchedSource(place=place, runs=tuple(those)) for place, those in runs.items())

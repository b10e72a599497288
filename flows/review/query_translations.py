"""Translates a strategy to a query, proposed in a file and used only if review.toml names it."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exports.language.catalogue import Words
from flows.review.atomic_files import whole_file
from flows.review.search_files import digest_of
from flows.review.strategy_files import strategy_in
from flows.review.translation_file import read_translation
from pipeline.errors import Refused
from pipeline.files import free_name
from pipeline.review.query_translation import QueryTranslation
from pipeline.review.settings import Review, SearchPlan
from pipeline.strategy.labels import LABELS
from pipeline.strategy.notation import NOTATIONS

WIDTH = 96
"""Maximum width of a line of a query in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed query and the file in which it waits to be read and confirmed."""

    name: str
    content: QueryTranslation


def is_stale(review: Review, search: SearchPlan) -> bool:
    """Whether a search's strategy has changed since its confirmed query was translated from it."""
    confirmed = review.translations.get(search.name)
    if confirmed is None or search.strategy is None:
        return False
    return digest_of(review.folder / search.strategy) != confirmed.sha256


def waits(search: SearchPlan) -> bool:
    """Whether a search has a strategy but no query yet that its service may be asked."""
    return bool(search.fetch and search.strategy and not search.asks)


def proposed(review: Review, search: SearchPlan) -> Proposal:
    """The query translated from a search's strategy, in a file beside it.

    An existing translation of the current strategy is reused, with any changes that people made.
    Raises Refused if the strategy cannot be read completely.
    """
    assert search.strategy
    assert search.fetch
    path = review.folder / search.strategy
    stem = f"{search.name}.{search.fetch}"
    digest = digest_of(path)
    for file in sorted(path.parent.glob("*.toml")):
        if file.name.startswith(stem) and (known := _known(file)) and known.sha256 == digest:
            return Proposal(name=file.relative_to(review.folder).as_posix(), content=known)
    content = _translated(review, search, digest)
    file = free_name(path.parent / f"{stem}.toml")
    name = file.relative_to(review.folder).as_posix()
    with whole_file(file) as out:
        out.write(_text(content, search, name, review.language).encode())
    return Proposal(name=name, content=content)


def _known(file: Path) -> QueryTranslation | None:
    try:
        return read_translation(file)
    except Refused:
        return None


def _translated(review: Review, search: SearchPlan, digest: str) -> QueryTranslation:
    from pipeline.strategy.one_query import one_query  # takes time to import

    assert search.strategy
    assert search.fetch
    notation, hints = _written_in(review, search)
    strategy = strategy_in(
        review.folder / search.strategy, search.strategy, notation=notation, hints=hints
    )
    if strategy.wrong and not strategy.lines:
        raise strategy.wrong
    found = one_query(strategy, NOTATIONS[search.fetch], review.language)
    return QueryTranslation(
        strategy=search.strategy,
        notation=strategy.notation,
        sha256=digest,
        query=found.text,
        lost=found.lost,
    )


def _written_in(review: Review, search: SearchPlan) -> tuple[str | None, tuple[str, ...]]:
    """The notation of a strategy, and hints at it, from the searches that use the strategy."""
    others = [
        one
        for one in review.searches
        if one.strategy == search.strategy and one.name != search.name
    ]
    notation = next((one.notation for one in (search, *others) if one.notation), None)
    return notation, tuple(hint for one in others for hint in (one.platform, one.source))


def _text(found: QueryTranslation, search: SearchPlan, name: str, language: str) -> str:
    """The text of a proposal's file: how to confirm it, what was lost, and the query."""
    words = Words(language, "translations")
    values = {"strategy": found.strategy, "notation": LABELS[found.notation]}
    head = words("file", search=search.name, service=LABELS[str(search.fetch)], **values)
    line = f"    translation = {_quoted(name)}"
    lost = "".join(f"    {_quoted(one)},\n" for one in found.lost)
    query = "\n".join(_lines(found.query))
    return (
        "".join(f"# {one}\n" for one in [*textwrap.wrap(head, WIDTH), line])
        + f"\nstrategy = {_quoted(found.strategy)}\nnotation = {_quoted(found.notation)}\n"
        + f"sha256 = {_quoted(found.sha256)}\n\n# {words['lost']}\nlost = [\n{lost}]\n\n"
        + f"query = {_block(query)}\n"
    )


def _lines(query: str) -> Iterator[str]:
    """Break a query into lines before operators, so that no phrase is broken."""
    line = ""
    for part in re.split(r" (?=(?:AND|OR|NOT) )", query):
        if line and len(line) + len(part) >= WIDTH:
            yield line
            line = part
        else:
            line = f"{line} {part}".strip()
    yield line


def _quoted(text: str) -> str:
    """A text as a TOML string on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _block(text: str) -> str:
    """A multi-line text as a TOML literal string, or on one line if TOML does not allow that."""
    if "'''" in text:
        return _quoted(" ".join(text.split()))
    return f"'''\n{text}\n'''"

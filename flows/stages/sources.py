"""Asks the services named in review.toml, and keeps their answers with the other exports."""

import os
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.review.query_translations import waits
from flows.review.search_files import sha256_of
from flows.review.steps import counted
from flows.stages.context import Done
from flows.stages.proposed_queries import unconfirmed
from pipeline.errors import Refused
from pipeline.files import free_name
from pipeline.readers.read_file import reading
from pipeline.records import Record
from pipeline.review.library import Library
from pipeline.review.settings import CITATION_WAYS, Review, SearchPlan
from pipeline.sources.services import SOURCES
from pipeline.sources.source import Question, Seed, Source
from pipeline.text.amounts import amount
from pipeline.text.identifiers import bare_doi, bare_pmid

SET_ASIDE = ".refused"
"""Ending of an unreadable answer, once its records have been fetched again."""

GO_ON = "The other searches were carried out. The next update asks this source again."
"""The message on a source that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occasion:
    """When a search is run, whether for everything, and whose citations are searched."""

    when: str
    full: bool
    seeds: tuple[Seed, ...]


def ask_sources(
    review: Review,
    *,
    when: str,
    taken: Mapping[str, AbstractSet[str]],
    full: bool = False,
    included: tuple[Seed, ...] = (),
) -> Done:
    """Run every search that has a service to fetch from; a failure does not affect the others.

    `taken` has, by search, the SHA-256 of the files in the store; `included` are the included
    reports, whose citations may be searched.
    """
    told: list[str] = []
    failed: list[str] = []
    fetched = [one for one in review.searches if one.fetch]
    for search in counted("searches asked", fetched) if fetched else ():
        known = taken.get(search.name, frozenset())
        seeds = seeds_of(search, included)
        if search.fetch == "citations" and not seeds:
            continue
        if waiting := unconfirmed(review, search):
            failed.append(waiting)
        if waits(search):
            continue
        answer = _ask(review, search, _Occasion(when=when, full=full, seeds=seeds), taken=known)
        told += answer.told
        failed += answer.failed
    return Done(told=tuple(told), failed=tuple(failed))


def _ask(
    review: Review, search: SearchPlan, occasion: _Occasion, *, taken: AbstractSet[str]
) -> Done:
    """Run one search; a failure changes nothing and is reported with what to do.

    Unreadable answers that the store does not know count as never received. Their records are
    fetched again, and then the answers are renamed.
    """
    source, folder = SOURCES[search.fetch or ""], review.search_folder(search)
    query = search.asks
    try:
        refused = frozenset(_refused(source, folder, taken))
        question = Question(
            query=query,
            folder=folder,
            when=datetime.fromisoformat(occasion.when).astimezone(UTC),
            full=occasion.full,
            refused=refused,
            read=_records,
            seeds=occasion.seeds,
            directions=CITATION_WAYS[search.direction],
        )
        answer = source.ask(question, os.environ)
        told = list(_set_aside(folder, sorted(refused & source.answers(folder, query))))
    except Refused as fault:
        sentence = f"{search.name}: {fault.sentence} {GO_ON} {source.by_hand}"
        return Done(failed=(str(Refused(sentence, fault.faults)),))
    except OSError as fault:
        where = f"{search.name}: {fault.filename or folder}: {fault.strerror}."
        return Done(failed=(f"{where} {GO_ON} {source.by_hand}",))
    if answer.file:
        found = amount(answer.count, "record")
        are = "is" if answer.written == 1 else "are"
        told.append(f"{source.name} found {found}, of which {answer.written:,} {are} new.")
    return Done(
        told=tuple(f"{search.name}: {sentence}" for sentence in told),
        failed=tuple(f"{search.name}: {source.name} warns: {one}" for one in answer.warnings),
    )


def seeds_of(search: SearchPlan, included: tuple[Seed, ...]) -> tuple[Seed, ...]:
    """The seed references of a citation search: the included reports, or those it lists."""
    if search.fetch != "citations":
        return ()
    if search.seeds == ("included",):
        return included
    listed = [(bare_doi(one), bare_pmid(one)) for one in search.seeds]
    return tuple(
        Seed(doi=doi or "", pmid="" if doi else pmid or "") for doi, pmid in listed if doi or pmid
    )


def seeds_included(library: Library) -> tuple[Seed, ...]:
    """The included reports as seed references; those without DOI and PubMed number are left out."""
    reports = [library.reports[one] for one in library.included]
    return tuple(
        Seed(doi=one.doi or "", pmid=one.pmid or "") for one in reports if one.doi or one.pmid
    )


def _refused(source: Source, folder: Path, taken: AbstractSet[str]) -> Iterator[str]:
    """The names of unreadable answers that the store does not know."""
    for path in source.files(folder):
        if sha256_of(path) in taken:
            continue
        try:
            for _ in _records(path):
                pass
        except Refused:
            yield path.name


def _records(path: Path) -> Iterator[Record]:
    """The records of a file, read as for an import; Refused as for an import."""
    with reading(path) as export:
        yield from export.records()


def _set_aside(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Rename answers whose records were fetched again, so that they are not read."""
    for name in names:
        place = free_name(folder / f"{name}{SET_ASIDE}")
        (folder / name).replace(place)
        yield (
            f"an earlier answer could not be read, so ajour fetched its records again. The "
            f"earlier answer is kept as {place.name}."
        )

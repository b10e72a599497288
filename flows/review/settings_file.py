"""Reads review.toml strictly; reports all faults at once, by line, section and key."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import BeforeValidator

from flows.review.file_names import shown, wrong_names
from flows.review.find_review import refuse_no_review
from flows.review.translation_file import hash_with, one_line, read_translation
from pipeline.languages import REVIEW_LANGUAGE, Wording, in_all
from pipeline.ranking.finished_reviews import FinishedReplay, read_table
from pipeline.review.full_text_plan import FullTextPlan, RecordPlan
from pipeline.review.page_keys import PageSettings, clashes
from pipeline.review.query_translation import QueryTranslation
from pipeline.review.report_sources import OtherReferences
from pipeline.review.settings import (
    Automation,
    Checklists,
    IntegrityWatch,
    Language,
    Manuscript,
    Previous,
    PrismaS,
    RequestForm,
    Review,
    Reviewers,
    SearchPlan,
)
from pipeline.studies.map_plan import MapPlan
from pipeline.studies.scheme_toml import Tables, scheme_of, wrong_tables
from pipeline.text.likeness import guess
from pipeline.toml.document import Where, Wrong, not_among, read_toml, repeated, rows_at, texts_of
from pipeline.toml.kinds import Kind, OwnTitle, OwnWords, Text, share
from pipeline.toml.schema import checked


@cache
def _zones() -> frozenset[str]:
    """The names of all time zones, cached because finding them walks the system's folders."""
    return frozenset(available_timezones())


ZONE = Kind("a time zone like Europe/Oslo", lambda value: type(value) is str and value in _zones())


def _search(row: Any) -> Any:
    """Convert the kind "pubmed" of version 0.1 to a search of a database, fetched from PubMed."""
    if isinstance(row, dict) and row.get("fetch") == "citations":
        return {"kind": "citations", **row}
    is_old = isinstance(row, dict) and row.get("kind") == "pubmed"
    return {"fetch": "pubmed", **row, "kind": "database"} if is_old else row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    title: OwnTitle
    language: Language = REVIEW_LANGUAGE
    languages: tuple[Language, ...] = ()
    timezone: Annotated[str, ZONE] = "Europe/Oslo"
    unit: Literal["report", "article"] = "report"
    template: Literal["auto", "new", "updated"] = "auto"
    style: Literal["prisma", "covidence"] = "prisma"
    previous_note: OwnWords = field(default_factory=Wording)
    word_template: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    name: Text
    title: OwnTitle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dedupe:
    preprints: Literal["apart", "together"] = "apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranking:
    random_share: Annotated[
        float, share("a number from 0 to 0.5", lambda value: 0 <= value <= 0.5)
    ] = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    command: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    """The sections of review.toml."""

    review: _Heading
    round: tuple[_Round, ...] = ()
    search: tuple[Annotated[SearchPlan, BeforeValidator(_search)], ...] = ()
    reviewers: Reviewers = field(default_factory=Reviewers)
    automation: Automation = field(default_factory=Automation)
    dedupe: _Dedupe = _Dedupe()
    ranking: _Ranking = _Ranking()
    previous: Annotated[
        Previous | None, BeforeValidator(lambda value: None if value == {} else value)
    ] = None
    tables: Tables = field(default_factory=Tables)
    map: MapPlan = field(default_factory=MapPlan)
    request: RequestForm = field(default_factory=dict)
    prisma_s: PrismaS = field(default_factory=dict)
    manuscript: Manuscript = field(default_factory=dict)
    checklists: Checklists = field(default_factory=dict)
    journals: dict[Text, Text] = field(default_factory=dict)
    other_references: OtherReferences = field(default_factory=OtherReferences)
    letter: _Letter = _Letter()
    integrity: IntegrityWatch = field(default_factory=IntegrityWatch)
    page: PageSettings = field(default_factory=PageSettings)
    full_text: FullTextPlan = field(default_factory=FullTextPlan)
    records: RecordPlan = field(default_factory=RecordPlan)


def read_review(folder: Path) -> Review:
    """The review in a folder; Refused with every fault of review.toml, by line and key."""
    path = folder / "review.toml"
    refuse_no_review(folder)
    document = read_toml(path)
    file = checked(
        ReviewFile,
        document,
        f"{path}: review.toml has errors. Nothing was done.",
        lambda values: _inconsistent(values, folder),
    )
    heading = file.review
    confirmed = _confirmed(file.search, folder)
    return Review(
        folder=folder,
        **_said(replace(heading, languages=heading.languages or (heading.language,))),
        round_titles=tuple((each.name, each.title or in_all(each.name)) for each in file.round),
        searches=tuple(
            replace(one, query=one_line(confirmed[one.name])) if one.name in confirmed else one
            for one in file.search
        ),
        reviewers=file.reviewers,
        automation=file.automation,
        preprints=file.dedupe.preprints,
        random_share=file.ranking.random_share,
        previous=file.previous,
        tables=scheme_of(file.tables, unit="article" if heading.unit == "article" else "study"),
        evidence_map=file.map,
        request=file.request,
        prisma_s=file.prisma_s,
        manuscript=file.manuscript,
        checklists=file.checklists,
        journals=file.journals,
        other_references=file.other_references.file,
        letter=file.letter.command,
        integrity=file.integrity,
        page_keys=file.page.keys,
        full_text=file.full_text,
        fill=file.records.fill,
        hash=hash_with(document.hash, confirmed),
        translations=confirmed,
        finished=_finished(folder, file.automation),
    )


def _said(heading: _Heading) -> dict[str, Any]:
    """The values of [review] by key; asdict would also convert the texts by language."""
    said = {each.name: getattr(heading, each.name) for each in fields(heading)}
    return {"titles": said.pop("title"), **said}


def _finished(folder: Path, automation: Automation) -> tuple[FinishedReplay, ...]:
    """The team's own table of finished reviews; Refused with its faults if it is not valid."""
    named = automation.stopping.finished
    return read_table(folder / named) if named else ()


def _confirmed(searches: tuple[SearchPlan, ...], folder: Path) -> dict[str, QueryTranslation]:
    """The translated queries that review.toml names, by search."""
    named = {one.name: one.translation for one in searches if one.translation}
    return {name: read_translation(folder / file) for name, file in named.items()}


def _inconsistent(values: dict[str, Any], folder: Path) -> Iterator[Wrong]:
    """Faults that each section allows by itself, but that contradict another section."""
    rows, plans = rows_at(values, ("round",)), rows_at(values, ("search",))
    rounds, searches = texts_of(rows, "name"), texts_of(plans, "name")
    reviewers = texts_of([(("reviewers",), values.get("reviewers", {}))], "names")
    for names in (rounds, searches, reviewers):
        yield from repeated(names)
    yield from wrong_names(rounds, searches, reviewers)
    yield from _wrong_reviewers(values, [name for _, name in reviewers])
    # A round with a wrong name was reported already; it may be the one that is meant.
    if len(rounds) == len(rows):
        yield from not_among(texts_of(plans, "round"), [*{name: 0 for _, name in rounds}])
    for where, plan in plans:
        yield from _wrong_search(_search(plan), where, folder)
    for section, key in OWN_FILES:
        named = values.get(section, {}).get(key)
        if named is not None and not _inside(folder, named):
            yield Wrong((section, key), _expected(folder, named))
    yield from clashes(values.get("page", {}).get("keys", {}), ("page", "keys"))
    yield from wrong_tables(values)


OWN_FILES = (
    ("integrity", "file"),
    ("other_references", "file"),
    ("review", "word_template"),
)
"""Sections and keys that name a file edited by people."""


def _wrong_reviewers(values: dict[str, Any], names: list[str]) -> Iterator[Wrong]:
    """Faults for people who are away or have a weight but are not among the names."""
    section = values.get("reviewers", {})
    yield from not_among(texts_of([(("reviewers",), section)], "away"), names)
    weights = section.get("weights")
    if isinstance(weights, dict):
        places = [(("reviewers", "weights", name), name) for name in weights]
        for where, name in places:
            if name not in names:
                others = (
                    f"expected one of {', '.join(names)}" if names else "[reviewers] names is empty"
                )
                told = f"{shown(name)!r} is not a reviewer; {others}"
                yield Wrong(where, f"{told}{guess(name, names)}", alone=True)


def _wrong_search(plan: dict[str, Any], where: Where, folder: Path) -> Iterator[Wrong]:
    if "strategy" in plan and not _inside(folder, plan["strategy"]):
        yield Wrong((*where, "strategy"), _expected(folder, plan["strategy"]))
    if "fetch" in plan:
        from pipeline.sources.services import SOURCES  # slow to import

        yield from not_among([((*where, "fetch"), plan["fetch"])], SOURCES)
    if "translation" in plan:
        yield from _wrong_translation(plan, where, folder)
    elif "query" not in plan and plan.get("fetch", "citations") != "citations":
        told = "expected the query for the service"
        if "strategy" not in plan:
            yield Wrong((*where, "query"), told)
        elif plan["fetch"] not in TRANSLATED:
            yield Wrong((*where, "query"), f"{told}; ajour translates strategies only for PubMed")


TRANSLATED = ("pubmed",)
"""Services to whose notation a strategy can be translated; the others have none of the eight."""


def _wrong_translation(plan: dict[str, Any], where: Where, folder: Path) -> Iterator[Wrong]:
    """Faults of a translated query: no file, strategy or service, or a second query."""
    if not _inside(folder, plan["translation"]):
        yield Wrong((*where, "translation"), _expected(folder, plan["translation"]))
    if plan.get("fetch") not in TRANSLATED:
        told = 'this key is allowed only with fetch = "pubmed"'
        yield Wrong((*where, "translation"), told, alone=True)
    if "strategy" not in plan:
        yield Wrong((*where, "strategy"), "expected the strategy that was translated")
    if "query" in plan:
        told = "this search also has a translation. Keep either the query or the translation"
        yield Wrong((*where, "query"), told, alone=True)


def _expected(folder: Path, name: str) -> str:
    """Says that a file is not in the review's folder, and that it does not exist if that is so."""
    expected = "expected a file in the review's folder"
    with suppress(OSError, ValueError, RuntimeError):
        if name and not (folder / name).exists():
            return f"{expected}, but there is no file of this name"
    return expected


def _inside(folder: Path, name: str) -> bool:
    """Whether a path in review.toml exists and stays within the review's folder."""
    try:
        path = (folder / name).resolve()
        return path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError, RuntimeError):
        # The name is too long, contains a NUL, or is a link to itself.
        return False

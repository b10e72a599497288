"""Checks what services answered for empty fields: which work it describes, and what it may fill."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Record, RecordId
from pipeline.store.supplements import Supplement
from pipeline.text.kinds import kind_names
from pipeline.text.names import name_keys
from pipeline.text.titles import generic, preprint, title_keys

TITLE_SAME = 97.0
"""Least ratio, 0 to 100, at which two titles are the same: three letters in a hundred differ."""

SHORTEST = 3
"""Fewest words of a title by which a work can be found."""

YEARS_OFF = 1
"""Most years between an article's online and print versions; more point to another work."""

FIELDS: Mapping[str, str] = {
    "doi": "doi",
    "abstract": "abstract",
    "authors": "authors",
    "references": "cited_works",
}
"""The field of a record for each name in review.toml."""

PARTS_ONLY = frozenset(
    {"component", "peer-review", "peer review", "erratum", "retraction", "paratext"}
)
"""Types of works that share the title of an article but are not the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work as a service describes it, and what it was requested by: doi, pmid or title."""

    record: Record
    service: str
    asked_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledField:
    """A field that a service fills: its name in review.toml, its value as text, and its source."""

    record: RecordId
    field: str
    text: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The result of the services' answers for a record: what they fill, and why others do not."""

    filled: tuple[FilledField, ...] = ()
    doubts: tuple[str, ...] = ()


def empty_fields(record: Record, wanted: Sequence[str], *, cites: bool) -> tuple[str, ...]:
    """The wanted fields that the record's source left empty; `cites` says it has references."""
    has = {"references": cites}
    return tuple(
        one for one in wanted if not has.get(one, bool(getattr(record, FIELDS[one], None)))
    )


def offer(record: Record, works: Sequence[Work], fields: Sequence[str]) -> Offer:
    """The fields that works fill in a record; none unless they are certainly the record's work."""
    doubts: list[str] = []
    sure: list[Work] = []
    for work in works:
        why = doubt(record, work)
        if why is None:
            sure.append(work)
        elif why:
            doubts.append(f"{work.service} ({_named(work.record)}): {why}")
    dois = sorted({work.record.doi for work in sure if work.record.doi})
    if len(dois) > 1 and not record.doi:
        several = f"several works match this record: {', '.join(dois)}"
        return Offer(doubts=(*doubts, several))
    filled = [one for field in fields if (one := _filled(record, sure, field))]
    return Offer(filled=tuple(filled), doubts=() if filled else tuple(doubts))


def _named(work: Record) -> str:
    return work.doi or (f"PMID {work.pmid}" if work.pmid else work.title or "no title")


def doubt(record: Record, work: Work) -> str | None:
    """Why a work may not be the record's; None if it certainly is, "" if nothing is similar."""
    from rapidfuzz import fuzz  # a library is read without it

    mine, other = title_keys(record.title), title_keys(work.record.title)
    mine_titles = {mine.whole, mine.other} - {""}
    other_titles = {other.whole, other.other} - {""}
    near = max((fuzz.ratio(a, b) for a in mine_titles for b in other_titles), default=0.0)
    if near < TITLE_SAME:
        by_title = work.asked_by == "title"
        return "" if by_title else f"the title of the work is “{work.record.title or ''}”"
    return _other_work(record, work) or None


def _other_work(record: Record, work: Work) -> str:
    """The evidence against a work that has the title of the record; "" if there is none."""
    theirs = work.record
    years = (record.year, theirs.year)
    if record.year and theirs.year and abs(record.year - theirs.year) > YEARS_OFF:
        return f"the year of the work is {theirs.year}, not {record.year}"
    if title_keys(record.title).kinds != title_keys(theirs.title).kinds:
        mine_kind, work_kind = (kind_names(title_keys(one.title).kinds) for one in (record, theirs))
        return f"the record is of the kind {mine_kind}, but the work is of the kind {work_kind}"
    if (theirs.type or "").lower() in PARTS_ONLY:
        return f"the work is of the type {theirs.type}"
    if record.doi and theirs.doi and record.doi != theirs.doi:
        return f"the DOI of the work is {theirs.doi}, not {record.doi}"
    if _is_preprint(record) != _is_preprint(theirs):
        posted, other = ("work", "record") if _is_preprint(theirs) else ("record", "work")
        return f"the {posted} is a preprint, but the {other} is not"
    mine, yours = name_keys(record.authors), name_keys(theirs.authors)
    if mine.first and yours.first and mine.first not in yours.all.split():
        return f"the first author of the work is {theirs.authors[0]}, not {record.authors[0]}"
    if work.asked_by == "title":
        return _title_too_little(record, theirs, years, named=bool(mine.first and yours.first))
    return ""


def _is_preprint(record: Record) -> bool:
    posted = (record.type or "").lower() in {"posted-content", "preprint", "unpublished work"}
    return posted or preprint(record.journal, record.doi)


def _title_too_little(
    record: Record, theirs: Record, years: tuple[int | None, int | None], *, named: bool
) -> str:
    """Why the title alone does not show that two works are one; "" if other evidence does."""
    key = title_keys(record.title).whole
    if len(key.split()) < SHORTEST or generic(key):
        return "the title is too short or too general to identify a work"
    if record.pages and theirs.pages and _first(record.pages) != _first(theirs.pages):
        return f"the pages of the work are {theirs.pages}, not {record.pages}"
    if record.volume and theirs.volume and record.volume != theirs.volume:
        return f"the volume of the work is {theirs.volume}, not {record.volume}"
    if named or all(years):
        return ""
    return "the titles agree, but neither authors nor years can be compared"


def _first(pages: str) -> str:
    return pages.partition("-")[0].strip().lstrip("0").casefold()


def _filled(record: Record, works: Sequence[Work], field: str) -> FilledField | None:
    """The first value of a field that any of the works has."""
    for work in works:
        value = getattr(work.record, FIELDS[field])
        if not value:
            continue
        text = value if isinstance(value, str) else json.dumps(list(value), ensure_ascii=False)
        by = {"doi": "by its DOI", "pmid": "by its PubMed number", "title": "by its title"}
        origin = f"{work.service}, {by[work.asked_by]}"
        return FilledField(record=record.id, field=field, text=text, origin=origin)
    return None


def with_filled(records: Iterable[Record], supplements: Iterable[Supplement]) -> Iterator[Record]:
    """The records, with DOIs and authors from services if their sources give none.

    Abstracts are filled in for reports without one (`Library.reports`).
    """
    said: dict[RecordId, dict[str, str]] = {}
    for one in supplements:
        if one.field in ("doi", "authors"):
            said.setdefault(one.record, {})[one.field] = one.text
    if not said:
        yield from records
        return
    for record in records:
        own = said.get(record.id)
        yield _with(record, own) if own else record


def _with(record: Record, filled: Mapping[str, str]) -> Record:
    doi, authors = filled.get("doi"), filled.get("authors")
    return replace(
        record,
        doi=record.doi or doi or None,
        authors=record.authors or tuple(json.loads(authors) if authors else ()),
    )


def filled_references(supplements: Iterable[Supplement]) -> dict[RecordId, tuple[str, ...]]:
    """The references that services gave, by record."""
    return {
        one.record: tuple(json.loads(one.text))
        for one in supplements
        if one.field == "references" and one.text
    }

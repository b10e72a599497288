"""The data of a list for screening: its reports, and whom it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from exports.language.catalogue import Language
from exports.lists.full_text_cells import NO_PLACES, FullTextPlaces
from exports.stamp import Stamp
from pipeline.decisions import Decision, Reason, Scheme, Stage, Verdict
from pipeline.errors import AjourError
from pipeline.records import Record
from pipeline.review.page_keys import PageKeys

Says = Literal["met", "not met", "unclear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """Words of a title or abstract to highlight, as code points from `start` to before `end`."""

    field: Literal["title", "abstract"]
    start: int
    end: int
    kind: Says | Literal["term"] = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementReading:
    """The verdict of the rules on one element of the question, and the words behind it.

    `element` is its label in the list's language, `code` its name in the criteria.
    """

    element: str
    says: Says
    words: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementWords:
    """Words of a title or abstract that are evidence on an element, by its name in the criteria."""

    field: Literal["title", "abstract"]
    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReport:
    """Another report of the same study; `standing` is the decision on it, if it may be shown."""

    title: str
    authors: str
    year: int | None
    standing: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A report as it is shown to a reviewer.

    `record` represents the report. `lifted` and `lowered` are the terms behind the rank, the
    strongest first. `found_again` names the rounds or searches that found it earlier, `also_in` its
    other sources. `related` are other reports that belong to it, such as a correction, one per
    line. `mine` is the standing decision of the list's own reviewer at the list's stage. No other
    person's verdict is included, except `retrieval` and `location`, which say where the document is
    and not what anybody thinks of it.

    The other fields are for a page, which has more room than a sheet: the words of each element
    (`element_words`), the thesaurus headings among the keywords (`mesh`), all `sources`, the origin
    of an abstract that was added by hand (`abstract_origin`), reports of the same study, and those
    earlier decisions that blinding lets the reviewer see.
    """

    record: Record
    rank: int
    probability: float | None = None
    lifted: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()
    suggestion: Verdict | None = None
    evidence: tuple[ElementReading, ...] = ()
    spans: tuple[Highlight, ...] = ()
    found_again: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    possible_duplicates: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    random_check: bool = False
    flags: tuple[str, ...] = ()
    mine: Decision | None = None
    retrieval: Verdict | None = None
    location: str | None = None
    element_words: tuple[ElementWords, ...] = ()
    mesh: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    abstract_origin: str = ""
    same_study: tuple[OtherReport, ...] = ()
    earlier: tuple[Decision, ...] = ()
    places: FullTextPlaces = NO_PLACES


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """Whom a list is for, and what it was made from.

    `when` is the time of the latest evidence, ISO 8601 in UTC, never the clock's. `reasons` are in
    order of priority. With `every_reason` all of them are offered at screening too, as in a pilot.
    `review_id` identifies the review, even if its title changes, and `list_id` the list. With
    `with_places` there are columns for where full texts are. `keys` are those of a page; `progress`
    is its text on what is left and when to stop.
    """

    review: str
    stage: Stage
    reviewer: str
    when: str
    language: Language
    reasons: tuple[Reason, ...] = ()
    scheme: Scheme = "single"
    stamp: Stamp | None = None
    every_reason: bool = False
    review_id: str = ""
    list_id: str = ""
    keys: PageKeys = field(default_factory=PageKeys)
    progress: Mapping[str, Any] = field(default_factory=dict)
    with_places: bool = False


class ForeignVerdict(AjourError):
    """A list for one reviewer would have shown another reviewer's verdict."""


def check_own(head: ListHead, candidates: Sequence[Candidate]) -> None:
    """Raise ForeignVerdict if a candidate has a decision of anyone but the list's reviewer."""
    for candidate in candidates:
        mine = candidate.mine
        if mine and (mine.reviewer, mine.stage) != (head.reviewer, head.stage):
            raise ForeignVerdict(
                f"record {candidate.record.id}: the list of {head.reviewer} for {head.stage} "
                f"cannot show a decision of {mine.reviewer} at {mine.stage}"
            )


def content_hash(record: Record) -> str:
    """Ten characters that change when the content that a reviewer judges changes.

    That content is title, abstract, authors, year, journal, type and language. Spaces do not count,
    nor do identifiers: a DOI from a duplicate makes no decision outdated.

    >>> one, other = Record(title="On  work"), Record(title="On work", doi="10.1/x")
    >>> content_hash(one) == content_hash(other)
    True
    """
    judged = (record.title, record.abstract, "; ".join(record.authors), record.year)
    parts = [*judged, record.journal, record.type, record.language]
    text = "\x1f".join(" ".join(str(part or "").split()) for part in parts)
    return sha256(text.encode("utf-8", errors="replace")).hexdigest()[:10]

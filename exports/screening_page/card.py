"""One report to be read, as plain values for JSON; a browser or a file shows them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import quote

from exports.language.catalogue import Words
from exports.lists.candidates import (
    Candidate,
    ElementWords,
    ListHead,
    OtherReport,
    check_own,
    content_hash,
)
from exports.lists.full_text_cells import pdf_lines
from exports.office_files import printable
from pipeline.decisions import Decision
from pipeline.records import Record
from pipeline.text.identifiers import bare_doi

Run = tuple[str, tuple[str, ...]]
"""A stretch of text, and the elements of the criteria for which it is evidence."""

CardKind = Literal["read", "recheck", "pilot"]

SERVICES = (
    ("DOI", "https://doi.org/", "doi"),
    ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/", "pmid"),
)
"""The addresses that identifiers lead to, by the name of the link."""

OPENED = ("https://", "http://")
"""How an address of a record must begin for a page to link to it: no script, no file."""

MOST_LINKS = 6
"""Most addresses of a record that are shown: some exports have dozens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """The place of a report among those to be read, and the reason for it."""

    place: int
    kind: CardKind = "read"
    picked: Literal["ranked", "random"] = "ranked"


def card(head: ListHead, candidate: Candidate, at: CardPlace) -> dict[str, Any]:
    """All that is shown of a report, under the names that the page uses.

    Raises ForeignVerdict rather than show a reviewer what another one decided. `key` is the
    report's id; `digest` changes when the content that a reviewer judges changes.
    """
    check_own(head, [candidate])
    record = candidate.record
    shown = {
        "key": record.id,
        "digest": content_hash(record),
        "stage": head.stage.value,
        "kind": at.kind,
        "place": at.place,
        "picked": at.picked,
        **_bibliographic(record),
        "title": _runs(record.title, candidate.element_words, "title") or [["–", []]],
        "abstract": _runs(record.abstract, candidate.element_words, "abstract") or None,
        "abstract_origin": candidate.abstract_origin or None,
        "keywords": [one for one in record.keywords if one not in candidate.mesh],
        "mesh": [*candidate.mesh],
        "sources": [*candidate.sources],
        "links": [*_links(record), *_places(candidate, head)],
        "same_study": [_other(one, head) for one in candidate.same_study],
        "earlier": [_earlier(one, head) for one in candidate.earlier],
        "standing": _standing(candidate.mine),
        "retrieval": candidate.retrieval.value if candidate.retrieval else None,
        "location": candidate.location,
        "related": [*candidate.related, *_pdfs(candidate, head)],
        "possible_duplicates": [*candidate.possible_duplicates],
        "found_again": [*candidate.found_again],
        **_ranked(candidate, blind=at.kind == "recheck"),
        **_criteria(head, candidate),
    }
    return {name: _printable(value) for name, value in shown.items()}


def _bibliographic(record: Record) -> dict[str, Any]:
    return {
        "authors": [*record.authors],
        "journal": record.journal or "",
        "year": record.year,
        "volume": record.volume or "",
        "issue": record.issue or "",
        "pages": record.pages or "",
        "type": record.type or "",
        "language": record.language or "",
        "title_translated": record.title_translated or "",
    }


def _ranked(candidate: Candidate, *, blind: bool) -> dict[str, Any]:
    """The data from the ranking; empty at a second look, where they would reveal the decision."""
    if blind:
        return {"rank": None, "probability": None, "words": [], "against_words": [], "flags": []}
    return {
        "rank": candidate.rank,
        "probability": candidate.probability,
        "words": [*candidate.lifted],
        "against_words": [*candidate.lowered],
        "flags": ["random check"] * candidate.random_check + [*candidate.flags],
    }


def _criteria(head: ListHead, candidate: Candidate) -> dict[str, Any]:
    verdicts = Words(head.language, "candidates")
    return {
        "criteria": [
            {
                "element": one.code or one.element,
                "name": one.element,
                "verdict": one.says,
                "why": verdicts[one.says],
                "words": [*one.words],
            }
            for one in candidate.evidence
        ],
        "suggestion": candidate.suggestion.value if candidate.suggestion else None,
    }


def _standing(mine: Decision | None) -> dict[str, Any] | None:
    """The reviewer's own standing decision; its number is sent back with its replacement."""
    if mine is None:
        return None
    return {
        "verdict": mine.verdict.value,
        "reason": mine.reason or "",
        "other_reasons": [*mine.other_reasons],
        "note": mine.note or "",
        "number": mine.number,
        "when": mine.when,
    }


def _earlier(said: Decision, head: ListHead) -> dict[str, Any]:
    return {
        "when": said.when,
        "stage": said.stage.value,
        "verdict": said.verdict.value,
        "reason": said.reason or "",
        "note": said.note or "",
        "by": None if said.reviewer == head.reviewer else said.reviewer,
        "consensus": said.resolves,
    }


def _other(report: OtherReport, head: ListHead) -> dict[str, Any]:
    standing = report.standing
    return {
        "title": report.title,
        "authors": report.authors,
        "year": report.year,
        "standing": Words(head.language, "verdicts")[standing] if standing else None,
    }


def _links(record: Record) -> Iterator[dict[str, str]]:
    """Links to a report: its identifiers first, then the addresses in its record."""
    known = {"doi": bare_doi(record.doi or "") or "", "pmid": record.pmid or ""}
    told = set()
    for label, service, name in SERVICES:
        if known[name]:
            told.add(address := service + quote(known[name], safe="/:;()._-~"))
            yield {"label": label, "url": address}
    addresses = (one.strip() for one in record.urls if one.lower().strip().startswith(OPENED))
    others = [one for one in dict.fromkeys(addresses) if one not in told]
    for address in others[:MOST_LINKS]:
        yield {"label": address.split("/")[2], "url": address}


def _places(candidate: Candidate, head: ListHead) -> Iterator[dict[str, str]]:
    """Where the full text can be read: a free copy, and the library's own link."""
    words = Words(head.language, "full_texts")
    places = candidate.places
    for label, address in ((words["free"], places.free), (words["library"], places.library)):
        if address.startswith(OPENED):
            yield {"label": label, "url": address}


def _pdfs(candidate: Candidate, head: ListHead) -> list[str]:
    return [f"PDF: {line}" for line in pdf_lines(candidate.places.pdfs, head.language)]


def _runs(
    text: str | None, words: Iterable[ElementWords], field: Literal["title", "abstract"]
) -> list[list[Any]]:
    """The text in stretches, each with the elements for which it is evidence."""
    own = [one for one in words if one.field == field]
    return [[part, [*codes]] for part, codes in runs(text or "", own)]


def runs(text: str, words: Sequence[ElementWords]) -> list[Run]:
    """A text cut where the words of an element begin or end; joined again it is unchanged.

    >>> telework = ElementWords(field="title", start=0, end=8, code="exposure")
    >>> sleep = ElementWords(field="title", start=5, end=12, code="outcome")
    >>> runs("Telework, asleep", [telework, sleep])[:2]
    [('Telew', ('exposure',)), ('ork', ('exposure', 'outcome'))]
    """
    if not text:
        return []
    cuts = {0, len(text)}
    for one in words:
        cuts |= {min(max(one.start, 0), len(text)), min(max(one.end, 0), len(text))}
    places = sorted(cuts)
    found: list[Run] = []
    for start, end in pairwise(places):
        codes = tuple(
            dict.fromkeys(one.code for one in words if one.start < end and one.end > start)
        )
        if found and found[-1][1] == codes:
            found[-1] = (found[-1][0] + text[start:end], codes)
        else:
            found.append((text[start:end], codes))
    return found


def _printable(value: Any) -> Any:
    """Text without characters that no document may contain, whatever a record has."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, list) else value

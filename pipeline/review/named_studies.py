"""Finds reports and studies as people name them: by id, DOI, PubMed number, title, author, year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.text.doi_keys import doi_keys
from pipeline.text.identifiers import bare_doi, bare_pmid
from pipeline.text.letters import words

AUTHOR_YEAR = re.compile(r"(?P<author>.*?\D)[\s,(]*(?P<year>\d{4})(?P<letter>[a-z]?)\)?\.?")
"""Berg 2019, "Berg, K. (2019)", Berg mfl. 2019a."""

OTHERS = re.compile(
    r"(,|;|&|\bet al\b|\bm\.?\s?fl\b|\bog\b|\band\b|\bwith\b|\bmed\b).*", re.IGNORECASE
)
"""What can follow the first author's family name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantReport:
    """A report that a text can mean, and the record it names."""

    report: RecordId
    record: RecordId


def named_reports(library: Library, text: str) -> list[MeantReport]:
    """The reports that a text can mean, by the first method that matches, the surest tried first.

    If author and year fit several, those that are included; in the order of their ids.
    """
    for way in (_by_id, _by_number, _by_title, _by_author):
        found = {library.report_of(record): record for record in way(library, text.strip())}
        included = {one: record for one, record in found.items() if one in library.groups.of}
        chosen = included if way is _by_author and included else found
        if chosen:
            return [MeantReport(report=one, record=chosen[one]) for one in sorted(chosen)]
    return []


def named_studies(library: Library, text: str) -> list[str]:
    """The studies that a text can mean, by the ids under which links to them are kept.

    An id that a study once had counts too, and so does a name given by people. A report that is not
    included is a study under its own id.
    """
    asked = text.strip()
    ids = {one.casefold(): one for one in _ids(library)}
    if asked.casefold() in ids:
        return [ids[asked.casefold()]]
    of = library.groups.of
    found = (of.get(one.report, one.report) for one in named_reports(library, asked))
    return list(dict.fromkeys(found))


def _ids(library: Library) -> Iterator[str]:
    yield from (link.study for link in library.study_links)
    yield from (study.id for study in library.given_studies)


def _by_id(library: Library, text: str) -> Iterator[RecordId]:
    record = RecordId(text.casefold())
    if record in library.records:
        yield record
    elif study := library.groups.known.get(text):
        yield library.studies[study][0]


def _by_number(library: Library, text: str) -> Iterator[RecordId]:
    doi, pmid = doi_keys(bare_doi(text))[0], bare_pmid(text)
    for one in library.records.values() if doi or pmid else ():
        if (doi and one.doi and doi_keys(one.doi)[0] == doi) or (pmid and one.pmid == pmid):
            yield one.id


def _by_title(library: Library, text: str) -> Iterator[RecordId]:
    asked = words(text)
    if len(asked) > 1:
        yield from (one.id for one in library.records.values() if words(one.title or "") == asked)


def _by_author(library: Library, text: str) -> Iterator[RecordId]:
    said = AUTHOR_YEAR.fullmatch(text)
    if not said:
        return
    family = words(OTHERS.sub("", said["author"]))
    for one in library.records.values():
        if one.year == int(said["year"]) and family and family == _family(one):
            yield one.id


def _family(record: Record) -> list[str]:
    return words("".join(record.authors[:1]).partition(",")[0])

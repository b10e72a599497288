"""How well a record can stand for its report."""

from operator import attrgetter

from pipeline.records import Record
from pipeline.text.letters import given
from pipeline.text.titles import preprint


def merit(record: Record, early: bool | None = None) -> int:
    """How well a record can stand for its report; the greater the better.

    First whether it is of the published report, not of a preprint (`early`, where that is known
    already); then abstract, DOI, volume and pages (so in print rather than ahead of it), PMID;
    then how many fields say something.
    """
    early = preprint(record.journal, record.doi) if early is None else early
    placed = bool(given(record.volume)) and bool(given(record.pages))
    marks = (not early) << 8 | bool(record.abstract) << 7 | bool(record.doi) << 6
    marks |= placed << 5 | bool(record.pmid) << 4
    said = _FIELDS(record)
    return marks * 4 + min(_SAYING - said.count(None) - said.count(()), 15)


_FIELDS = attrgetter(
    "title", "authors", "year", "journal", "volume", "issue", "pages", "keywords", "type",
    "language", "issn", "urls", "ids", "date", "title_translated",
)  # fmt: skip
_SAYING = 15
"""How many fields these are."""

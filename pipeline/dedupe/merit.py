"""How well a record can represent its report."""

from operator import attrgetter

from pipeline.records import Record
from pipeline.text.letters import given
from pipeline.text.titles import preprint


def merit(record: Record, early: bool | None = None) -> int:
    """How well a record can represent its report; higher is better.

    What counts first is whether it describes the published report rather than a preprint (`early`,
    if already known); then abstract, DOI, volume and pages (so print before ahead of print) and
    PMID; then the number of fields that are filled in.
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
"""The number of these fields."""

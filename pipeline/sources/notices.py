"""Notices of services on reports: retractions, concerns, corrections, publications, results.

A report that a service does not know, or could not be asked about, never counts as clear.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.sources.by_identifier import AskedService, ServiceAnswers

NoticeKind = Literal["retraction", "concern", "correction", "published", "results"]
"""The kinds of notices: withdrawn or retracted; doubted by the editors; corrected; the article of a
preprint was published; a registered trial has results."""

MOST = 32 << 20
"""Most bytes of one answer; 20 works of Crossref with 300 references each have some 2 MB."""

DOI = re.compile(r"\b(10\.\d{4,9}/[^\s;,]+?)(?=[.;,]?(?:\s|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One statement of a service about a report.

    It has the first day (ISO, "" if not given), the notice itself (a DOI or another number, "" if
    none is named), and the service's own source.
    """

    kind: NoticeKind
    on: str = ""
    notice: str = ""
    by: str = ""


Known = Mapping[str, tuple[Notice, ...]]
"""The notices on each identifier that a service knows; () if there is none."""

NoticeService: TypeAlias = AskedService[tuple[Notice, ...]]
NoticeAnswers: TypeAlias = ServiceAnswers[tuple[Notice, ...]]


def day_of(value: object) -> str:
    """A date as services write it, as an ISO day; "" if it is not a date.

    >>> day_of("2024-05-01T00:00:00Z"), day_of([[2024, 5]]), day_of(None)
    ('2024-05-01', '2024-05', '')
    """
    if isinstance(value, list) and value and isinstance(value[0], list):
        parts = [part for part in value[0][:3] if type(part) is int]
        return "-".join(f"{part:02}" for part in parts)
    found = re.match(r"\d{4}(?:-\d\d){0,2}(?![\d])", value) if isinstance(value, str) else None
    return found[0] if found else ""


def number_in(text: str) -> str:
    """The DOI in a reference, or else its PubMed number, or else its first characters.

    >>> number_in("J Cheer. 2024 Feb;3(1):5. doi: 10.5555/cheer.9. PMID: 9")
    '10.5555/cheer.9'
    >>> number_in("J Cheer. 2024 Feb;3(1):5. PMID: 9")
    'PMID 9'
    """
    if found := DOI.search(text):
        return found[1].lower()
    number = re.search(r"\bPMID: *(\d{1,8})", text)
    return f"PMID {number[1]}" if number else text[:100]

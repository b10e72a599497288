"""The Retraction Watch file: every retraction it knows, for look-up without a network.

Columns are those of crossref.org/documentation/retrieve-metadata/retraction-watch; the file is the
csv of gitlab.com/crossref/retraction-watch-data.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Refused, reason
from pipeline.files import opened
from pipeline.sources.notices import Notice, NoticeKind

NAME = "Retraction Watch"

MOST_FILE = 1 << 30
"""Maximum bytes of the file; in 2026 it has 70 MB."""

COLUMNS = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "RetractionDate")
"""Columns that must be there."""

KINDS: Mapping[str, NoticeKind] = {
    "retraction": "retraction",
    "expression of concern": "concern",
    "correction": "correction",
}
"""Kinds of notices; a reinstatement is not one."""

DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
"""A day as the file writes it: month, day, year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractionFile:
    """The notices by DOI and PubMed number, and the day of the latest one in the file."""

    by_doi: Mapping[str, tuple[Notice, ...]]
    by_pmid: Mapping[str, tuple[Notice, ...]]
    to: str


def read_retractions(path: Path) -> RetractionFile:
    """The file; Refused if it is not that of Retraction Watch, or cannot be read."""
    by_doi: dict[str, tuple[Notice, ...]] = {}
    by_pmid: dict[str, tuple[Notice, ...]] = {}
    latest = ""
    for doi, pmid, notice in _rows(path):
        latest = max(latest, notice.on)
        if doi:
            by_doi[doi] = (*by_doi.get(doi, ()), notice)
        if pmid:
            by_pmid[pmid] = (*by_pmid.get(pmid, ()), notice)
    if not latest:
        raise Refused(f"{path}: no notice was found in this file; expected the csv of {NAME}.")
    return RetractionFile(by_doi=by_doi, by_pmid=by_pmid, to=latest)


def _rows(path: Path) -> Iterator[tuple[str, str, Notice]]:
    try:
        with opened(path) as stream:
            data = stream.read(MOST_FILE + 1)
    except OSError as fault:
        raise Refused(f"{path}: this file cannot be read ({reason(fault)}).") from None
    if len(data) > MOST_FILE:
        raise Refused(
            f"{path}: the file has more than {MOST_FILE:,} bytes; expected the csv of {NAME}."
        )
    # Some names in it are damaged; identifiers and dates are plain.
    lines = data.decode("utf-8-sig", "replace").splitlines(keepends=True)
    rows = csv.DictReader(lines)
    missing = [one for one in COLUMNS if one not in (rows.fieldnames or ())]
    if missing:
        raise Refused(
            f"{path}: the column {missing[0]} is missing; expected the csv of {NAME} "
            "(gitlab.com/crossref/retraction-watch-data)."
        )
    try:
        for row in rows:
            yield from _row(row)
    except csv.Error as fault:
        raise Refused(f"{path}, line {rows.line_num}: this file is not a csv ({fault}).") from None


def _row(row: Mapping[str, str | None]) -> Iterator[tuple[str, str, Notice]]:
    kind = KINDS.get(str(row["RetractionNature"]).strip().lower())
    day = DAY.match(str(row["RetractionDate"]).strip())
    if kind is None or day is None:
        return
    notice = Notice(
        kind=kind,
        on=f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}",
        notice=_named(row.get("RetractionDOI")),
    )
    pmid = _named(row["OriginalPaperPubMedID"])
    yield _named(row["OriginalPaperDOI"]), "" if pmid == "0" else pmid, notice


def _named(value: str | None) -> str:
    """An identifier, "" if the file says that there is none."""
    text = str(value or "").strip().lower()
    return "" if text in {"unavailable", "none", "na", "n/a"} else text

"""PubMed's own format (MEDLINE display, nbib): lines to entries; Bio.Medline reads the values."""

import re
from collections.abc import Iterable, Iterator

from Bio import Medline

from pipeline.readers.entries import Entry
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.receipts import Ledger
from pipeline.readers.ris import BETWEEN
from pipeline.readers.survey import Survey

TAGGED = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |(?=[\r\n]|$))([^\r\n]*)")


def entries(text: Iterable[str], found: Survey, ledger: Ledger) -> Iterator[Entry]:
    """Every entry, from one PMID line to the next; a blank line inside one does not end it.

    Where all entries but the last end with their SO line, the last one is cut off.
    """
    entry: Entry | None = None
    pairs: list[list[str]] = []
    whole = 0
    for number, line in enumerate(text, 1):
        match = TAGGED.match(line)
        if match and match[1] == "PMID":
            if entry:
                whole += _has_source(pairs)
                yield _read(entry, pairs)
            entry, pairs = Entry(line=number), []
        if entry:
            _take(entry, pairs, line, match)
            if match:
                entry.lines.setdefault(match[1], number)
            if found.unreadable and unreadable(line):
                entry.fault(number, UNREADABLE)
        elif line.strip():
            ledger.leave(BETWEEN, number)
    if entry:
        if whole and whole == found.marks["PMID"] - 1 and not _has_source(pairs):
            entry.fault(entry.line, "this record, the last, breaks off before its SO line")
        yield _read(entry, pairs)


def _take(entry: Entry, pairs: list[list[str]], line: str, match: re.Match[str] | None) -> None:
    entry.raw.append(line)
    if match:
        pairs.append([match[1], match[2].strip()])
    elif line.strip():
        pairs[-1][1] += " " + line.strip()


def _has_source(pairs: list[list[str]]) -> bool:
    return any(tag == "SO" for tag, _ in pairs)


def _read(entry: Entry, pairs: list[list[str]]) -> Entry:
    """The values as Bio.Medline gives them, from lines that neither wrap nor stand blank."""
    text = [f"{tag:<4}- {value}\n" for tag, value in pairs]
    read: dict[str, object] = next(Medline.parse(text), {})  # type: ignore[no-untyped-call]
    entry.values = {
        tag: list(value) if isinstance(value, list) else [str(value)] for tag, value in read.items()
    }
    if set(entry.values) != {tag for tag, _ in pairs}:
        entry.fault(entry.line, "not every value of this record came through")
    return entry

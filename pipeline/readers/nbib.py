"""PubMed's own format (MEDLINE display, nbib): lines to entries; Bio.Medline reads the values."""

import re
from collections.abc import Iterable, Iterator

from Bio import Medline

from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.survey import Survey
from pipeline.receipts import BETWEEN

TAGGED = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |(?=[\r\n]|$))([^\r\n]*)")


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every entry, from one start tag to the next; a blank line inside one does not end it.

    The start tag is PMID, or OWN if there are none (ERIC).
    If all articles but the last end with their SO line, the last one is cut off.
    """
    start = "PMID" if found.marks["PMID"] else "OWN"
    entry: Entry | None = None
    pairs: list[list[str]] = []
    whole = 0
    for number, line in _central(text):
        match = TAGGED.match(line)
        if match and match[1] == start:
            if entry:
                whole += _has(pairs, "SO", "BTI")
                yield _read(entry, pairs)
            entry, pairs = Entry(line=number), []
        if entry is None:
            if line.strip():
                ledger.leave(BETWEEN, number)
            continue
        _take(entry, pairs, line, match)
        if match:
            entry.lines.setdefault(match[1], number)
        if found.unreadable and unreadable(line):
            entry.fault(number, UNREADABLE)
    if entry:
        articles = start == "PMID" and whole == found.marks[start] - 1 > 0
        if articles and not _has(pairs, "SO", "BTI"):
            entry.fault(entry.line, "the last record breaks off before its SO line")
        yield _read(entry, pairs)


def _central(text: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines; PubMed Central's PMC line, which comes before PMID, is moved after it."""
    held: tuple[int, str] | None = None
    blank = True
    for number, line in enumerate(text, 1):
        if held:
            first = line.startswith("PMID")
            yield from ((number - 1, line), (number, held[1])) if first else (held, (number, line))
            held = None
        elif blank and line.startswith("PMC "):
            held = (number, line)
        else:
            yield number, line
        blank = not line.strip()
    if held:
        yield held


def _take(entry: Entry, pairs: list[list[str]], line: str, match: re.Match[str] | None) -> None:
    entry.add(line)
    if match:
        pairs.append([match[1], match[2].strip()])
    elif line.strip():
        pairs[-1].append(line.strip())


def _has(pairs: list[list[str]], *tags: str) -> bool:
    return any(tag in tags for tag, *_ in pairs)


def _read(entry: Entry, pairs: list[list[str]]) -> Entry:
    """The values from Bio.Medline, from lines that neither wrap nor are blank."""
    text = [f"{tag:<4}- {' '.join(parts)}\n" for tag, *parts in pairs]
    read: dict[str, object] = next(Medline.parse(text), {})  # type: ignore[no-untyped-call]
    entry.values = {
        tag: list(value) if isinstance(value, list) else [str(value)] for tag, value in read.items()
    }
    if set(entry.values) != {tag for tag, *_ in pairs}:
        entry.fault(entry.line, "some values of this record could not be read")
    return entry

"""Web of Science's tagged text (ciw, txt): lines to entries; rispy reads the values."""

import re
from collections.abc import Iterable, Iterator

from rispy import WokParser

from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.ris import _Any, _Same
from pipeline.readers.survey import Survey
from pipeline.receipts import BETWEEN

TAGGED = re.compile(r"([A-Z][A-Z0-9])(?: ([^\r\n]*))?[ \t]*[\r\n]*\Z")
FRAME = frozenset(["FN", "VR", "EF", "ER"])


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every entry, from PT to ER; further lines of a field are separated by line feeds."""
    parser = WokParser(mapping=_Same(), list_tags=_Any(), delimiter_tags_mapping={}, ignore=[])
    entry: Entry | None = None
    pairs: list[list[str]] = []
    for number, line in enumerate(text, 1):
        match = TAGGED.match(line)
        tag = match[1] if match else ""
        if tag == "PT":
            if entry:
                ledger.note(
                    f"line {entry.line}: this record has no ER line, so ajour ended "
                    f"it at the next PT line"
                )
                yield _read(entry, pairs, parser)
            entry, pairs = Entry(line=number), []
        if entry is None:
            _outside(number, line, tag, ledger)
            continue
        entry.add(line)
        if found.unreadable and unreadable(line):
            entry.fault(number, UNREADABLE)
        _take(pairs, line, match)
        entry.lines.setdefault(tag, number)
        if tag == "ER":
            yield _read(entry, pairs[:-1], parser)
            entry = None
    if entry:
        entry.fault(entry.line, "this record has no ER line, so its end is unknown")
        yield _read(entry, pairs, parser)


def _outside(number: int, line: str, tag: str, ledger: ReceiptDraft) -> None:
    if line.strip() and tag not in FRAME:
        ledger.leave(BETWEEN, number)


def _take(pairs: list[list[str]], line: str, match: re.Match[str] | None) -> None:
    if match:
        pairs.append([match[1], (match[2] or "").strip()])
    elif line.strip():
        pairs[-1].append(line.strip())


def _read(entry: Entry, pairs: list[list[str]], parser: WokParser) -> Entry:
    """The values from rispy; PT, which rispy treats as the start, is the first."""
    text = [f"{tag} {chr(10).join(parts)}" for tag, *parts in pairs]
    read = parser.parse_lines(iter([*text, "ER "]))[0]
    read["PT"] = [read["PT"]] if isinstance(read["PT"], str) else read["PT"]
    entry.values = read
    if sum(map(len, read.values())) != len(pairs):
        entry.fault(entry.line, "some values of this record could not be read")
    return entry

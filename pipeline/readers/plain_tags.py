"""Tagged text in which a tag begins a line: refer (enw), RefWorks and NoteExpress."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from pipeline.readers.dialects import format_of
from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.survey import Survey
from pipeline.receipts import BETWEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """The pattern of a line in a format (its groups are tag and value), and a record's first tag.

    `closed`: only tags of the table count as such, since text may look like a tag.
    """

    format: str
    start: str
    line: re.Pattern[str]
    closed: bool = False


REFER = Manner(format="refer", start="%0", line=re.compile(r"[ \t]*(%[^\s%])(?:[ \t]+([^\r\n]*))?"))
REFWORKS = Manner(
    format="refworks",
    start="RT",
    line=re.compile(
        r"((?:[A-Z]|[a-z])[A-Za-z0-9]|U1\d|PMC?ID)(?:[ \t]+([^\r\n]*))?[ \t]*(?=[\r\n]|\Z)"
    ),
    closed=True,
)
NOTEEXPRESS = Manner(
    format="noteexpress",
    start="Reference Type",
    line=re.compile(r"\{([^{}\r\n]{1,60})\}:[ \t]*([^\r\n]*)"),
)
ENDS = frozenset(["ER"])
"""Tags that end a record; the next start tag does so too."""


def entries(
    text: Iterable[str], found: Survey, ledger: ReceiptDraft, *, manner: Manner
) -> Iterator[Entry]:
    """Every entry, from one start tag to the next; a line without a tag continues the value.

    If the start tag is not the first tag of the records, a blank line separates them.
    """
    known = format_of(manner.format).known | ENDS
    entry: Entry | None = None
    last = opening = ""
    blank = True
    for number, line in enumerate(text, 1):
        pair = _pair(line, manner, known)
        opening = opening or (pair[0] if pair else "")
        if pair and pair[0] == opening and (blank or opening == manner.start):
            if entry:
                yield _joined(entry)
            entry = Entry(line=number)
        blank = not line.strip()
        if entry is None:
            if not blank:
                ledger.leave(BETWEEN, number)
            continue
        entry.add(line)
        if found.unreadable and unreadable(line):
            entry.fault(number, UNREADABLE)
        last = _take(entry, pair, line, last, number)
    if entry:
        yield _joined(entry)


def _pair(line: str, manner: Manner, known: frozenset[str]) -> tuple[str, str] | None:
    match = manner.line.match(line)
    if not match:
        return None
    tag = match[1].upper() if manner.closed else match[1]
    if manner.closed and tag not in known:
        return None
    return tag, (match[2] or "").strip()


def _take(entry: Entry, pair: tuple[str, str] | None, line: str, last: str, number: int) -> str:
    """Add a line's value, or its continuation, to the entry; returns the tag it belongs to."""
    if pair and pair[0] in ENDS:
        return ""
    if pair:
        tag, value = pair
        entry.values.setdefault(tag, []).append(value)
        entry.lines.setdefault(tag, number)
        return tag
    if last and line.strip():
        entry.values[last][-1] += "\n" + line.strip()
    return last


def _joined(entry: Entry) -> Entry:
    entry.values = {
        tag: [value.strip() for value in values] for tag, values in entry.values.items()
    }
    return entry


refer = partial(entries, manner=REFER)
refworks = partial(entries, manner=REFWORKS)
noteexpress = partial(entries, manner=NOTEEXPRESS)

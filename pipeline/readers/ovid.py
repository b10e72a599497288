"""Ovid's tagged text: numbered entries with tags, or with field names written out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qs

from pipeline.readers.dialects import format_of
from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.ovid_source import source_of
from pipeline.readers.survey import Survey
from pipeline.receipts import BETWEEN

COUNTER = re.compile(r"\s*+<\s*+(\d{1,9})\s*+\.?\s*+>\s*+$")
TAGGED = re.compile(r"[ \t]{0,3}([A-Z][A-Z0-9]) {1,2}- ?([^\r\n]*)")
ALONE = re.compile(r"[A-Z][A-Z0-9]")
"""A tag on a separate line, where others have a field's name."""

NAMED = re.compile(r"([A-Z][A-Za-z0-9 ()/&-]{1,60}?):?\s*$")
KIND = re.compile(
    r"(?<!\s)\s*+\[(?:Article|References|Report|Review|Miscellaneous|Editorial|Letter|Abstract|Correspondence)"
    r"[^\]]{0,300}\]\.?\s*+$"
)
"""The type of text that Ovid writes after a title."""

OPENURL = {"journal": "title", "volume": "volume", "issue": "issue", "pages": "pages"}
LISTS = frozenset(["AU", "FA", "CA"])
"""Tags whose further lines are further names."""


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every entry in order, from one counter to the next."""
    return OvidScanner(found, ledger, format_of("ovid").names).entries(text)


class OvidScanner:
    """Goes over the lines once and returns the entries, one at a time."""

    def __init__(self, found: Survey, ledger: ReceiptDraft, names: Mapping[str, str]) -> None:
        self._found, self._ledger, self._names = found, ledger, names
        self._counted = found.marks["counter"] > 0
        self._words = found.marks["tag"] + found.marks["UI"] == 0
        self._entry: Entry | None = None
        self._last = ""
        self._parts: list[str] = []
        self._opening = ""

    def entries(self, lines: Iterable[str]) -> Iterator[Entry]:
        """Every entry in order, from one counter to the next."""
        blank = True
        for number, line in enumerate(lines, 1):
            counter = COUNTER.match(line)
            pair = None if counter else self._pair(line)
            starts = counter is not None or (
                not self._counted and pair is not None and blank and self._begins(pair[0])
            )
            if starts:
                if self._entry and self._entry.values:
                    yield _cited(self._join(self._entry))
                self._entry = Entry(line=number, number=int(counter[1]) if counter else 0)
                if counter:
                    self._ledger.numbers.append(int(counter[1]))
            blank = not line.strip()
            self._take(number, line, pair)
        if self._entry and self._entry.values:
            yield _cited(self._join(self._entry))

    def _join(self, entry: Entry) -> Entry:
        """Append further lines to the last value."""
        if self._parts:
            values = entry.values[self._last]
            joint = "\n" if self._words or self._last in LISTS else " "
            values[-1] = joint.join([values[-1], *self._parts]).strip()
            self._parts = []
        return entry

    def _begins(self, tag: str) -> bool:
        self._opening = self._opening or tag
        return tag == self._opening

    def _pair(self, line: str) -> tuple[str, str] | None:
        """Tag and value of a line; a field's name has its value on the next lines."""
        if not self._words:
            match = TAGGED.match(line)
            return (match[1], match[2].strip()) if match else None
        match = NAMED.match(line)
        if not match:
            return None
        name = match[1].strip()
        if ALONE.fullmatch(name):
            return name, ""
        return self._names.get(name.lower(), f"({name})"), ""

    def _take(self, number: int, line: str, pair: tuple[str, str] | None) -> None:
        entry = self._entry
        if entry is None:
            if line.strip():
                self._ledger.leave(BETWEEN, number)
            return
        entry.add(line)
        if self._found.unreadable and unreadable(line):
            entry.fault(number, UNREADABLE)
        if pair:
            self._join(entry)
            self._last = pair[0]
            entry.lines.setdefault(pair[0], number)
            entry.values.setdefault(pair[0], []).append(pair[1])
        elif line.strip() and self._last and not COUNTER.match(line) and entry.values:
            self._parts.append(line.strip())


def _cited(entry: Entry) -> Entry:
    """The entry with journal, volume, issue and pages extracted from its source line."""
    for tag in ("TI", "T1"):
        if tag in entry.values:
            entry.values[tag] = [KIND.sub("", value) for value in entry.values[tag]]
    for name, value in {**source_of(entry.first(("SO",))), **_linked(entry)}.items():
        if value:
            entry.values[f"SO {name}"] = [value]
    return entry


def _linked(entry: Entry) -> dict[str, str]:
    """The data in the link to a library's resolver (OpenURL), which Ovid appends."""
    for address in entry.every(("XL", "UR", "LK")):
        if "sid=OVID" in address.replace(" ", ""):
            told = parse_qs(address.partition("?")[2])
            return {name: told[key][0] for name, key in OPENURL.items() if key in told}
    return {}

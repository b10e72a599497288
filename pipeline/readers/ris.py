"""RIS, in every dialect: lines to entries. rispy reads the values; ajour checks none is lost."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from rispy import RisParser

from pipeline.readers.dialects import format_of
from pipeline.readers.entries import LARGEST, Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.survey import Survey
from pipeline.receipts import BETWEEN
from pipeline.text.amounts import amount

COUNTER = re.compile(r"\s*+<?\s*+(\d{1,7})\s*+\.?\s*+>?\s*+$")
HEADING = re.compile(r"\s*(?:Record #\d+ of \d+|Provider:|Content:|EF\s*$|%)", re.IGNORECASE)
ODD = re.compile(r"([A-Z][A-Z0-9]|PMID) ?- ([^\r\n]*)")
TEXTS = frozenset(["AB", "N2", "N1", "TI", "T1"])
"""Tags of running text, which may wrap after any word."""

ENDS = frozenset(["TY", "ER"])
"""Tags at which rispy would begin or end a record."""

LONGEST_TYPE = 40
"""Characters of a reference type; a longer text after TY is a sentence that happens to start so."""


class _Same(dict[str, str]):
    """rispy's mapping, which gives each tag its own name, so that no two share one."""

    def __missing__(self, key: str) -> str:
        return key


class _Any(list[str]):
    """rispy's list tags: every tag counts as one, so that no repeated value is dropped."""

    def __contains__(self, item: object) -> bool:
        return True


class _Parser(RisParser):  # type: ignore[misc]  # rispy ships no types
    """rispy, given lines that are split already: pairs of tag and value, after a start."""

    parse_line = staticmethod(tuple)
    """Tag and value of a line, which are split already."""

    def _iter_till_start(self, lines: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
        """Skip the start tag, whose values rispy need not read."""
        next(lines)
        return {"TY": []}

    def _add_tag(
        self, record: dict[str, Any], tag: str, content: str, extend_multiline: bool = False
    ) -> None:
        """Keep every value of a tag, in order: rispy asks its tables for each."""
        if tag in record:
            record[tag].append(content)
        else:
            record[tag] = [content]


def tag_pattern(found: Survey) -> re.Pattern[str]:
    """The form of a tagged line in this file.

    Two blanks before the dash are always a tag. Anything else ("TY -", "TY-", an indent, lower
    case) is a tag only if the file's start tags look the same, since text may begin like that.
    """
    gaps = {gap for gap in found.gaps if gap != "  "}
    indent = r"[ \t]*" if found.marks["indented"] else ""
    gap = "|".join(["  ", *sorted((re.escape(one) for one in gaps), key=len, reverse=True)])
    after = r"(?:\s|$)" if "" in gaps else ""
    loose = f"|(?:{gap})-{after}" if gaps else ""
    return re.compile(rf"{indent}([A-Za-z][A-Za-z0-9])(?: {{2}}-{loose})[ \t]*([^\r\n]*)[\r\n]*\Z")


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every entry in order; lines outside entries go to the ledger."""
    return RisScanner(found, ledger).entries(text)


def has_title(pairs: list[list[str]]) -> bool:
    """Whether tags and their values include a title."""
    return any(tag in {"TI", "T1"} and parts[0] for tag, *parts in pairs)


class RisScanner:
    """Goes over the lines of a RIS file once and returns its entries, one at a time."""

    def __init__(self, found: Survey, ledger: ReceiptDraft) -> None:
        self._tagged = tag_pattern(found).match
        self._check = found.unreadable
        self._known = format_of("ris").known
        self._inner = self._known - {"TY", "ER"}
        self._starts = found.marks["TY"]
        self._ends = found.marks["ER"]
        self._ledger = ledger
        self._entry: Entry | None = None
        self._pairs: list[list[str]] = []
        self._number = 0
        self._blank = False
        self._open = 0
        self._first_open = 0
        self._opening = ""
        self._held: tuple[Entry, list[list[str]]] | None = None
        self._late = False
        self._number_of_entries = 0
        self._late_count = self._late_first = 0
        self._parser = _Parser(
            mapping=_Same(), list_tags=_Any(), delimiter_tags_mapping={}, ignore=[]
        )

    def entries(self, lines: Iterable[str]) -> Iterator[Entry]:
        """Every entry in order; lines outside entries go to the ledger."""
        inside = self._inside
        for number, line in enumerate(lines, 1):
            if self._check and unreadable(line):
                self._bad(number)
            if line[2:5] == "  -" and inside(line):
                continue
            match = self._tagged(line)
            if match is None:
                self._untagged(number, line)
                continue
            tag, value = match[1], match[2]
            if not tag.isupper():
                tag = tag.upper()
            if tag == "TY" and len(value) <= LONGEST_TYPE:
                yield from self._started(number, value, line)
            elif tag == "ER":
                yield from self._ended(number, line)
            else:
                if self._entry and self._blank and self._restarts(tag):
                    yield from self._taken()
                self._place(number, tag, value, line)
        yield from self._last()
        self._tell_open()

    def _started(self, number: int, value: str, line: str) -> Iterator[Entry]:
        """Begin an entry with its TY, and close the previous one if it had no ER line."""
        if self._repeated(number, value, line):
            return
        if self._entry:
            yield from self._closed_by_start()
        self._begin(number, "TY", value, line)

    def _inside(self, line: str) -> bool:
        """Handle the usual line: a known tag, inside an entry, not after a blank line."""
        entry, tag = self._entry, line[:2]
        if entry is None or self._blank or tag not in self._inner:
            return False
        self._pairs.append([tag, line[5:].strip(" \t\r\n")])
        # As entry.add does, without the call: nearly all lines of a file pass through here.
        entry.raw.append(line)
        entry.size += len(line)
        if entry.size > LARGEST:
            entry.refuse()
        return True

    def _place(self, number: int, tag: str, value: str, line: str) -> None:
        """A tag inside an entry, or one that begins an entry without TY."""
        if self._entry is None:
            self._begin(number, tag, value, line)
            return
        self._pairs.append([tag, value])
        self._entry.add(line)
        self._blank = False
        if tag not in self._known:
            self._entry.lines.setdefault(tag, number)

    def _restarts(self, tag: str) -> bool:
        """Whether a tag after a blank line begins a record, in a file with neither TY nor ER."""
        return not self._starts and not self._ends and tag == self._opening

    def _begin(self, number: int, tag: str, value: str, line: str) -> None:
        self._entry = Entry(line=number, number=self._number, raw=[line])
        self._entry.lines["TY"] = number if tag == "TY" else 0
        self._pairs = [[tag, value]]
        self._opening = self._opening or tag
        self._number, self._blank = 0, False

    def _untagged(self, number: int, line: str) -> None:
        """A blank line, a wrapped value, or text that a source prints between records."""
        text = line.strip()
        odd = ODD.match(line) if self._entry else None
        if odd and (odd[1] == "PMID" or self._may_be_tag(odd[1])):
            self._place(number, "PM" if odd[1] == "PMID" else odd[1], odd[2].strip(), line)
            return
        if not text:
            self._blank = True
            if self._entry:
                self._entry.add(line)
            return
        counter = COUNTER.match(line) if self._blank or not self._entry else None
        if counter and text.endswith((".", ">")):
            self._number = int(counter[1])
            self._ledger.numbers.append(self._number)
        elif self._entry and not (self._blank and HEADING.match(line)):
            self._entry.add(line)
            if len(self._pairs) > 1 or self._pairs[0][0] != "TY":
                self._pairs[-1].append(text)
            else:
                self._ledger.leave("(untagged)", number)
        elif not HEADING.match(line):
            self._ledger.leave(BETWEEN, number)
        self._blank = False

    def _may_be_tag(self, tag: str) -> bool:
        """Whether letters before a single blank and a dash are a tag, in a file spelt differently.

        In running text they may be anything; elsewhere known tags are tags.
        """
        return tag in self._known and self._pairs[-1][0] not in TEXTS

    def _bad(self, number: int) -> None:
        """Note bytes that cannot be decoded, as a fault of their record or of the file."""
        spoilt = self._entry if self._entry else self._ledger
        spoilt.fault(number, UNREADABLE)

    def _ended(self, number: int, line: str) -> Iterator[Entry]:
        entry = self._entry
        if entry is None:
            self._ledger.leave("ER", number)
            return
        entry.add(line)
        if self._starts and not entry.lines["TY"]:
            entry.fault(entry.line, "this record has no TY line, so its beginning is unknown")
        yield from self._taken()

    def _repeated(self, number: int, value: str, line: str) -> bool:
        """A second TY line directly below the first: the same record, with a second type."""
        if not self._entry or not self._entry.lines["TY"] or self._pairs[0][0] != "TY":
            return False
        if len(self._pairs) > 1:
            return False
        self._entry.add(line)
        self._pairs[0].append(value)
        self._ledger.doubled += 1
        self._ledger.note(f"line {number}: this record has a second TY line, which ajour ignored")
        return True

    def _closed_by_start(self) -> Iterator[Entry]:
        """Closes and reports the entry before a start tag that came without an end.

        Tags before the first TY of a file may be the start of a record with TY further down.
        """
        entry = self._entry
        assert entry is not None
        if not entry.lines["TY"] and self._starts:
            self._late = self._late or (self._number_of_entries == 0 and not self._held)
            self._held = (entry, self._pairs)
            return
        self._open += 1
        self._first_open = self._first_open or entry.line
        yield from self._taken()

    def _with_held(self, entry: Entry) -> Iterator[Entry]:
        """The lines before a TY line: its record's beginning, a separate record, or neither."""
        assert self._held is not None
        before, pairs = self._held
        self._held = None
        titled = has_title(pairs)
        if (titled or self._late) and not (titled and has_title(self._pairs)):
            self._late_count += 1
            self._late_first = self._late_first or entry.line
            entry.raw, entry.size = before.raw + entry.raw, before.size + entry.size
            entry.line, entry.faults = before.line, before.faults + entry.faults
            self._pairs[1:1] = pairs
        else:
            kept = self._pairs
            self._pairs = pairs
            yield from self._stray(before)
            self._pairs = kept
            self._entry = entry

    def _stray(self, entry: Entry) -> Iterator[Entry]:
        """Tags between an ER and the next TY: no separate record unless they have a title."""
        if has_title(self._pairs):
            entry.fault(
                entry.line,
                "this record has neither a TY nor an ER line. Add both lines, or export the "
                "record again",
            )
            self._entry = entry
            yield from self._taken()
            return
        for tag, *_ in self._pairs:
            self._ledger.leave(f"{tag} {BETWEEN}", entry.line)
        self._entry = None

    def _last(self) -> Iterator[Entry]:
        """The entry that is open at the end of the file."""
        entry = self._entry
        if entry is None:
            return
        if self._starts and not entry.lines["TY"]:
            yield from self._stray(entry)
            return
        # A file that ends within a line was cut off; a single record may have no ER line at all.
        if self._ends or (self._starts == 1 and not entry.raw[-1].endswith(("\n", "\r"))):
            entry.fault(entry.line, "this record has no ER line, so its end is unknown")
        elif self._starts == 1:
            self._ledger.note(
                f"line {entry.line}: the only record has no ER line, so ajour took the end of "
                f"the file as its end. Check that the last field is complete"
            )
        elif self._starts:
            self._open += 1
            self._first_open = self._first_open or entry.line
        yield from self._taken()

    def _taken(self) -> Iterator[Entry]:
        """Close the entry: rispy reads its values; a value that was lost is a fault."""
        entry = self._entry
        assert entry is not None
        if self._held:
            yield from self._with_held(entry)
        self._entry = None
        self._number_of_entries += 1
        first = self._pairs.pop(0)[1:] if self._pairs[0][0] == "TY" else [""]
        text = [
            (pair[0], pair[1].strip() if len(pair) == 2 else "\n".join(pair[1:]).strip())
            for pair in self._pairs
        ]
        # rispy would stop at an end tag, so the values after it would be missed and reported below.
        within = [pair for pair in text if pair[0] not in ENDS]
        read = self._parser.parse_lines(iter([("TY", ""), *within, ("ER", "")]))[0]
        read["TY"] = [*first, *(value for tag, value in text if tag == "TY")]
        entry.values = read
        if sum(map(len, read.values())) != len(text) + len(first):
            entry.fault(entry.line, "some values of this record could not be read")
        yield entry

    def _tell_open(self) -> None:
        if self._late_count:
            count = self._late_count
            self._ledger.note(
                f"TY is not the first line of {amount(count, 'record')}; the first such TY is at "
                f"line {self._late_first}. ajour counted the lines above TY as part of the record"
            )
        if self._open and not self._ends:
            self._ledger.note(
                "no record has an ER line, so ajour ended each record where the next one begins"
            )
        elif self._open:
            have = "has" if self._open == 1 else "have"
            self._ledger.note(
                f"{amount(self._open, 'record')} {have} no ER line, the first at line "
                f"{self._first_open}. ajour ended such a record where the next record "
                "begins"
            )

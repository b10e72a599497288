"""Values of BibTeX: where each ends, TeX's letters, and what an entry inherits by crossref."""

import re
from collections.abc import Iterator

from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft

BARE = re.compile(r"[^\s{}\"#,=]+")
LOST_FIELD = re.compile(r"(?m)^\s*,?\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]")
"""A field outside every entry."""

EITHER = re.compile(
    r"\\ifmmode(?![A-Za-z]).*?\\else(?![A-Za-z])\s*(.*?)\s*\\fi(?![A-Za-z])\s*", re.S
)
"""APS's spellings of a letter: one in formulas, another in text."""

FORMULA = re.compile(r"(?<!\\)\$([^$]{1,200})(?<!\\)\$")
RAISED = re.compile(r"(?<!\\)[_^](?=[{\w+-])")

MOST_WAITING = 20_000
"""Entries that are kept back until the one that they refer to has come."""

INHERITED = frozenset(
    ["booktitle", "booksubtitle", "year", "date", "month", "volume", "number", "series", "editor",
     "publisher", "address", "location", "isbn", "issn", "organization", "journal", "journaltitle",
     "edition", "language", "eventtitle", "institution", "school", "=date"]
)  # fmt: skip
"""Fields that a part inherits from the whole; title, authors, pages and numbers are the part's."""


def behind(value: str) -> str:
    r"""The text after the end of a field's value, "" if there is none.

    >>> behind('{a} # name # "b"'), behind("{10.5555/x}\n  abstract = {A}"), behind("2020")
    ('', 'abstract = {A}', '')
    """
    at = _blanks(value, 0)
    while at < len(value):
        at = _blanks(value, _piece(value, at))
        if at >= len(value):
            return ""
        if value[at] != "#":
            return value[at:]
        at = _blanks(value, at + 1)
    return ""


def _blanks(value: str, at: int) -> int:
    while at < len(value) and value[at].isspace():
        at += 1
    return at


def _piece(value: str, at: int) -> int:
    """The end of the piece of a value at an index: braces, quotation, number or name."""
    if value[at] == '"':
        return _closed(value, at, '"')
    if value[at] == "{":
        return _closed(value, at, "}")
    bare = BARE.match(value, at)
    return bare.end() if bare else len(value)


def _closed(value: str, at: int, sign: str) -> int:
    depth = 0
    for place in range(at, len(value)):
        char = value[place]
        if char in "{}" and value[place - 1 : place] != "\\":
            depth += 1 if char == "{" else -1
        closes = char == sign and place > at and value[place - 1] != "\\"
        if closes and depth == 0:
            return place + 1
    return len(value)


def in_letters(value: str) -> str:
    r"""A value without formulas, as far as letters can express them.

    >>> in_letters(r"{$\alpha$-desks and $CO_2$ at $5}")
    '{\\alpha{}-desks and CO2 at $5}'
    >>> in_letters(r"Skibi\ifmmode \acute{n}\else \'{n}\fi{}ski")
    "Skibi\\'{n}ski"
    """
    if "\\ifmmode" in value:
        value = EITHER.sub(r"\1", value).replace("}{}", "}")
    return FORMULA.sub(_unformed, value) if "$" in value else value


def _unformed(found: re.Match[str]) -> str:
    inside = found[1]
    if not re.search(r"[\\_^]", inside):
        return found[0]
    text = RAISED.sub("", inside)
    return text + ("{}" if re.search(r"\\[A-Za-z]+$", text) else "")


WHOLES = frozenset(
    ["book", "mvbook", "booklet", "collection", "mvcollection", "proceedings", "mvproceedings",
     "conference", "periodical", "reference", "misc"]
)  # fmt: skip
"""Types of entries that others refer to; entries of other types need not be kept in memory."""


class CrossReferences:
    """Keeps entries back until those that they refer to, further down, have come."""

    def __init__(self) -> None:
        self._known: dict[str, Entry] = {}
        self._waiting: list[Entry] = []

    def take(self, entry: Entry) -> Iterator[Entry]:
        """Take one more entry; returns all entries that need not wait, in the order of the file."""
        whole = entry.first(("ENTRYTYPE",)).lower() in WHOLES
        if whole and entry.key and not entry.faults:
            self._known.setdefault(entry.key, entry)
        self._waiting.append(entry)
        if len(self._waiting) > MOST_WAITING or not any(map(self._open, self._waiting)):
            yield from self._given()

    def rest(self, ledger: ReceiptDraft) -> Iterator[Entry]:
        """The entries that still wait; the entries they refer to are not in the file."""
        for entry in self._waiting:
            if self._open(entry):
                ledger.note(
                    f"line {entry.line}: this entry takes some fields from the entry "
                    f"{entry.first(('crossref',))!r}, but the file has no entry with that key"
                )
        yield from self._given()

    def _open(self, entry: Entry) -> bool:
        whole = entry.first(("crossref",)).lower()
        return bool(whole) and whole not in self._known

    def _given(self) -> Iterator[Entry]:
        for entry in self._waiting:
            whole = self._known.get(entry.first(("crossref",)).lower())
            if whole is not None and whole is not entry:
                _inherit(entry, whole)
            yield entry
        self._waiting = []


def _inherit(entry: Entry, whole: Entry) -> None:
    """Fill in an entry from the whole (such as a book) that it is part of."""
    dated = bool(entry.first(("year", "date")))
    for tag in INHERITED & whole.values.keys():
        if not entry.first((tag,)) and not (dated and tag in {"year", "date", "month", "=date"}):
            entry.values[tag] = whole.values[tag]
    if not entry.first(("booktitle", "journal", "journaltitle")) and whole.first(("title",)):
        entry.values["booktitle"] = [whole.first(("title",))]

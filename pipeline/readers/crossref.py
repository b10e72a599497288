"""Chapters of BibTeX that leave year and book to another entry, given what they refer to."""

from collections.abc import Iterable, Iterator

from pipeline.readers import bibtex
from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.survey import Survey

PARENTS = frozenset(
    ["book", "mvbook", "booklet", "collection", "mvcollection", "proceedings", "mvproceedings",
     "conference", "periodical", "reference"]
)  # fmt: skip
"""Types of entries that others refer to."""

INHERITED = ("year", "date", "month", "volume", "publisher", "series", "isbn", "issn", "editor")
"""Fields that a part shares with its whole (biblatex, appendix B)."""


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every entry in order; one that refers to a later one waits for it, and those after it too."""
    parents: dict[str, dict[str, list[str]]] = {}
    waiting: list[Entry] = []
    missing: set[str] = set()
    for entry in bibtex.entries(text, found, ledger):
        key = entry.first(("=key",)).lower()
        if entry.first(("ENTRYTYPE",)).lower() in PARENTS and key:
            parents.setdefault(key, _shared(entry))
            missing.discard(key)
        named = entry.first(("crossref",)).lower()
        if named and named not in parents:
            missing.add(named)
        waiting.append(entry)
        if not missing:
            yield from _whole(waiting, parents, ledger)
            waiting = []
    yield from _whole(waiting, parents, ledger)


def _shared(entry: Entry) -> dict[str, list[str]]:
    """What the parts of a book have of it: its title as theirs of the book."""
    shared = {name: entry.values[name] for name in INHERITED if name in entry.values}
    title = entry.values.get("booktitle") or entry.values.get("title")
    return {**shared, "booktitle": title} if title else shared


def _whole(
    waiting: list[Entry], parents: dict[str, dict[str, list[str]]], ledger: ReceiptDraft
) -> Iterator[Entry]:
    for entry in waiting:
        named = entry.first(("crossref",))
        shared = parents.get(named.lower(), {})
        if named and not shared:
            ledger.note(f"line {entry.line}: the entry {named}, which it refers to, is not here")
        for name, values in shared.items():
            entry.values.setdefault(name, list(values))
        yield entry

"""Records as files that other programs read: jsonl, csv and RIS, a record at a time."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.records import Record
from pipeline.text.csv_cells import write_rows

LISTS = ("authors", "keywords", "issn", "urls")
FIELDS = (
    "title",
    "title_translated",
    "authors",
    "year",
    "date",
    "journal",
    "journal_abbreviation",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "abstract",
    "keywords",
    "type",
    "language",
    "issn",
    "urls",
    "ids",
    "raw",
)
"""The keys of a jsonl line, in order; raw is not in csv."""

BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
GLUED = re.compile(r"\s{3,}(?=[A-Z][A-Z0-9] {2}- )")
"""What readers take for the end of a line that a program joined with the next."""

RANGE = re.compile(r"(\w+)-(\w+)")
TYPES = {
    "chapter": "CHAP", "book": "BOOK", "conference": "CPAPER", "proceeding": "CPAPER",
    "meeting": "CPAPER", "thesis": "THES", "dissertation": "THES", "report": "RPRT",
    "preprint": "UNPB", "news": "NEWS", "patent": "PAT", "dataset": "DATA",
}  # fmt: skip
"""RIS reference types by a word of the publication type; everything else is a JOUR."""


def as_object(record: Record) -> dict[str, object]:
    """The record by the keys of a jsonl line; what is missing is None."""
    made: dict[str, object] = {name: getattr(record, name) for name in FIELDS}
    for name in LISTS:
        made[name] = list(getattr(record, name))
    made["ids"] = dict(record.ids)
    made["raw"] = record.raw or None
    return made


def jsonl(records: Iterable[Record]) -> Iterator[bytes]:
    """One object a line, UTF-8.

    Line separators of Unicode inside texts are escaped, since some programs end lines there.
    """
    for record in records:
        line = json.dumps(as_object(record), ensure_ascii=False)
        for char in ("\u2028", "\u2029", "\x85"):
            line = line.replace(char, f"\\u{ord(char):04x}")
        yield line.encode("utf-8", "replace") + b"\n"


def table(records: Iterable[Record]) -> Iterator[bytes]:
    """Rows of comma-separated cells, UTF-8 with a mark so that Excel knows; no raw texts.

    Lists are joined with "; ", addresses with a blank, ids as "database: number". A cell that a
    spreadsheet would take for a formula gets an apostrophe before it, which reading takes off.
    """
    names = FIELDS[:-1]
    yield b"\xef\xbb\xbf" + _row(names)
    for record in records:
        yield _row(_cell(name, getattr(record, name)) for name in names)


def _row(cells: Iterable[str]) -> bytes:
    text = io.StringIO(newline="")
    write_rows(text, [cells], end="\r\n")
    return text.getvalue().encode("utf-8", "replace")


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if name == "ids":
        assert isinstance(value, tuple)
        return "; ".join(f"{database}: {number}" for database, number in value)
    if isinstance(value, tuple):
        return (" " if name == "urls" else "; ").join(value)
    return str(value)


def ris(records: Iterable[Record]) -> Iterator[bytes]:
    """RIS in UTF-8. Values stand on one line each, so that none can begin a record."""
    for record in records:
        lines = [f"{tag}  - {one_line(value)}\n" for tag, value in _tags(record)]
        yield "".join([*lines, "ER  - \n\n"]).encode("utf-8", "replace")


def one_line(text: str) -> str:
    r"""The text without line ends and other control characters.

    >>> one_line("An abstract\nER  - \nTY  - JOUR")
    'An abstract ER  -  TY  - JOUR'
    >>> one_line("A title     AU  - Nobody, N")
    'A title AU  - Nobody, N'
    """
    return GLUED.sub(" ", BREAKS.sub(" ", text)).strip()


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    kind, type_ = ris_type(record.type)
    yield "TY", kind
    yield "DP", "ajour"
    for tag, value in (
        ("M3", type_),
        ("TI", record.title),
        ("TT", record.title_translated),
        ("PY", str(record.year) if record.year else None),
        ("DA", record.date.replace("-", "/") if record.date else None),
        ("JF", record.journal),
        ("J2", record.journal_abbreviation),
        ("VL", record.volume),
        ("IS", record.issue),
        *_pages(record.pages),
        ("DO", record.doi),
        ("AN", record.pmid and f"PMID: {record.pmid}"),
        ("LA", record.language),
        ("DB", record.source or None),
    ):
        if value:
            yield tag, value
    yield from _many(record)


def _many(record: Record) -> Iterator[tuple[str, str]]:
    for tag, values in (
        ("AU", record.authors),
        ("AB", (record.abstract or "").split("\n\n")),
        ("AB", (record.copyright,) if record.copyright else ()),
        ("KW", record.keywords),
        ("SN", record.issn),
        ("UR", record.urls),
        ("N1", record.notes),
        ("M2", tuple(f"{database}: {number}" for database, number in record.ids)),
    ):
        yield from ((tag, value) for value in values if value)


def _pages(pages: str | None) -> tuple[tuple[str, str | None], ...]:
    match = RANGE.fullmatch(pages or "")
    return (("SP", match[1]), ("EP", match[2])) if match else (("SP", pages),)


def ris_type(type_: str | None) -> tuple[str, str | None]:
    """The RIS reference type, and the publication type where that says more.

    >>> ris_type("JOUR"), ris_type("Conference Abstract"), ris_type(None)
    (('JOUR', None), ('CPAPER', 'Conference Abstract'), ('JOUR', None))
    """
    if not type_:
        return "JOUR", None
    if re.fullmatch(r"[A-Z]{2,7}", type_):
        return type_, None
    low = type_.lower()
    return next((code for word, code in TYPES.items() if word in low), "JOUR"), type_


WRITERS: Mapping[str, Callable[[Iterable[Record]], Iterator[bytes]]] = {
    "jsonl": jsonl,
    "csv": table,
    "ris": ris,
}
"""The formats that records can be written in, by name."""

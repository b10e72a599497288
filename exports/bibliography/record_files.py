"""Records as files that other programs read: jsonl, csv and RIS, written record by record."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from rispy import RisWriter

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
"""A gap that readers take for the end of a line that a program joined with the next."""

TAGS = (
    *("TY", "DP", "M3", "TI", "TT", "PY", "DA", "JF", "J2", "VL", "IS", "SP", "EP", "DO", "AN"),
    *("LA", "DB", "AU", "AB", "KW", "SN", "UR", "N1", "M2"),
)
"""The RIS tags that are written."""

RANGE = re.compile(r"(\w+)-(\w+)")
TYPES = {
    "chapter": "CHAP", "book": "BOOK", "conference": "CPAPER", "proceeding": "CPAPER",
    "meeting": "CPAPER", "thesis": "THES", "dissertation": "THES", "report": "RPRT",
    "preprint": "UNPB", "news": "NEWS", "patent": "PAT", "dataset": "DATA",
}  # fmt: skip
"""RIS reference types by a word of the publication type; everything else is a JOUR."""


def as_object(record: Record) -> dict[str, object]:
    """The record under the keys of a jsonl line; missing values are None, missing lists empty."""
    made: dict[str, object] = {name: getattr(record, name) for name in FIELDS}
    for name in LISTS:
        made[name] = list(getattr(record, name))
    made["ids"] = dict(record.ids)
    if record.cited_works:
        made["cited_works"] = list(record.cited_works)
    made["raw"] = record.raw or None
    return made


def jsonl(records: Iterable[Record]) -> Iterator[bytes]:
    """One object per line, UTF-8.

    Line separators of Unicode inside texts are escaped, since some programs end lines there.
    """
    for record in records:
        line = json.dumps(as_object(record), ensure_ascii=False)
        for char in ("\u2028", "\u2029", "\x85"):
            line = line.replace(char, f"\\u{ord(char):04x}")
        yield line.encode("utf-8", "replace") + b"\n"


def table(records: Iterable[Record]) -> Iterator[bytes]:
    """Rows of comma-separated cells, UTF-8 with a byte-order mark for Excel; no raw texts.

    Lists are joined with "; ", addresses with a space, ids as "database: number". A cell that a
    spreadsheet would treat as a formula gets a leading apostrophe, which reading removes.
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


class _Writer(RisWriter):  # type: ignore[misc]  # rispy ships no types
    """rispy's writer, by tags and without a number before each record."""

    REFERENCE_TYPE_KEY = "ty"

    def set_header(self, count: int) -> str:
        """Writes nothing before a record."""
        return ""


@cache
def _writer() -> _Writer:
    """Every tag under its own name in lower case, which is how rispy looks up names."""
    mapping = {tag: tag.lower() for tag in TAGS}
    # Every list is written value by value, so list tags need not be named again here.
    one_line_each = {"list_tags": [], "enforce_list_tags": False, "delimiter_tags_mapping": {}}
    return _Writer(mapping=mapping, ignore=[], **one_line_each)


def ris(records: Iterable[Record]) -> Iterator[bytes]:
    """RIS in UTF-8. Each value is on one line, so none can begin a record."""
    for record in records:
        yield f"{_writer().formats([_by_tag(record)])}\n".encode("utf-8", "replace")


def one_line(text: str) -> str:
    r"""The text without line ends and other control characters.

    >>> one_line("An abstract\nER  - \nTY  - JOUR")
    'An abstract ER  -  TY  - JOUR'
    >>> one_line("A title     AU  - Nobody, N")
    'A title AU  - Nobody, N'
    """
    return GLUED.sub(" ", BREAKS.sub(" ", text)).strip()


def _by_tag(record: Record) -> dict[str, str | list[str]]:
    """The values written for a record, by lower-case tag and in order."""
    kind, type_ = ris_type(record.type)
    first, last = _pages(record.pages)
    values: dict[str, str | Iterable[str] | None] = {
        "ty": kind,
        "dp": "ajour",
        "m3": type_,
        "ti": record.title,
        "tt": record.title_translated,
        "py": str(record.year) if record.year else None,
        "da": record.date.replace("-", "/") if record.date else None,
        "jf": record.journal,
        "j2": record.journal_abbreviation,
        "vl": record.volume,
        "is": record.issue,
        "sp": first,
        "ep": last,
        "do": record.doi,
        "an": record.pmid and f"PMID: {record.pmid}",
        "la": record.language,
        "db": record.source,
        "au": record.authors,
        "ab": (*(record.abstract or "").split("\n\n"), record.copyright or ""),
        "kw": record.keywords,
        "sn": record.issn,
        "ur": record.urls,
        "n1": record.notes,
        "m2": (f"{database}: {number}" for database, number in record.ids),
    }
    return {
        tag: one_line(value) if isinstance(value, str) else [one_line(one) for one in value if one]
        for tag, value in values.items()
        if value
    }


def _pages(pages: str | None) -> tuple[str | None, str | None]:
    match = RANGE.fullmatch(pages or "")
    return (match[1], match[2]) if match else (pages, None)


def ris_type(type_: str | None) -> tuple[str, str | None]:
    """The RIS reference type, and the publication type if that says more.

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

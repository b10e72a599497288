"""The included reports as files that Zotero, EndNote and LaTeX read: RIS, BibTeX and CSL-JSON."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from unicodedata import combining, normalize

from exports.bibliography.record_files import one_line, ris, ris_type
from exports.bibliography.reference_list import csl_entry
from exports.office_files import printable
from pipeline.records import Record, RecordId

SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts escaped braces, too
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
"""Characters special to TeX, and how they are escaped; letters stay as they are, in UTF-8."""

FIELDS = (
    "author",
    "title",
    "journal",
    "year",
    "volume",
    "number",
    "pages",
    "doi",
    "pmid",
    "issn",
    "language",
    "url",
)
"""Fields of a BibTeX entry, in order."""

RAW = frozenset({"doi", "url", "pmid", "year"})
"""Fields that programs use verbatim."""

PLAIN = {
    ord(letter): plain for letter, plain in zip("øæØÆß", ("o", "ae", "O", "Ae", "ss"), strict=True)
}
"""Letters from which no accent can be removed, as keys write them."""

KINDS = {"BOOK": "book", "CHAP": "incollection", "THES": "phdthesis", "RPRT": "techreport"}
KINDS |= {"CPAPER": "inproceedings"}
"""BibTeX's entry types by RIS type; everything else is an article, or misc."""

CSL_KINDS = {"BOOK": "book", "CHAP": "chapter", "THES": "thesis", "RPRT": "report"}
CSL_KINDS |= {"CPAPER": "paper-conference", "NEWS": "article-newspaper", "PAT": "patent"}
CSL_KINDS |= {"DATA": "dataset", "UNPB": "article"}


def references_ris(records: Sequence[Record]) -> bytes:
    """The records as RIS, in their order, without the databases' abstracts and notes."""
    return b"".join(ris(map(_bare, records)))


def _bare(record: Record) -> Record:
    """The part of a record that a reference needs: abstracts belong to their databases."""
    urls = tuple(filter(None, [_address(record)]))
    return replace(record, abstract=None, copyright=None, keywords=(), notes=(), urls=urls)


def _address(record: Record) -> str:
    """The report's address, if it has no DOI; databases' own links need a login."""
    return record.urls[0] if record.urls and not record.doi else ""


def references_csl(
    records: Sequence[Record], abbreviations: Mapping[RecordId, str], keys: Sequence[str]
) -> bytes:
    """The records as CSL-JSON, following the schema of the Citation Style Language."""
    entries = []
    for record, key in zip(records, keys, strict=True):
        entry = csl_entry(record, key, record.year, abbreviations.get(record.id, ""))
        entry["type"] = CSL_KINDS.get(ris_type(record.type)[0], "article-journal")
        more = {"ISSN": ", ".join(record.issn), "URL": _address(record)}
        entry |= {name: printable(value) for name, value in more.items() if value}
        entries.append(entry)
    return f"{json.dumps(entries, ensure_ascii=False, indent=2)}\n".encode()


def references_bibtex(records: Sequence[Record], keys: Sequence[str]) -> bytes:
    """The records as BibTeX in UTF-8, written by bibtexparser."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field
    from bibtexparser.writer import BibtexFormat

    blocks: list[Block] = [
        Entry(
            entry_type=_kind(record),
            key=key,
            fields=[Field(key=name, value=f"{{{value}}}") for name, value in _fields(record)],
        )
        for record, key in zip(records, keys, strict=True)
    ]
    look = BibtexFormat()  # type: ignore[no-untyped-call]  # it has no types
    look.indent = "  "
    look.trailing_comma = True
    return write_string(Library(blocks), bibtex_format=look, unparse_stack=[]).encode()


def citation_keys(records: Sequence[Record]) -> list[str]:
    """A key for each record: first author and year, with a letter from the second on.

    >>> ås = Record(authors=("Ås, K",), year=2023)
    >>> citation_keys([ås, ås])
    ['as2023', 'as2023b']
    """
    keys: list[str] = []
    for record in records:
        author = record.authors[0].partition(",")[0] if record.authors else "anonymous"
        plain = author.translate(PLAIN)
        letters = [one for one in normalize("NFKD", plain) if not combining(one)]
        base = re.sub(r"[^a-z0-9]", "", "".join(letters).lower()) or "anonymous"
        keys.append(_free(f"{base}{record.year or ''}", keys))
    return keys


def _free(base: str, taken: Sequence[str]) -> str:
    """The base, or the base with the first letters that make it unique."""
    at = 1
    key = base
    while key in taken:
        at += 1
        number, letters = at, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        key = f"{base}{letters}"
    return key


def _kind(record: Record) -> str:
    kind = KINDS.get(ris_type(record.type)[0])
    return kind or ("article" if record.journal or record.journal_abbreviation else "misc")


def _fields(record: Record) -> list[tuple[str, str]]:
    """The fields written for a record; missing ones are left out."""
    values: dict[str, Any] = {
        "author": " and ".join(map(_person, record.authors)),
        "title": (record.title or record.title_translated or "").rstrip("."),
        "journal": record.journal or record.journal_abbreviation,
        "year": str(record.year or ""),
        "volume": record.volume,
        "number": record.issue,
        "pages": (record.pages or "").replace("-", "--"),
        "doi": record.doi,
        "pmid": record.pmid,
        "issn": ", ".join(record.issn),
        "language": record.language,
        "url": _address(record),
    }
    return [(name, _value(name, values[name])) for name in FIELDS if values[name]]


def _value(name: str, value: str) -> str:
    text = one_line(printable(value))
    if name in RAW:
        return re.sub(r"[{}\s]", "", text)
    return text if name == "author" else tex(text)


def _person(author: str) -> str:
    """A person as "Family, Given", and a group in braces, so that its name is not split."""
    name = tex(one_line(printable(author)))
    return name if "," in author else f"{{{name}}}"


def tex(text: str) -> str:
    r"""The text with the characters escaped that are special to TeX.

    >>> print(tex("R&D: 5 % of Ås_1"))
    R\&D: 5 \% of Ås\_1
    """
    return "".join(SIGNS.get(sign, sign) for sign in text)

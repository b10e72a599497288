"""The supported formats: the features that identify each, and the reader for its lines.

A further tagged format needs a module with its `entries`, a table in dialects.toml, and in this
module its marks, its signs and a line of `LINED`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.errors import Refused
from pipeline.readers import ciw, json_records, nbib, ovid, plain_tags, ris, tables
from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.other_formats import other_xml
from pipeline.readers.survey import Survey

Entries = Callable[[Iterable[str], Survey, ReceiptDraft], Iterator[Entry]]


def _bibtex(lines: Iterable[str], found: Survey, draft: ReceiptDraft) -> Iterator[Entry]:
    """BibTeX's reader; its library, with its LaTeX, is imported only for such a file."""
    from pipeline.readers import bibtex

    return bibtex.entries(lines, found, draft)


LINED: Mapping[str, Entries] = {
    "ris": ris.entries,
    "nbib": nbib.entries,
    "ovid": ovid.entries,
    "ciw": ciw.entries,
    "bibtex": _bibtex,
    "refer": plain_tags.refer,
    "refworks": plain_tags.refworks,
    "noteexpress": plain_tags.noteexpress,
    "json": json_records.entries,
    "table": tables.entries,
}
"""The line-based formats, with the reader for each."""

TABLES = {"pubmed-xml": "nbib"}
"""Formats that use the table of another format."""

_MARKS = (
    r"\ufeff?(?P<indent>[ \t]*)(?=[TtEePUO<@%R{])(?:"
    r"(?P<TY>[Tt][Yy](?P<gap>[ \t]*)-[ \t]*[^\r\n]{0,40}(?=[\r\n]|\Z))"
    r"|(?P<ER>[Ee][Rr][ \t]*-)"
    r"|(?P<PMID>PMID ?- ?\d)"
    r"|(?P<OWN>OWN {1,2}- ?[A-Z])"
    r"|(?P<PT>PT [A-Z][ \t]*(?=[\r\n]|\Z))"
    r"|(?P<EOR>ER[ \t]*(?=[\r\n]|\Z))"
    r"|(?P<counter><[ \t]*\d+[ \t]*\.?[ \t]*>)"
    r"|(?P<UI>UI {1,2}- )"
    r"|(?P<UNI>Unique Identifier[ \t]*(?=[\r\n]|\Z))"
    r"|(?P<refer>%0[ \t]+\S)"
    r"|(?P<percent>%[ATDJ][ \t]+\S)"
    r"|(?P<RT>RT[ \t]+[A-Z][A-Za-z]+(?:,? [A-Za-z]+){0,3}[ \t]*(?=[\r\n]|\Z))"
    r"|(?P<express>\{Reference Type\}:)"
    r"|(?P<bib>@(?!(?i:comment|string|preamble))[A-Za-z]+[ \t]*[{(])"
    r")"
)
MARKS = re.compile(r"\n" + _MARKS)
MARKS_OF_CR = re.compile(r"[\r\n]" + _MARKS)
"""The start of a line that counts for a format; each group is a mark.

One pattern for all formats, since the first pass goes over every byte once; it is searched for
after a line end, which only old Macs write differently.
"""


HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|[A-Za-z])")
PUBMED = re.compile(r"<PubmedArticleSet|<PubmedArticle[ >]|<PubmedBookArticle")
ENDNOTE = re.compile(r"<xml>\s*<records>|<records>\s*<record>", re.IGNORECASE)
ICTRP = re.compile(
    r"<Trials_downloaded_from_ICTRP|<Trial>\s*<(?:Export_date|Internal_Number|TrialID)"
)
OBJECT = re.compile(r'\s*\{\s*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFormat:
    """A format by its name, the feature that identified it, and the records counted by that."""

    format: str
    because: str
    start_tags: int


@dataclass(frozen=True, slots=True)
class _Sign:
    """A feature that identifies a format: `holds` tests the head and the marks of a file.

    `start` is the mark that begins each record, "" if none does. Without a format, `because`
    says why a file is refused.
    """

    format: str
    because: str
    holds: Callable[[str, Mapping[str, int]], object]
    start: str = ""


def _mark(format_: str, because: str, start: str) -> _Sign:
    """A format identified by one mark, which begins each of its records."""
    return _Sign(format_, because, lambda _, marks: marks[start], start)


OTHER_XML = "expected XML of EndNote, PubMed or ICTRP. Export the records as RIS"

_SIGNS = (
    _Sign("", "the file is empty. Export the records again", lambda head, _: not head.strip()),
    _Sign(
        "",
        "this is a web page, perhaps an error message or a login page, not an export. Open "
        "the search again in the database, and export the records as RIS",
        lambda head, _: HTML.match(head),
    ),
    _Sign("", "this is not text", lambda head, _: "\0" in head),
    # Before tables, since the keys of an object may be names of columns.
    _Sign(
        "json",
        "the file is a JSON list of objects",
        lambda head, _: json_records.BEGINS.match(head),
    ),
    _Sign("jsonl", "lines are objects", lambda head, _: OBJECT.match(head)),
    # Cells may have line ends followed by text that looks like tags.
    _Sign(
        "table",
        "the first line has names of columns",
        lambda head, _: tables.names_columns(tables.LINE_END.split(head.lstrip(), 1)[0]),
    ),
    _mark("ris", "lines begin with TY", "TY"),
    _mark("nbib", "records begin with PMID-", "PMID"),
    _mark("nbib", "records begin with OWN -", "OWN"),
    _Sign(
        "ciw",
        "records begin with PT",
        lambda head, marks: marks["PT"] and (marks["EOR"] or head.lstrip().startswith("FN ")),
        "PT",
    ),
    _Sign(
        "pubmed-xml",
        "by its elements",
        lambda head, _: XML.match(head) and PUBMED.search(head),
        "element",
    ),
    _Sign(
        "endnote-xml",
        "by its elements",
        lambda head, _: XML.match(head) and ENDNOTE.search(head),
        "element",
    ),
    _Sign(
        "ictrp-xml",
        "by its elements",
        lambda head, _: XML.match(head) and ICTRP.search(head),
        "element",
    ),
    _Sign(
        "",
        OTHER_XML,
        lambda head, _: XML.match(head),
    ),
    _mark("bibtex", "entries begin with @", "bib"),
    _mark("refer", "records begin with %0", "refer"),
    _Sign(
        "refer",
        "lines begin with % and a letter",
        lambda _, marks: marks["percent"] > 2,
    ),
    _mark("refworks", "records begin with RT", "RT"),
    _mark("noteexpress", "records begin with {Reference Type}", "express"),
    _Sign(
        "ovid",
        "records begin with a counter such as <1>",
        lambda _, marks: marks["counter"] and not marks["ER"],
        "counter",
    ),
    _mark("ris", "the file has ER lines but no TY lines", "ER"),
    _Sign(
        "ovid",
        "tags in Ovid's manner",
        lambda _, marks: marks["UI"] and marks["tag"] > marks["UI"],
        "UI",
    ),
    _Sign(
        "ris", "the file has tags, but neither TY nor ER lines", lambda _, marks: marks["tag"] >= 2
    ),
    _Sign("table", "the file has no tags, but rows of cells", lambda *_: True),
)
"""The signs in the order in which they are checked; the first match decides."""


def detect(found: Survey, name: str) -> FoundFormat:
    """The format of a file; refused, in one sentence, if it is not supported."""
    head = found.head.lstrip("\ufeff")
    sign = next(sign for sign in _SIGNS if sign.holds(head, found.marks))
    if not sign.format:
        found_xml = f"{other_xml(head)}; " if sign.because == OTHER_XML else ""
        raise Refused(f"{name}: {found_xml}{sign.because}.")
    start_tags = found.marks[sign.start] if sign.start else 0
    return FoundFormat(format=sign.format, because=sign.because, start_tags=start_tags)

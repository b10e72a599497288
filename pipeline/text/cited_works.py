"""Names of works on reference lists: the same name however a work is cited."""

import re
import unicodedata

from pipeline.records import Record
from pipeline.text.identifiers import bare_doi

NUMBER = re.compile(
    r"pmid:0*(\d{1,9})|(?:https://openalex\.org/)?(W\d{1,12})|((?:\d{3}-){4}\d{2}[\dX])"
)
"""A PubMed number as our readers mark it, an OpenAlex id, or an id of The Lens."""

WOS = re.compile(r"\*?([^,]+),\s*(\d{4})\b.*?,\s*V(\w+),\s*P(\w+)")
"""Web of Science: Nordmann K, 2021, RAIN EX, V12, P3, DOI ..."""

SCOPUS = re.compile(r"[,.]\s*(\w{1,9})(?:\s*\([^()]{0,30}\))?(?:,\s*[\w-]{1,9})?,\s*pp?\.\s*(\w+)")
"""Volume and first page in Scopus: 12 (3), pp. 5-9; since 2023: 12, 3, pp. 5-9."""

YEAR = re.compile(r"\((\d{4})\)")
WORD = re.compile(r"[^\W\d_]+")

LONGEST, SHORTEST = 120, 15
"""Letters and digits that identify a work without number or place, and the fewest that are
distinctive enough."""


def work_name(reference: str) -> str | None:
    """The name of a work, from one entry of a reference list; None if it says too little.

    Its DOI, else a number of PubMed, OpenAlex or The Lens, else author, year, volume and first
    page, else its letters and digits.

    >>> work_name("Berg K, 2010, J RAIN, V52, P12, DOI 10.1000/RAIN.1")
    'doi:10.1000/rain.1'
    >>> work_name("Berg K, 2010, J RAIN, V52, P12")
    'at:berg 2010 52 12'
    >>> work_name("Berg, K., Ås, O., On rain (2010) Journal of Rain, 52 (3), pp. 12-19")
    'at:berg 2010 52 12'
    >>> work_name("https://openalex.org/W123"), work_name("pmid:123"), work_name("34")
    ('openalex:W123', 'pmid:123', None)
    """
    text = reference.strip(" \t\n.;")
    if number := NUMBER.fullmatch(text):
        kinds = zip(("pmid", "openalex", "lens"), number.groups(), strict=True)
        return next(f"{kind}:{found}" for kind, found in kinds if found)
    if doi := bare_doi(text) if "10." in text else None:
        return f"doi:{doi}"
    if place := _place(text):
        return place
    letters = "".join(filter(str.isalnum, text.casefold()))[:LONGEST]
    return f"text:{letters}" if len(letters) >= SHORTEST else None


def names_of(record: Record) -> tuple[str, ...]:
    """The names by which a record's own work may be cited.

    >>> names_of(Record(doi="10.1/a", authors=("Berg, K",), year=2010, volume="52", pages="12-19"))
    ('doi:10.1/a', 'at:berg 2010 52 12')
    """
    found = [f"doi:{record.doi}"] if record.doi else []
    found += [f"pmid:{record.pmid}"] if record.pmid else []
    found += [f"{kind}:{number}" for kind, number in record.ids if kind in {"openalex", "lens"}]
    if record.authors and record.year and record.volume and record.pages:
        page = record.pages.partition("-")[0]
        found.append(_at(record.authors[0], str(record.year), record.volume, page))
    return tuple(found)


def _place(text: str) -> str | None:
    """The name of a work by author, year, volume and first page, as two databases write them."""
    if match := WOS.match(text):
        author, year, volume, page = match.groups()
        return _at(author, year, volume, page)
    years = YEAR.findall(text)
    match = SCOPUS.search(text) if years else None
    return _at(text, years[-1], match[1], match[2]) if match else None


def _at(author: str, year: str, volume: str, page: str) -> str:
    """Author (the first word), year, volume and page as a name."""
    plain = unicodedata.normalize("NFKD", author).encode("ascii", "ignore").decode()
    first = WORD.search(plain)
    family = first[0].lower() if first else ""
    return f"at:{family} {year} {volume.lower()} {page.lower()}"

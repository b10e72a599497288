"""Builds a record from the values of an entry, by the table of its dialect."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import tomli

from pipeline.readers.author_names import authors_of, group_of
from pipeline.readers.cited_works import cited_works_in
from pipeline.readers.dialects import Dialect
from pipeline.readers.entries import Entry
from pipeline.readers.identifiers import doi_in, ids_of, issn_in, pmid_in
from pipeline.readers.name_order import people_of
from pipeline.readers.text_values import (
    AHEAD,
    addresses_of,
    keywords_of,
    text_of,
    title_of,
    unglued,
)
from pipeline.records import Record
from pipeline.text.pages import page_range
from pipeline.text.registrations import registration

YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?:(?!\d)|(?=[01]\d(?:[0-3]\d)?(?!\d)))")
"""Four digits that can be a year of publication, perhaps followed directly by month and day."""

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12, "mai": 5, "okt": 10, "des": 12, "dez": 12, "maj": 5,
}  # fmt: skip
"""Months by their first three letters; English, and Norwegian and German ones that differ."""

NUMBERS = re.compile(r"\s*(\d{4})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{1,2}))?(?!\d)")
PACKED = re.compile(r"\s*(\d{4})([01]\d)([0-3]\d)?\s*$")
AMERICAN = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*$")
WORD = re.compile(
    r"(?:(?<!\d)(\d{1,2})[\s.-]+)?([A-Za-zä]{3})[a-z]*\.?(?:[\s.,-]*(\d{1,2})(?!\d))?"
)


def year_of(text: str) -> int | None:
    """The first year in a text.

    >>> [year_of(one) for one in ("2021//", "2020 Feb", "20240403", "SEP 22", "10 15", "c2005")]
    [2021, 2020, 2024, None, None, 2005]
    """
    match = YEAR.search(text)
    return int(match[1]) if match else None


def date_of(text: str, year: int | None, *, day_first: bool = False) -> str | None:
    """A date as precise as the text gives it, ISO 8601; of several months the first.

    >>> [date_of(one, 2020) for one in ("2024/04/03/", "2020/11//Nov/Dec2020", "SEP 22", "2020///")]
    ['2024-04-03', '2020-11', '2020-09-22', '2020']
    >>> [date_of(one, 2020) for one in ("2020 Jan-Feb", "9/30/2019", "20190412", "winter", "")]
    ['2020-01', '2019-09-30', '2019-04-12', '2020', '2020']
    """
    if len(text) == 4 and YEAR.fullmatch(text):
        return text
    if match := NUMBERS.match(text) or PACKED.match(text):
        return _iso(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := AMERICAN.match(text):
        month, day = int(match[1]), int(match[2])
        swapped = month > 12 or (day_first and day <= 12)
        return _iso(int(match[3]), *((day, month) if swapped else (month, day)))
    year = year_of(text) or year
    if year is None:
        return None
    for match in WORD.finditer(text):
        month = MONTHS.get(match[2].lower(), 0)
        if month:
            return _iso(year, month, int(match[1] or match[3] or 0))
    return str(year)


def _iso(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year:04}-{month:02}"


SPECIAL = re.compile(
    r"(?:virtual )?special (?:issue|section|collection)\b|themed? issue\b|SI:", re.I
)
"""The start of a special issue's title, which ScienceDirect writes beside the journal."""

NUMBERED = re.compile(r"\d{4}")
"""What a registration number has and a name does not."""

BRACKETS = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)")
"""Text in brackets, perhaps with nested brackets."""

HEADED = re.compile(r"\A\s*Abstract\s*\n\s*")
"""The heading that ScienceDirect writes on a separate line above an abstract."""

NO_TYPE = frozenset(["HTML", "PDF", "CITATION", "DOC"])
"""Google Scholar's remarks about the file, not the report."""

COPYRIGHT = ("Copyright", "©", "(c) ", "(C) ")


def record_of(entry: Entry, dialect: Dialect) -> Record:
    """The record described by an entry. Nothing is guessed that has no tag."""
    if dialect.name == "Rayyan":
        entry.values = unglued(entry.values)
    fields = dialect.fields
    abstract, rights = _abstract(entry, dialect)
    pmid = pmid_in(entry, dialect)
    year = _year(entry, fields.get("year", ()))
    journal, short = _journal(entry, dialect)
    title = _title(entry, fields["title"])
    translated = _title(entry, fields.get("title_translated", ()))
    return Record(
        source=_source(entry, dialect),
        place=entry.place,
        line=entry.line,
        title=title,
        title_translated=None if translated == title else translated,
        authors=_authors(entry, dialect),
        year=year,
        date=_date(entry, dialect, year),
        journal=journal,
        journal_abbreviation=short,
        volume=_number(entry, dialect, "volume"),
        issue=_number(entry, dialect, "issue"),
        pages=_pages(entry, dialect),
        doi=doi_in(entry, dialect),
        pmid=pmid,
        abstract=abstract,
        copyright=rights,
        keywords=tuple(keywords_of(_parted(entry, dialect, "keywords"))),
        type=_type(entry, dialect),
        language=_text(entry, fields.get("language", ())),
        issn=issn_in(entry, dialect),
        urls=_addresses(entry, dialect),
        ids=ids_of(entry, dialect, pmid),
        notes=tuple(note for note in entry.every(fields.get("notes", ())) if note),
        cited_works=cited_works_in(entry, dialect),
        raw="".join(entry.raw),
    )


def _text(entry: Entry, tags: tuple[str, ...]) -> str | None:
    for tag in tags:
        for value in entry.values.get(tag, ()):
            text = text_of(value) if value else None
            if text:
                return text
    return None


def _title(entry: Entry, tags: tuple[str, ...]) -> str | None:
    for tag in tags:
        for value in entry.values.get(tag, ()):
            title = title_of(value) if value else None
            if title:
                return title
    return None


def _authors(entry: Entry, dialect: Dialect) -> tuple[str, ...]:
    """All author tags if a format uses several at once; full names rather than short ones."""
    tags = dialect.fields["authors"]
    if tags == ("A1", "AU"):
        names = entry.every(tags)
    else:
        names = next((entry.values[tag] for tag in tags if any(entry.values.get(tag, ()))), [])
    between = dialect.between.get("authors", ";")
    if dialect.affiliations:
        names = [BRACKETS.sub("", name) for name in names]
    if dialect.order:
        names = [one for value in names for one in people_of(value, dialect.order, between)]
    elif "authors" in dialect.between:
        names = [one for value in names for one in value.split(between)]
    groups = [group_of(value) for value in _groups(entry, dialect)]
    people = authors_of([name for name in names if "," in name or text_of(name)])
    every = people + [one for one in groups if one and one not in people]
    if NUMBERED.search("\n".join(every)):
        every = [one for one in every if not registration(one)]
    return tuple(every)


def _groups(entry: Entry, dialect: Dialect) -> list[str]:
    """The groups among the authors; for a trial, the sponsor without its collaborators."""
    between = dialect.between.get("groups")
    values = entry.every(dialect.fields.get("groups", ()))
    return [value.partition(between)[0] for value in values] if between else values


def _parted(entry: Entry, dialect: Dialect, field: str) -> list[str]:
    """All values of a list, split if the dialect has its own separator."""
    values = entry.every(dialect.fields.get(field, ()))
    between = dialect.between.get(field)
    return [part for value in values for part in value.split(between)] if between else values


def _year(entry: Entry, tags: tuple[str, ...]) -> int | None:
    for tag in tags:
        for value in entry.values.get(tag, ()):
            year = year_of(value)
            if year:
                return year
    return None


def _date(entry: Entry, dialect: Dialect, year: int | None) -> str | None:
    """The most precise date with the year of publication."""
    values = entry.every(dialect.fields.get("date", ()))
    found = [date_of(value, year, day_first=dialect.day_first) for value in values if value]
    fitting = [one for one in found if one and (year is None or one.startswith(f"{year:04}"))]
    return max(fitting, key=len) if fitting else (str(year) if year else None)


def _journal(entry: Entry, dialect: Dialect) -> tuple[str | None, str | None]:
    """Journal and abbreviation; if only one of two tags can be the name, the longer one is.

    An address is not a journal, and neither is the title of a special issue beside one.
    """
    journal = None
    for tag in dialect.fields["journal"]:
        name = _text(entry, (tag,))
        if name and "://" not in name and (journal is None or SPECIAL.match(journal)):
            journal = name
            if not SPECIAL.match(name):
                break
    for tag in dialect.fields.get("journal_abbreviation", ()):
        short = _text(entry, (tag,))
        if short and short != journal and "://" not in short and not SPECIAL.match(short):
            if journal and _shortens(journal, short):
                return short, journal
            return journal, short
    return journal, None


def _shortens(short: str, full: str) -> bool:
    """Whether one name plainly abbreviates the other: with full stops, word by word.

    >>> _shortens("Nat. Commun.", "Nature Communications"), _shortens("Nature", "Nat. Commun.")
    (True, False)
    """
    pieces = [piece.rstrip(".").lower() for piece in short.split()]
    words = full.lower().split()
    if "." not in short or len(short) >= len(full) or not pieces:
        return False
    at = 0
    for piece in pieces:
        while at < len(words) and not words[at].startswith(piece):
            at += 1
        at += 1
    return at <= len(words)


def _number(entry: Entry, dialect: Dialect, field: str) -> str | None:
    """A volume, an issue or a page; 0 counts as missing if the dialect writes it for that."""
    text = _text(entry, dialect.fields.get(field, ()))
    if text and not text.isdigit() and AHEAD.fullmatch(text.strip(" .()")):
        return None
    return None if text == "0" and dialect.zero_is_missing else text


def _pages(entry: Entry, dialect: Dialect) -> str | None:
    start = _number(entry, dialect, "start") or ""
    end = _number(entry, dialect, "end") or ""
    if (start or end) and not start.isdigit() and text_of(f"{start} {end}") is None:
        # "No Specified" is split into a first and a last page.
        return None
    pages = page_range(start, end)
    if not pages:
        number = _text(entry, dialect.fields.get("article", ())) or ""
        pages = "" if number.upper().startswith("PMC") else page_range(number, "")
    return pages or None


def _abstract(entry: Entry, dialect: Dialect) -> tuple[str | None, str | None]:
    """The abstract, and separately the copyright that some vendors give as a second abstract."""
    texts: list[str] = []
    rights = _text(entry, dialect.fields.get("copyright", ()))
    for value in entry.every(dialect.fields["abstract"]):
        head = HEADED.match(value)
        text = text_of(value[head.end() :] if head else value) if value else None
        if text is None or text in texts:
            continue
        if texts and text.startswith(COPYRIGHT):
            rights = rights or text
        else:
            texts.append(text)
    if len(texts) == 1 and texts[0].startswith("Copyright of ") and len(texts[0]) < 2000:
        return None, texts[0]
    return "\n\n".join(texts) or None, rights


def _type(entry: Entry, dialect: Dialect) -> str | None:
    """Publication types joined by "; ", or the first type that is no DOI and no class code."""
    if dialect.kind:
        return dialect.kind
    if "types" in dialect.fields:
        return "; ".join(filter(None, map(text_of, entry.every(dialect.fields["types"])))) or None
    for tag in dialect.fields.get("type", ()):
        text = _text(entry, (tag,))
        if text and "10." not in text and "://" not in text and text not in NO_TYPE:
            return text
    return None


def _addresses(entry: Entry, dialect: Dialect) -> tuple[str, ...]:
    """All addresses, including one in the place of a journal's name."""
    strays = [one for one in entry.every(dialect.fields["journal"]) if "://" in one]
    return tuple(addresses_of(_parted(entry, dialect, "urls") + strays))


def _source(entry: Entry, dialect: Dialect) -> str:
    """The database that the record names as its own: the first if it names several.

    Embase.com names MEDLINE second for records that both have; the search was run in the first.
    """
    for one in entry.every(dialect.fields.get("source", ())):
        for part in one.split("\n"):
            if text := text_of(part):
                return database_name(text)
    return dialect.database


@cache
def _known_databases() -> Mapping[str, str]:
    text = (files("pipeline.readers") / "databases.toml").read_text("utf-8")
    return tomli.loads(text)


@lru_cache(maxsize=1000)
def database_name(text: str) -> str:
    """The usual name of a database that a host gives as a short name, a segment or a mark.

    >>> database_name("ccm"), database_name("APA PsycInfo <2021>"), database_name("Embase")
    ('CINAHL', 'APA PsycInfo', 'Embase')
    """
    bare = " ".join(re.sub(r"<[^>]*>|\((?:R|TM)\)|[®™]", " ", text, flags=re.IGNORECASE).split())
    return _known_databases().get(bare.casefold(), bare or text)

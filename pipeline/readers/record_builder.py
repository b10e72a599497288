"""From an entry's values to a record, by the table of its dialect."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.readers.author_names import authors_of, group_of, turned
from pipeline.readers.dates import date_of, year_of
from pipeline.readers.dialects import Dialect
from pipeline.readers.entries import Entry
from pipeline.readers.identifiers import doi_in, ids_of, issn_in, pmid_in
from pipeline.readers.text_values import addresses_of, keywords_of, text_of, title_of, unglued
from pipeline.records import Record
from pipeline.text.pages import page_range

COPYRIGHT = ("Copyright", "©", "(c) ", "(C) ")


def record_of(entry: Entry, dialect: Dialect) -> Record:
    """The record an entry tells of. Nothing is guessed at that no tag holds."""
    if dialect.name == "Rayyan":
        entry.values = unglued(entry.values)
    fields = dialect.fields
    abstract, rights = _abstract(entry, dialect)
    pmid = pmid_in(entry, dialect)
    year = _year(entry, fields.get("year", ()))
    journal, short = _journal(entry, dialect)
    return Record(
        source=_source(entry, dialect),
        place=entry.place,
        line=entry.line,
        title=_title(entry, fields["title"]),
        title_translated=_title(entry, fields.get("title_translated", ())),
        authors=_authors(entry, dialect),
        year=year,
        date=_date(entry, fields.get("date", ()), year),
        journal=journal,
        journal_abbreviation=short,
        volume=_text(entry, fields.get("volume", ())),
        issue=_text(entry, fields.get("issue", ())),
        pages=_pages(entry, dialect),
        doi=doi_in(entry, dialect),
        pmid=pmid,
        abstract=abstract,
        copyright=rights,
        keywords=tuple(keywords_of(entry.every(fields.get("keywords", ())))),
        type=_type(entry, dialect),
        language=_text(entry, fields.get("language", ())),
        issn=issn_in(entry, dialect),
        urls=tuple(addresses_of(entry.every(fields.get("urls", ())))),
        ids=ids_of(entry, dialect, pmid),
        notes=tuple(note for note in entry.every(fields.get("notes", ())) if note),
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
    """All author tags where a format uses them side by side; of full and short names the full."""
    tags = dialect.fields["authors"]
    if tags == ("A1", "AU"):
        names = entry.every(tags)
    else:
        names = next((entry.values[tag] for tag in tags if any(entry.values.get(tag, ()))), [])
    if dialect.given_first:
        names = [turned(name) for value in names for name in value.split(";")]
    groups = [
        group_of(value)
        for tag in dialect.fields.get("groups", ())
        for value in entry.values.get(tag, ())
    ]
    people = authors_of([name for name in names if "," in name or text_of(name)])
    return tuple(people + [one for one in groups if one and one not in people])


def _year(entry: Entry, tags: tuple[str, ...]) -> int | None:
    for tag in tags:
        for value in entry.values.get(tag, ()):
            year = year_of(value)
            if year:
                return year
    return None


def _date(entry: Entry, tags: tuple[str, ...], year: int | None) -> str | None:
    """The most precise of the dates given for the year of publication."""
    found = [date_of(value, year) for tag in tags for value in entry.values.get(tag, ()) if value]
    fitting = [one for one in found if one and (year is None or one.startswith(f"{year:04}"))]
    return max(fitting, key=len) if fitting else (str(year) if year else None)


def _journal(entry: Entry, dialect: Dialect) -> tuple[str | None, str | None]:
    """Journal and abbreviation; where only one of two tags can be the name, the longer is."""
    journal = _text(entry, dialect.fields["journal"])
    for tag in dialect.fields.get("journal_abbreviation", ()):
        short = _text(entry, (tag,))
        if short and short != journal:
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


def _pages(entry: Entry, dialect: Dialect) -> str | None:
    start = _text(entry, dialect.fields.get("start", ())) or ""
    end = _text(entry, dialect.fields.get("end", ())) or ""
    if (start or end) and text_of(f"{start} {end}") is None:
        # "No Specified" comes apart into a first and a last page.
        return None
    pages = page_range(start, end)
    if not pages:
        number = _text(entry, dialect.fields.get("article", ())) or ""
        pages = "" if number.upper().startswith("PMC") else page_range(number, "")
    return pages or None


def _abstract(entry: Entry, dialect: Dialect) -> tuple[str | None, str | None]:
    """The abstract, and apart from it the copyright that some vendors give as a second one."""
    texts: list[str] = []
    rights = _text(entry, dialect.fields.get("copyright", ()))
    for value in entry.every(dialect.fields["abstract"]):
        text = text_of(value) if value else None
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
    """Publication types joined by "; ", or the first tag's that is no DOI and no class code."""
    if "types" in dialect.fields:
        return "; ".join(filter(None, map(text_of, entry.every(dialect.fields["types"])))) or None
    for tag in dialect.fields.get("type", ()):
        text = _text(entry, (tag,))
        if text and "10." not in text and "://" not in text:
            return text
    return None


def _source(entry: Entry, dialect: Dialect) -> str:
    """The database that the record says it is of: the first where it names several.

    Embase.com names MEDLINE second for what both have; the search was made in the first.
    """
    for one in entry.every(dialect.fields.get("source", ())):
        for part in one.split("\n"):
            if text := text_of(part):
                return database_name(text)
    return dialect.database


@cache
def _known_databases() -> Mapping[str, str]:
    text = (files("pipeline.readers") / "databases.toml").read_text("utf-8")
    return tomllib.loads(text)


def database_name(text: str) -> str:
    """What people call a database that a host names with a short name, a segment or a mark.

    >>> database_name("ccm"), database_name("APA PsycInfo <2021>"), database_name("Embase")
    ('CINAHL', 'APA PsycInfo', 'Embase')
    """
    bare = " ".join(re.sub(r"<[^>]*>|\((?:R|TM)\)|[®™]", " ", text, flags=re.IGNORECASE).split())
    return _known_databases().get(bare.casefold(), bare or text)

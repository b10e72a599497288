"""Seeded records with the spelling variants of databases: one report in several forms."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.records import Record, RecordId

_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi lo ka re na do mi tu pe ra ho si ve"
SYLLABLES = tuple(_SYLLABLES.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words for titles, names and journals; common words come first."""

    common: tuple[str, ...]
    families: tuple[str, ...]
    given: tuple[str, ...]
    journals: tuple[str, ...]


def words(draw: random.Random) -> Words:
    def word(least: int, most: int) -> str:
        return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(least, most)))

    common = tuple(dict.fromkeys(word(2, 5) for _ in range(12_000)))
    return Words(
        common=common,
        families=tuple(dict.fromkeys(word(2, 4).capitalize() for _ in range(20_000))),
        given=tuple(dict.fromkeys(word(2, 3).capitalize() for _ in range(1_000))),
        journals=tuple(
            f"{kind} of {one.capitalize()} {other.capitalize()}"
            for kind in ("Journal", "Annals", "Archives")
            for one, other in zip(common[:600], common[600:1200], strict=True)
        ),
    )


def disturbed(count: int, seed: int = 1) -> Iterator[tuple[Record, int]]:
    """`count` records, each with its report's number; three of ten list a report once more."""
    draw = random.Random(seed)
    known = words(draw)
    made = report = 0
    while made < count:
        report += 1
        first = _report(draw, known, report)
        for at in range(draw.choices((1, 2, 3, 4), (78, 12, 7, 3))[0]):
            made += 1
            if made > count:
                return
            again = first if at == 0 else _again(draw, first)
            yield replace(again, id=RecordId(f"r{made:07d}")), report


def _report(draw: random.Random, known: Words, report: int) -> Record:
    length = draw.randint(6, 16)
    # The square makes some words common and most rare, as Zipf found them.
    title = [known.common[int(draw.random() ** 2 * len(known.common))] for _ in range(length)]
    start, year = draw.randint(1, 2_000), draw.randint(1990, 2023)
    journal = draw.randrange(len(known.journals))
    return Record(
        title=" ".join(title).capitalize(),
        authors=tuple(
            f"{draw.choice(known.families)}, {draw.choice(known.given)}"
            for _ in range(draw.randint(1, 7))
        ),
        year=year,
        journal=known.journals[journal],
        volume=str(year - 1980 + journal % 40),
        issue=str(draw.randint(1, 12)),
        pages=f"{start}-{start + draw.randint(3, 20)}",
        doi=f"10.1000/{report}" if draw.random() < 0.7 else None,
        abstract="Background. " + " ".join(title * 3),
    )


def _again(draw: random.Random, first: Record) -> Record:
    """The same report as another database lists it."""
    record = first
    for habit in draw.sample(HABITS, draw.randint(1, 4)):
        record = habit(draw, record)
    return record


def _initials(draw: random.Random, record: Record) -> Record:
    authors = tuple(f"{one.split(', ')[0]}, {one.split(', ')[1][0]}." for one in record.authors)
    return replace(record, authors=authors)


def _few_authors(draw: random.Random, record: Record) -> Record:
    return replace(record, authors=record.authors[:3])


def _abbreviated(draw: random.Random, record: Record) -> Record:
    kept = [word for word in (record.journal or "").split() if word != "of"]
    return replace(record, journal=" ".join(word[: max(3, len(word) - 3)] for word in kept))


def _short_pages(draw: random.Random, record: Record) -> Record:
    first, _, last = (record.pages or "").partition("-")
    same = bool(last) and first[:-1] == last[:-1]
    return replace(record, pages=f"{first}-{last[-1]}" if same else f"{first} -- {last or first}")


def _capitals(draw: random.Random, record: Record) -> Record:
    return replace(record, title=(record.title or "").upper())


def _slip(draw: random.Random, record: Record) -> Record:
    title = record.title or ""
    at = draw.randrange(len(title))
    return replace(record, title=title[:at] + title[at + 1 :])


def _note(draw: random.Random, record: Record) -> Record:
    note = draw.choice(("[Review] [33 refs]", "[Norwegian]", "[Erratum appears in 2001;3:4]"))
    return replace(record, title=f"{record.title}. {note}")


def _no_doi(draw: random.Random, record: Record) -> Record:
    return replace(record, doi=None)


def _ahead(draw: random.Random, record: Record) -> Record:
    return replace(record, volume=None, issue=None, pages=None, year=(record.year or 0) - 1)


def _no_abstract(draw: random.Random, record: Record) -> Record:
    return replace(record, abstract=None, issue=None)


HABITS = (
    _initials, _few_authors, _abbreviated, _short_pages, _capitals, _slip, _note, _no_doi, _ahead,
    _no_abstract,
)  # fmt: skip

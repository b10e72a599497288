# ruff: noqa: E501, SIM905 - one shape of a title, or one habit of a vendor, on a line
"""Pairs of records of one report as two vendors write it, seeded, to test deduplication.

Each pair names the habit that makes its second record most different, so that a test can report
which kind was missed.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

from pipeline.records import Record, RecordId
from tests.support.vendor_words import DESIGNS, GERMAN, PLACES, journal, name, title

Habit = Callable[[random.Random, Record], Record]


def report(draw: random.Random, number: int) -> Record:
    """A made-up article as a publisher would list it."""
    year, start = draw.randint(1995, 2024), draw.randint(2, 1_900)
    return Record(
        title=title(draw),
        authors=tuple(dict.fromkeys(name(draw) for _ in range(draw.randint(1, 8)))),
        year=year,
        journal=journal(draw),
        volume=str(year - draw.randint(1960, 1990)),
        issue=str(draw.randint(1, 12)),
        pages=f"{start}-{start + draw.randint(3, 18)}",
        doi=f"10.5555/j{number}.{year}.{start}",
        abstract=f"Background. {number} {title(draw)}.",
        type="Journal Article",
        language="eng",
    )


def twins(count: int, seed: int) -> Iterator[tuple[Record, Record, str]]:
    """`count` pairs of records of one report, and the kind of each; all ids are different."""
    draw = random.Random(seed)
    for number in range(count):
        kind, habit = draw.choice(KINDS)
        first, second = habit(draw, report(draw, number))
        for dress in draw.sample(DRESSES, draw.randint(0, 3)):
            second = second if kind in BARE and dress in OF_JOURNALS else dress(draw, second)
        first = replace(first, id=RecordId(f"t{number:06d}a"))
        yield first, replace(second, id=RecordId(f"t{number:06d}b")), kind


# Small changes that occur with any other.


def _initials(draw: random.Random, record: Record) -> Record:
    dot = draw.choice((".", "", ". "))
    return replace(record, authors=tuple(_short(one, dot) for one in record.authors))


def _short(author: str, dot: str) -> str:
    family, comma, given = author.partition(", ")
    letters = dot.join(part[0] for part in given.replace("-", " ").split())
    return f"{family}, {letters}{dot.strip()}" if comma else author


def _few(draw: random.Random, record: Record) -> Record:
    return replace(record, authors=record.authors[: draw.choice((1, 3, 6))])


def _capitals(draw: random.Random, record: Record) -> Record:
    journal_name = (record.journal or "").upper() or None
    return replace(record, title=(record.title or "").upper(), journal=journal_name)


def _no_abstract(draw: random.Random, record: Record) -> Record:
    return replace(
        record, abstract=None, type=draw.choice((None, "JOUR", "Article")), language=None
    )


def _noted(draw: random.Random, record: Record) -> Record:
    notes = ("[Review] [33 refs]", "[Erratum appears in J. 2001;3:4]", "[see comment]")
    return replace(record, title=f"{record.title}. {draw.choice(notes)}")


def _abbreviated(draw: random.Random, record: Record) -> Record:
    kept = [word for word in (record.journal or "").split() if word not in ("of", "and")]
    short = [word if len(word) < 6 else word[: draw.randint(3, 4)] for word in kept]
    return replace(record, journal=" ".join(short) or None)


def _decorated(draw: random.Random, record: Record) -> Record:
    shape = draw.choice(
        ("The {}", "{} (Oslo, Norway)", "{} : the official journal", "{} [Electronic Resource]")
    )
    return replace(record, journal=shape.format(record.journal) if record.journal else None)


def _marked_up(draw: random.Random, record: Record) -> Record:
    return replace(
        record,
        title=(record.title or "").replace(" and ", " &amp; ").replace("The ", "<i>The</i> "),
    )


DRESSES: tuple[Habit, ...] = (
    _initials, _few, _capitals, _no_abstract, _noted, _abbreviated, _decorated, _marked_up,
)  # fmt: skip
OF_JOURNALS = (_capitals, _noted, _abbreviated, _decorated)
BARE = ("preprint_version", "registration", "meeting", "correction_twice")
"""Kinds whose journal or title no vendor changes any further."""

# The kinds: what one vendor writes very differently.

Twin = tuple[Record, Record]
Kind = Callable[[random.Random, Record], Twin]


def no_doi(draw: random.Random, one: Record) -> Twin:
    return one, replace(one, doi=None)


def neither_doi(draw: random.Random, one: Record) -> Twin:
    bare = replace(one, doi=None)
    return bare, replace(bare, issue=None)


def doi_spelt(draw: random.Random, one: Record) -> Twin:
    doi = f"10.5555/s{draw.randint(1000, 9999)}-{draw.randint(1000, 9999)}(20){draw.randint(10000, 99999)}-5"
    return replace(one, doi=doi), replace(one, doi=quote(doi, safe="/"), volume=None, pages=None)


def short_pages(draw: random.Random, one: Record) -> Twin:
    first, _, last = (one.pages or "").partition("-")
    return replace(one, doi=None), replace(
        one, pages=draw.choice((first, f"{first}-{last[-1]}", f"pp. {first} -- {last}"))
    )


def from_one(draw: random.Random, one: Record) -> Twin:
    first, _, last = (one.pages or "1-9").partition("-")
    counted = f"1-{int(last) - int(first) + 1}"
    return replace(one, doi=None), replace(one, pages=counted)


def counted(draw: random.Random, one: Record) -> Twin:
    return replace(one, doi=None), replace(one, pages=f"{draw.randint(4, 30)} p")


def article_number(draw: random.Random, one: Record) -> Twin:
    number = draw.choice(("e{}", "a1{}", "10{}", "{}")).format(draw.randint(1000, 9999))
    return replace(one, pages=number, doi=None), replace(one, pages=f"1-{draw.randint(6, 20)}")


def online_page(draw: random.Random, one: Record) -> Twin:
    page = draw.choice(("a1{}", "c1{}", "e2{}", "b2{}")).format(draw.randint(100, 999))
    return replace(one, doi=None), replace(one, pages=draw.choice((page, "t-8")))


def embase_volume(draw: random.Random, one: Record) -> Twin:
    supplement = draw.randint(1, 4)
    mine = replace(
        one, issue=draw.choice((f"{one.issue} Suppl {supplement}", f"Suppl {supplement}")), doi=None
    )
    cut = draw.random() < 0.3
    volume = f"{one.volume} ({one.issue} SUPPL" + ("" if cut else f". {supplement})")
    return mine, replace(one, volume=volume, issue=f"{supplement})" if cut else None)


def issue_supplement(draw: random.Random, one: Record) -> Twin:
    return replace(one, doi=None), replace(one, issue=f"{one.issue} Suppl. 1")


def month(draw: random.Random, one: Record) -> Twin:
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return replace(one, doi=None), replace(one, issue=draw.choice(months))


def crossed(draw: random.Random, one: Record) -> Twin:
    return replace(one, doi=None), replace(one, volume=one.issue, issue=one.volume)


def swapped(draw: random.Random, one: Record) -> Twin:
    turned = tuple(", ".join(reversed(author.split(", "))) for author in one.authors)
    return replace(one, doi=None), replace(one, authors=turned)


def swapped_initials(draw: random.Random, one: Record) -> Twin:
    def turned(author: str) -> str:
        family, _, given = author.partition(", ")
        return f"{given}, {family[0]}."

    return replace(one, doi=None), replace(one, authors=tuple(map(turned, one.authors)))


def group(draw: random.Random, one: Record) -> Twin:
    team = (f"{draw.choice(PLACES)} Working Life Study Group",)
    return replace(one, doi=None), replace(one, authors=team)


def nobody(draw: random.Random, one: Record) -> Twin:
    return replace(one, doi=None), replace(one, authors=())


def glued(draw: random.Random, one: Record) -> Twin:
    plain = tuple(_short(author, "").replace(", ", " ") for author in one.authors)
    return replace(one, doi=None), replace(one, authors=plain)


def meeting(draw: random.Random, one: Record) -> Twin:
    page = f"{draw.choice('ASP')}{draw.randint(10, 400)}"
    mine = replace(one, pages=page, issue="Suppl 1", doi=None, type="Meeting Abstract")
    held = f"{one.journal}. Conference: {draw.randint(20, 90)}th Annual Meeting. {draw.choice(PLACES)}. Conference Publication: (var.pagings)"
    theirs = replace(
        mine,
        journal=held,
        volume=f"{one.volume} (SUPPL. 1)",
        issue=None,
        type="Conference Abstract",
    )
    return mine, theirs


def congress_volume(draw: random.Random, one: Record) -> Twin:
    heading = f"{one.year} {draw.choice(('Congress', 'Annual Meeting', 'Conference'))} Abstracts"
    mine = replace(one, title=heading, authors=(), doi=None, pages=None, abstract=None)
    return mine, mine


def translated(draw: random.Random, one: Record) -> Twin:
    start = draw.randint(20, 900)
    here = f"{start}-{start + draw.randint(4, 12)}"
    authors = tuple(dict.fromkeys([*one.authors, name(draw), name(draw)]))
    mine = replace(one, authors=authors, pages=here, doi=None, language="ger",
                   title=draw.choice(GERMAN).format(place=draw.choice(PLACES)))  # fmt: skip
    return mine, replace(mine, title=f"[{one.title}]", language=draw.choice((None, "German")))


def bracketed(draw: random.Random, one: Record) -> Twin:
    return replace(one, doi=None), replace(one, title=f"[{one.title}]. [Norwegian]")


def two_titles(draw: random.Random, one: Record) -> Twin:
    german = draw.choice(GERMAN).format(place=draw.choice(PLACES))
    return replace(one, title=german, doi=None), replace(one, title=f"{german} [{one.title}]")


def truncated(draw: random.Random, one: Record) -> Twin:
    text = one.title or ""
    return replace(one, doi=None), replace(one, title=text[: max(62, int(len(text) * 0.85))])


def subtitle(draw: random.Random, one: Record) -> Twin:
    whole = f"{(one.title or '').partition(':')[0]}: {draw.choice(DESIGNS)}"
    return replace(one, title=whole, doi=None), replace(one, title=whole.partition(":")[0])


def typo(draw: random.Random, one: Record) -> Twin:
    text = one.title or ""
    for _ in range(draw.randint(1, 2)):
        at = draw.randrange(4, len(text) - 1)
        text = draw.choice((text[:at] + text[at + 1 :], text[:at] + "e" + text[at:]))
    return replace(one, doi=None), replace(one, title=text)


def spelling(draw: random.Random, one: Record) -> Twin:
    text = f"Organisational behaviour and {one.title}"
    american = (
        text.replace("isation", "ization")
        .replace("behaviour", "behavior")
        .replace("randomised", "randomized")
    )
    return replace(one, title=text, doi=None), replace(one, title=american)


def ahead(draw: random.Random, one: Record) -> Twin:
    early = replace(
        one, volume=None, issue=None, pages=None, year=(one.year or 0) - draw.choice((0, 1, 2))
    )
    return replace(one, doi=draw.choice((one.doi, None))), early


def reference(draw: random.Random, one: Record) -> Twin:
    return one, replace(
        one, volume=None, issue=None, pages=None, doi=None, abstract=None, type=None
    )


def retracted(draw: random.Random, one: Record) -> Twin:
    marks = (
        "RETRACTED ARTICLE: {}",
        "RETRACTED: {}",
        "{} (Retracted article. See vol. 3, pg. 9, 2015)",
        "{} [Retracted]",
    )
    return one, replace(one, title=draw.choice(marks).format(one.title))


def preprint_version(draw: random.Random, one: Record) -> Twin:
    doi = draw.choice(("10.21203/rs.3.rs-{}/v", "10.1101/2021.03.04.{}v", "10.31234/osf.io/a{}_v"))
    early = replace(one, journal="Research Square", volume=None, issue=None, pages=None)
    doi = doi.format(draw.randint(100000, 999999))
    return replace(early, doi=f"{doi}1"), replace(early, doi=f"{doi}2")


def registration(draw: random.Random, one: Record) -> Twin:
    number = f"NCT{draw.randint(1000000, 99999999):08d}"
    entry = Record(title=one.title, authors=("Nordli University",), year=one.year, type="DBASE",
                   journal="clinicaltrials.gov", ids=(("clinicaltrials", number),))  # fmt: skip
    central = Record(title=one.title, authors=(number,), year=one.year, type="Trial registry record",
                     journal=f"https://clinicaltrials.gov/show/{number}")  # fmt: skip
    return entry, central


def mistyped_volume(draw: random.Random, one: Record) -> Twin:
    return replace(one, doi=None), replace(
        one, volume=str(int(one.volume or 0) + draw.choice((1, 10)))
    )


def overlapping(draw: random.Random, one: Record) -> Twin:
    first, _, last = (one.pages or "").partition("-")
    return replace(one, doi=None), replace(one, pages=f"{int(first) + 1}-{int(last) + 1}")


def correction_twice(draw: random.Random, one: Record) -> Twin:
    mine = replace(one, title=f"Correction to: {one.title}", pages="99", doi=None)
    theirs = replace(
        mine, title=f"{one.title} (vol {one.volume}, pg 12, {one.year})", type="Correction"
    )
    return mine, theirs


KINDS: tuple[tuple[str, Kind], ...] = tuple(
    (kind.__name__, kind)
    for kind in (
        no_doi, neither_doi, doi_spelt, short_pages, from_one, counted, article_number, online_page,
        embase_volume, issue_supplement, month, crossed, swapped, swapped_initials, group, nobody,
        glued, meeting, congress_volume, translated, bracketed, two_titles, truncated, subtitle,
        typo, spelling, ahead, reference, retracted, preprint_version, registration,
        mistyped_volume, overlapping, correction_twice,
    )
)  # fmt: skip

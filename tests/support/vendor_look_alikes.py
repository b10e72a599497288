# ruff: noqa: E501 - one shape of a title, or one habit of a vendor, on a line
"""Pairs of different, similar reports in exports, seeded: none of them may be merged.

Each pair names its kind. Its records are two reports, however much else agrees.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.records import Record, RecordId
from tests.support.vendor_twins import DRESSES, report
from tests.support.vendor_words import DESIGNS, PEOPLE, PLACES, TOPICS, name, title

Twin = tuple[Record, Record]
Kind = Callable[[random.Random, Record], Twin]


def look_alikes(count: int, seed: int) -> Iterator[tuple[Record, Record, str]]:
    """`count` pairs of different reports, and the kind of each pair; all ids are different."""
    draw = random.Random(seed)
    for number in range(count):
        kind, habit = draw.choice(KINDS)
        first, second = habit(draw, report(draw, number))
        if kind not in AS_THEY_ARE:
            for dress in draw.sample(DRESSES, draw.randint(0, 2)):
                second = dress(draw, second)
        first = replace(first, id=RecordId(f"l{number:06d}a"))
        yield first, replace(second, id=RecordId(f"l{number:06d}b")), kind


def _elsewhere(draw: random.Random, record: Record, **changes: object) -> Record:
    """Another page of the same issue, with a different DOI or none."""
    start = draw.randint(2, 1_900)
    changes = {"pages": f"{start}-{start + draw.randint(3, 18)}", "doi": None} | changes
    return replace(record, abstract=f"Aims. {title(draw)}", **changes)  # type: ignore[arg-type]


def _team(draw: random.Random, record: Record) -> Record:
    return replace(record, authors=tuple(name(draw) for _ in range(draw.randint(2, 6))), doi=None)


def same_group_from_one(draw: random.Random, one: Record) -> Twin:
    pages = f"1-{draw.randint(8, 14)}"
    mine = replace(_team(draw, one), pages=pages, issue="1")
    other = replace(mine, title=title(draw), doi=draw.choice((None, "10.5555/x.1")))
    return mine, other


def same_group_alike(draw: random.Random, one: Record) -> Twin:
    who, first, second = draw.choice(PEOPLE), *draw.sample(TOPICS, 2)
    mine = replace(_team(draw, one), pages=f"1-{draw.randint(8, 14)}", issue="1")
    said = f"{{}} and well-being among {who} in {draw.choice(PLACES)}: {draw.choice(DESIGNS)}"
    return replace(mine, title=said.format(first)), replace(mine, title=said.format(second))


def two_journals(draw: random.Random, one: Record) -> Twin:
    mine = replace(
        _team(draw, one), volume=str(draw.randint(2, 12)), pages=f"1-{draw.randint(6, 14)}"
    )
    return mine, replace(mine, title=title(draw), journal=f"{draw.choice(PLACES)} Trials")


def parts(draw: random.Random, one: Record) -> Twin:
    form = draw.choice((" Part {}", ". {}", ": part {}", " Study {}", ", phase {}"))
    pair = draw.choice((("1", "2"), ("I", "II"), ("II", "III")))
    mine = replace(one, title=f"{one.title}{form.format(pair[0])}")
    return mine, _elsewhere(draw, mine, title=f"{one.title}{form.format(pair[1])}")


def years(draw: random.Random, one: Record) -> Twin:
    year = one.year or 0
    topic = f"{draw.choice(TOPICS)} among {draw.choice(PEOPLE)} in {draw.choice(PLACES)}"
    said = draw.choice(
        (f"Annual report on {topic} {{}}", f"{topic}: status {{}}", f"Survey of {topic}, {{}}")
    )
    mine = replace(one, title=said.format(year), doi=None)
    return mine, replace(mine, title=said.format(year + 1), year=draw.choice((year, year + 1)))


def report_series(draw: random.Random, one: Record) -> Twin:
    number = draw.randint(1, 30)
    series = draw.choice(("STATEN-rapport", "Report", "Working Paper", "Rapport fra instituttet"))
    who = draw.choice(PEOPLE)
    mine = replace(one, journal=series, volume=str(draw.randint(10, 40)), issue=str(number), doi=None,
                   pages=f"1-{draw.randint(20, 90)}", type=draw.choice(("RPRT", "JOUR", None)),
                   title=f"Work environment of {who} in {draw.choice(PLACES)}")  # fmt: skip
    theirs = f"Work environment of {draw.choice([each for each in PEOPLE if each != who])} in {draw.choice(PLACES)}"
    return mine, replace(mine, title=theirs, issue=str(number + draw.choice((0, 1))))


def supplement_page(draw: random.Random, one: Record) -> Twin:
    page = f"{draw.choice(('S', 'A', 'P'))}{draw.randint(10, 300)}"
    doi = draw.choice((None, "10.5555/supplement.1"))
    mine = replace(
        _team(draw, one), pages=page, issue="Suppl 1", doi=doi, type="Conference Abstract"
    )
    return mine, replace(mine, title=title(draw), abstract=f"Aims. {title(draw)}")


def supplement_alike(draw: random.Random, one: Record) -> Twin:
    first, second = draw.sample(TOPICS, 2)
    said = f"Prevalence of {{}} in {draw.choice(PEOPLE)} from {draw.choice(PLACES)} with {draw.choice(TOPICS)}"
    mine = replace(_team(draw, one), pages=f"A{draw.randint(10, 300)}", issue="Suppl 1",
                   title=said.format(first), doi="10.5555/supplement.2", type="Meeting Abstract")  # fmt: skip
    return mine, replace(mine, title=said.format(second))


def two_congresses(draw: random.Random, one: Record) -> Twin:
    mine = replace(one, pages=f"S{draw.randint(10, 300)}", issue="Suppl 1", doi=None)
    other = f"European {one.journal} Proceedings"
    volume = str(int(one.volume or 0) + draw.randint(2, 9))
    return mine, replace(mine, journal=other, volume=volume, pages=f"e{draw.randint(100, 900)}")


def abstract_and_article(draw: random.Random, one: Record) -> Twin:
    early = replace(one, journal=f"Abstracts of the {draw.choice(PLACES)} Congress", pages=f"A{draw.randint(10, 200)}",
                    volume=str(int(one.volume or 0) + 7), issue="Suppl 1", doi=None,
                    year=(one.year or 0) - draw.choice((0, 1)), type="Conference Abstract")  # fmt: skip
    return one, early


def abstract_without_pages(draw: random.Random, one: Record) -> Twin:
    supplement = str(int(one.issue or 0) + 1)
    issue = draw.choice((f"Suppl {supplement}", None))
    volume = one.volume if issue else f"{one.volume} (SUPPL. {supplement})"
    return one, replace(one, issue=issue, volume=volume, pages=None, doi=None, abstract=None)


def correction(draw: random.Random, one: Record) -> Twin:
    heads = ("Correction to: {}", "Erratum: {}", "Corrigendum to “{}”", "Author Correction: {}",
             "{} (vol 12, e0219, 2019)", "Erratum to: {}", "Correction: {}",
             "{} (vol 19, pg 126, 2012)")  # fmt: skip
    page = draw.choice((one.pages, None, str(draw.randint(2, 900))))
    notice = replace(one, title=draw.choice(heads).format(one.title), pages=page, abstract=None)
    return one, replace(notice, doi=draw.choice((one.doi, None, "10.5555/erratum.1")))


def correction_by_type(draw: random.Random, one: Record) -> Twin:
    kind = draw.choice(("Erratum", "Published Erratum", "Correction", "Retraction of Publication"))
    start = draw.randint(2, 1_900)
    return one, replace(one, type=kind, pages=str(start), doi=None, abstract=None)


def retraction_notice(draw: random.Random, one: Record) -> Twin:
    heads = ("Retraction notice to “{}” [J. Work 12 (2010) 1-9]", "Retraction: {}",
             "Retraction Note: {}", "Notice of retraction: {}", "{} (Retraction of vol 18, pg 234, 2014)")  # fmt: skip
    notice = replace(one, title=draw.choice(heads).format(one.title), abstract=None)
    later = (one.year or 0) + draw.randint(0, 3)
    return one, replace(notice, year=later, pages=str(draw.randint(2, 900)), doi=None)


def reply(draw: random.Random, one: Record) -> Twin:
    heads = ("Reply to: {}", "Re: {}", "Comment on: {}", "{}: authors' reply", "{} - a commentary",
             "Letter to the editor: {}", "Response to: {}")  # fmt: skip
    return one, _elsewhere(draw, one, title=draw.choice(heads).format(one.title))


def protocol(draw: random.Random, one: Record) -> Twin:
    stem = (one.title or "").partition(":")[0]
    heads = ("{}: study protocol", "{}: a study protocol for a randomised controlled trial",
             "Protocol for a trial: {}", "{}: protocol of a cohort study")  # fmt: skip
    early = _elsewhere(draw, one, title=draw.choice(heads).format(stem))
    whole = f"{stem}: {draw.choice(DESIGNS)}"
    return replace(one, title=whole), replace(early, year=(one.year or 0) - draw.choice((0, 1)))


def thesis(draw: random.Random, one: Record) -> Twin:
    alone = replace(one, authors=one.authors[:1], doi=None)
    mine = Record(
        title=one.title,
        authors=alone.authors,
        year=one.year,
        type=draw.choice(("THES", "Thesis", "phdthesis")),
    )
    return replace(alone, type="JOUR"), mine


def book(draw: random.Random, one: Record) -> Twin:
    whole = Record(title=one.title, authors=one.authors[:2], year=one.year, type="BOOK")
    kinds = {"type": draw.choice(("CHAP", "Book Section")), "journal": "The yearbook of towns"}
    chapter = replace(whole, pages="1-30", **kinds)  # type: ignore[arg-type]
    article = replace(one, authors=whole.authors, doi=None, type="JOUR")
    return draw.choice(((whole, chapter), (whole, article), (chapter, article)))


def registrations(draw: random.Random, one: Record) -> Twin:
    number = draw.randint(1000000, 9999999)
    entry = Record(title=one.title, authors=("Nordli University",), year=one.year, type="DBASE",
                   journal="clinicaltrials.gov", urls=(f"https://clinicaltrials.gov/study/NCT0{number}",))  # fmt: skip
    again = replace(
        entry,
        urls=(f"https://clinicaltrials.gov/study/NCT0{number + 1}",),
        year=(one.year or 0) + draw.choice((0, 1)),
    )
    return entry, again


def registration_and_article(draw: random.Random, one: Record) -> Twin:
    number = draw.randint(1000000, 9999999)
    entry = Record(title=one.title, authors=one.authors[:1], year=one.year, type="Trial registry record",
                   journal=f"https://clinicaltrials.gov/show/NCT0{number}")  # fmt: skip
    return entry, replace(one, authors=one.authors[:1], doi=None)


def editorials(draw: random.Random, one: Record) -> Twin:
    said = draw.choice(
        ("Editorial", "Introduction to the special issue", "Letter from the editor", "Foreword")
    )
    mine = replace(one, title=said, authors=one.authors[:1], pages="1-2", doi=None, abstract=None)
    other = draw.choice(
        ({"issue": str(int(one.issue or 0) + 1)}, {"volume": str(int(one.volume or 0) + 1)})
    )
    return mine, replace(mine, **other)  # type: ignore[arg-type]


def opposites(draw: random.Random, one: Record) -> Twin:
    pair = draw.choice((("men", "women"), ("adults", "children"), ("rural", "urban"), ("acute", "chronic"),
                        ("male", "female"), ("employed", "unemployed"), ("morning", "evening")))  # fmt: skip
    said = f"{draw.choice(TOPICS).capitalize()} of {{}} {draw.choice(PEOPLE)} with {draw.choice(TOPICS)}: {draw.choice(DESIGNS)}"
    mine = replace(one, title=said.format(pair[0]))
    return mine, _elsewhere(draw, mine, title=said.format(pair[1]))


def another_topic(draw: random.Random, one: Record) -> Twin:
    first, second = draw.sample(TOPICS, 2)
    said = f"Risk of {{}} in {draw.choice(PEOPLE)} who work at night in {draw.choice(PLACES)}: {draw.choice(DESIGNS)}"
    mine = replace(one, title=said.format(first))
    return mine, _elsewhere(draw, mine, title=said.format(second))


def letters(draw: random.Random, one: Record) -> Twin:
    start = draw.randint(200, 900)
    mine = replace(
        one, pages=f"{start}-{start + 1}", doi=None, authors=one.authors[:1], abstract=None
    )
    others = [other for other in (name(draw) for _ in range(9)) if other not in mine.authors]
    return mine, replace(mine, authors=tuple(others[:2]))


def preprint_and_article(draw: random.Random, one: Record) -> Twin:
    early = replace(one, journal=draw.choice(("medRxiv", "Research Square", "SSRN Electronic Journal")), volume=None,
                    issue=None, pages=None, doi=f"10.1101/2021.01.01.{draw.randint(10000, 99999)}")  # fmt: skip
    return one, early


def updated_review(draw: random.Random, one: Record) -> Twin:
    mine = replace(one, journal="Cochrane Database of Systematic Reviews", pages=f"CD00{draw.randint(1000, 9999)}",
                   volume=None, issue=str(draw.randint(1, 6)), doi="10.5555/14651858.cd001.pub2")  # fmt: skip
    return mine, replace(
        mine, year=(one.year or 0) + draw.randint(3, 6), doi="10.5555/14651858.cd001.pub3"
    )


def two_dois(draw: random.Random, one: Record) -> Twin:
    return one, _elsewhere(draw, one, doi="10.5555/other.1", volume=str(int(one.volume or 0) + 1))


def untitled(draw: random.Random, one: Record) -> Twin:
    mine = replace(one, title=None, doi=None, pages=draw.choice((None, "1-9")), abstract=None)
    return mine, mine


def sequel(draw: random.Random, one: Record) -> Twin:
    mine = replace(one, title=f"{one.title}: 1. Methods")
    return mine, _elsewhere(draw, mine, title=f"{one.title}: 2. Results")


def column(draw: random.Random, one: Record) -> Twin:
    said = f"Notes on {draw.choice(TOPICS)} from {draw.choice(PLACES)}"
    mine = replace(one, title=said, authors=one.authors[:1], doi=None, abstract=None)
    later = _elsewhere(draw, mine, issue=str(int(one.issue or 0) + 1))
    return mine, replace(later, pages=draw.choice((later.pages, mine.pages)))


def volumes_of_congress(draw: random.Random, one: Record) -> Twin:
    mine = replace(
        one, title="Annual Meeting Abstracts", authors=(), pages=None, doi=None, abstract=None
    )
    return mine, replace(mine, year=(one.year or 0) + 1, volume=str(int(one.volume or 0) + 1))


KINDS: tuple[tuple[str, Kind], ...] = tuple(
    (kind.__name__, kind)
    for kind in (
        same_group_from_one, same_group_alike, two_journals, parts, years, report_series,
        supplement_page, supplement_alike, two_congresses, abstract_and_article,
        abstract_without_pages, correction,
        correction_by_type, retraction_notice, reply, protocol, thesis, book, registrations,
        registration_and_article, editorials, opposites, another_topic, letters,
        preprint_and_article, updated_review, two_dois, untitled, sequel, column,
        volumes_of_congress,
    )
)  # fmt: skip

AS_THEY_ARE = ("correction", "retraction_notice", "thesis", "book", "registrations",
               "registration_and_article", "correction_by_type", "preprint_and_article")  # fmt: skip
"""Kinds recognisable only by type or journal, which a vendor's changes would remove."""

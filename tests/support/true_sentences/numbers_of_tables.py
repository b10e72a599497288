"""Checks the numbers and dates of the tables, and their statements on searches and studies."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.support.true_sentences.facts import Search
from tests.support.true_sentences.findings import Finding, kind, unlike
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

RECORDS = kind("searches: records", "the table of searches has the records that each gave")
NEW = kind("searches: duplicates", "a search's duplicates are what the rule of counting leaves")
DAY = kind("searches: date", "a search has the day that review.toml gives it, or none")
SOURCE = kind("searches: source", "a search has the source of review.toml")
OVERLAP = kind("overlap", "the overlap of sources is that of the sources of review.toml")
EXCLUDED = kind("excluded table", "the table of excluded full texts has those that the flow has")
STUDIES = kind("tables of studies", "a row that is of no included study stands in no table")
TWINS = kind("two of one author and year", "two studies of one author and year can be told apart")
LETTERS = kind("letters", "a study has the same letter in the matrix and in the reference list")
REFERENCES = kind("reference list", "the reference list has the included reports")
COUNTRIES = kind("countries table", "the table of countries counts the countries of the sheet")
STAMP = kind("stamp: dates", "the stamp has the days of the searches that review.toml dates")

COUNTS = kind("text-counts.json", "the numbers of the text count the rows of included studies")

FILES = {
    "en": ("Searches", "Overlap-between-sources", "Excluded-full-texts", "Literature-matrix"),
    "nb": ("Søk", "Overlapp-mellom-kilder", "Ekskludert-i-fulltekst", "Litteraturmatrise"),
}
COLUMNS = {
    "en": ("Search", "Source", "Date", "Records imported", "Duplicates", "New records"),
    "nb": (
        "Søk",
        "Kilde",
        "Søkedato",
        "Importerte referanser",
        "Dubletter",
        "Nye unike referanser",
    ),
}
UNKNOWN = {"", "ikke oppgitt", "not stated", "dato ikke oppgitt", "date not stated", "–"}


def table_findings(written: Written, world: World) -> Iterator[Finding]:
    """Errors in the tables of every language."""
    for language in world.facts.languages:
        searches, overlap, excluded, matrix = FILES[language]
        yield from _searches(written, f"tables/{searches}.{language}.csv", language, world)
        yield from _overlap(written, f"tables/{overlap}.{language}.csv", world)
        yield from _excluded(written, f"tables/{excluded}.{language}.csv", world)
        yield from _studies(written, language, f"tables/{matrix}.{language}.csv", world)
        yield from _references(written, f"references.apa.{language}.md", world)
        yield from _letters(written, f"tables/{matrix}.{language}.csv", language)
        yield from _stamp(written, f"text.{language}.md", world)
    yield from _counts(written, world)


def _searches(written: Written, name: str, language: str, world: World) -> Iterator[Finding]:
    heads, *rows = written.table(name)
    at = [heads.index(one) for one in COLUMNS[language]]
    for row in rows:
        search = world.search(row[at[0]])
        if search:
            yield from _search(name, [row[one] for one in at], search, world)
    total = rows[-1]
    records = sum(len(one.listed) for one in world.facts.searches)
    new = len(world.standing.found_by)
    there = [int(total[one] or 0) for one in at[3:]]
    if there != [records, records - new, new]:
        yield Finding(
            kind=RECORDS, where=name, there=f"{there}", true=f"{records}, {records - new}, {new}"
        )


def _search(name: str, cells: list[str], search: Search, world: World) -> Iterator[Finding]:
    _, source, day, imported, duplicates, new = cells
    listed, first = len(search.listed), world.new_of(search)
    if source != search.source:
        yield Finding(kind=SOURCE, where=f"{name}, {search.name}", there=source, true=search.source)
    if (day if day not in UNKNOWN else "") != _written(search.run_on, day):
        true = search.run_on or "not known"
        yield Finding(kind=DAY, where=f"{name}, {search.name}", there=day, true=true)
    if imported not in {str(listed), *(() if search.listed else UNKNOWN)}:
        where = f"{name}, {search.name}"
        yield Finding(kind=RECORDS, where=where, there=imported, true=str(listed))
    if search.listed and (duplicates, new) != (str(listed - first), str(first)):
        yield Finding(
            kind=NEW,
            where=f"{name}, {search.name} ({search.kind})",
            there=f"duplicates {duplicates}, new {new}",
            true=f"duplicates {listed - first}, new {first}",
        )


def _written(day: str, like: str) -> str:
    """A day in the format of another: 2023-03-14, or 14.03.2023."""
    return ".".join(reversed(day.split("-"))) if "." in like and day else day


def _overlap(written: Written, name: str, world: World) -> Iterator[Finding]:
    of: dict[str, set[str]] = {}
    for report, searches in world.standing.found_by.items():
        of[report] = {one.source for one in searches}
    sources = Counter(one for found in of.values() for one in found)
    _, *rows = written.table(name)
    there = {row[0]: (int(row[1]), int(row[2])) for row in rows if len(row) > 2}
    true = {one: (n, sum(found == {one} for found in of.values())) for one, n in sources.items()}
    yield from unlike(OVERLAP, name, {**dict.fromkeys(true, 0), **there}, true)


def _excluded(written: Written, name: str, world: World) -> Iterator[Finding]:
    rows = written.table(name)[1:]
    rows = [row for row in rows if any(row[1:])]
    notes = written.about(name)
    told = {"rows": len(rows)}
    if found := re.search(r"\(n = (\d+)\)", notes):
        told["n ="] = int(found[1])
    true = world.boxes["all_excluded_reports"]
    yield from unlike(EXCLUDED, name, told, dict.fromkeys(told, true))


def _studies(written: Written, language: str, matrix: str, world: World) -> Iterator[Finding]:
    """Errors in the literature matrix and in the tables with one row per study."""
    every = [*written.names(f"tables/Tab*.{language}.csv")]
    tables = {name: written.table(name)[1:] for name in every if _of_studies(written, name)}
    rows = [row for those in tables.values() for row in those if any(row[1:])]
    for name, found in {matrix: written.table(matrix)[1:], "tables of studies": rows}.items():
        names = [row[1 if name == matrix else 0].strip().rstrip("*") for row in found]
        if found and len(found) != (true := len(world.rows)):
            yield Finding(kind=STUDIES, where=name, there=f"{len(found)} rows", true=f"{true} rows")
        doubled = [one for one, n in Counter(names).items() if n > 1 and "20" in one]
        if doubled:
            yield Finding(kind=TWINS, where=name, there=f"{doubled[0]} twice", true="a and b")
    for name in written.names(f"tables/*4.{language}.csv"):
        there = {row[0]: int(row[-1] or 0) for row in written.table(name)[1:-1]}
        known = {one: n for one, n in world.countries().items() if one in there}
        several = sum(len(one.countries) > 1 for one in world.rows)
        alone = Counter(one.countries[0] for one in world.rows if len(one.countries) == 1)
        if there not in (known, dict(alone) | ({"Several": several} if several else {})):
            yield Finding(kind=COUNTRIES, where=name, there=f"{there}", true=f"{dict(alone)}")


def _of_studies(written: Written, name: str) -> bool:
    """Whether a table has one row per study; the table of criteria has another first heading."""
    return "20" in "".join(row[0] for row in written.table(name)[1:2]) or not any(
        word in written.table(name)[0][0] for word in ("Element", "Kriteri")
    )


def _references(written: Written, name: str, world: World) -> Iterator[Finding]:
    lines = [one for one in written.text(name).splitlines() if re.match(r"\w+, K\.", one)]
    true = len(world.standing.included())
    if len(lines) != true:
        yield Finding(kind=REFERENCES, where=name, there=f"{len(lines)}", true=f"{true}")
    heads = Counter(found[0] for one in lines if (found := re.match(r".*?\(\d{4}\w?\)", one)))
    doubled = [one for one, n in heads.items() if n > 1]
    if doubled:
        yield Finding(kind=TWINS, where=name, there=f"{doubled[0]} twice", true="2023a and 2023b")


def _letters(written: Written, matrix: str, language: str) -> Iterator[Finding]:
    """Errors in author, year and letter beside the title, in all places."""
    lists = [
        written.text(f"references.{style}.{language}.md") for style in ("apa", "vancouver-nlm")
    ]
    for _, name, title, *_ in written.table(matrix)[1:]:
        author, _, cited = name.rstrip(")").partition(" (")
        years = {cited[:4] + letter.strip() for letter in cited[4:].split(",")}
        for text in lists:
            lines = [one for one in text.splitlines() if title in one.replace("\\", "")]
            told = {one for line in lines for one in re.findall(r"\b(20\d\d[a-z]?)\b", line)}
            if lines and not years & told:
                yield Finding(kind=LETTERS, where=matrix, there=f"{author} {cited}", true=lines[0])


def _counts(written: Written, world: World) -> Iterator[Finding]:
    """Errors in the numbers of studies that the text may state."""
    if not written.text("text-counts.json"):
        return
    found = written.object("text-counts.json")
    told = {name: n for name, n in found.items() if name.startswith("included_")}
    if told and set(told.values()) - {len(world.rows), world.included()}:
        true = f"{len(world.rows)} with data, {world.included()} included"
        yield Finding(kind=COUNTS, where="text-counts.json", there=f"{told}", true=true)
    years = {int(year): n for year, n in found["by_publication_year"].items()}
    if years not in world.years():
        where = "text-counts.json, by_publication_year"
        yield Finding(kind=COUNTS, where=where, there=f"{years}", true=f"{world.years()}")


def _stamp(written: Written, name: str, world: World) -> Iterator[Finding]:
    last = written.text(name).strip().rpartition("\n")[2]
    for search in world.facts.searches:
        found = re.search(rf"· {search.name} ([\d-]+)", last)
        if found and found[1] != search.run_on:
            true = search.run_on or "not known"
            yield Finding(kind=STAMP, where=name, there=found[0], true=true)

"""Finds what the program must report to a review's people but does not."""

import re
from collections.abc import Iterator

from tests.support.reviews import ajour
from tests.support.true_sentences.findings import Finding, kind
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

HITS = {
    place: kind(f"{place} leaves out: hits that differ", f"{place} tells where hits differ")
    for place in ("status", "letter")
}
ROWS = {
    place: kind(f"{place} leaves out: studies without data", f"{place} names studies without a row")
    for place in ("status", "check", "report.html")
}
STRAY = {
    place: kind(f"{place} leaves out: rows of no study", f"{place} names rows of no included study")
    for place in ("status", "check", "report.html")
}
COLUMN = {
    place: kind(f"{place} leaves out: other methods", f"{place} tells of what other methods gave")
    for place in ("status", "letter")
}

CENTRAL = kind("CENTRAL as a register", "somebody is told that CENTRAL is a database")


def left_out_findings(written: Written, world: World) -> Iterator[Finding]:
    """Findings for facts that are missing where they must be reported."""
    letters = [one for one in world.facts.moments if one.letter]
    letter = letters[-1].letter if letters else ""
    places = {"status": written.status_text, "letter": letter}
    yield from _hits(places, world)
    yield from _other_methods(places, world)
    central = any(one.source == "CENTRAL" and one.listed for one in world.facts.searches)
    check = ajour("check", written.review) if central or world.facts.rows else None
    if central and check:
        told = "\n".join([*places.values(), check.out, check.err])
        if not re.search(r"CENTRAL[^\n]*(?i:database|bibliogra)", told):
            there = "not a word in status, letter and check"
            yield Finding(kind=CENTRAL, where="everywhere", there=there, true="no register")
    if world.facts.rows and check:
        page = written.text(f"report.{world.facts.language}.html")
        yield from _rows({"status": written.status_text, "check": check.out + check.err}, world)
        yield from _rows({"report.html": page.partition('id="data"')[0]}, world)


def _hits(places: dict[str, str], world: World) -> Iterator[Finding]:
    for search in world.facts.searches:
        if search.listed and search.hits not in (None, len(search.listed)):
            for place, text in places.items():
                if not re.search(rf"{search.name}\b[^\n]*\b{search.hits}\b", text):
                    there = f"nothing of {search.hits} hits against {len(search.listed)} records"
                    where = f"{place}, {search.name}"
                    yield Finding(kind=HITS[place], where=where, there=there, true="they differ")


def _other_methods(places: dict[str, str], world: World) -> Iterator[Finding]:
    records = world.boxes["other_identified_records"]
    for place, text in places.items():
        if records and text and not re.search(r"(?i)other methods|andre metoder", text):
            yield Finding(
                kind=COLUMN[place], where=place, there="left column only", true=f"{records} records"
            )


def _rows(places: dict[str, str], world: World) -> Iterator[Finding]:
    """Studies without a row must be named by title, and stray rows by number or author."""
    told = {report for row in world.rows for report in row.reports}
    without = [reports for reports in world.studies.values() if not told & set(reports)]
    stray = [row for row in world.facts.rows if row not in world.rows]
    for place, text in places.items():
        said = re.search(r"(?i)without (?:a row|data)|no row|uten (?:rad|data)|mangler rad", text)
        if without and not said:
            true = f"{len(without)} included studies have no row"
            yield Finding(kind=ROWS[place], where=place, there="not a word", true=true)
        said = re.search(
            r"(?i)any included study|noen inkludert studie|ingen inkludert studie", text
        )
        if stray and not said:
            true = f"{len(stray)} rows are of no included study"
            yield Finding(kind=STRAY[place], where=place, there="not a word", true=true)

"""Checks the list of open points: what it must name, and its length wherever reported."""

import re
from collections.abc import Iterator

from tests.support.true_sentences.findings import Finding, kind
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

COUNTED = kind("open points: counted alike", "every place gives the number of points in the list")
NAMED = kind("open points: searches", "the list names searches without a day or without records")
NO_LATER = kind("open points: a place to fill in", "what the text leaves open is in the list")


def open_point_findings(written: Written, world: World) -> Iterator[Finding]:
    """Points missing from the list, and numbers that differ from its length."""
    name = {"en": "open-points.md", "nb": "åpne-punkter.md"}[world.facts.language]
    points = [line[2:] for line in written.text(name).splitlines() if line.startswith("- ")]
    yield from _counted(written, world, len(points))
    every = "\n".join(points)
    for search in world.facts.searches:
        silent = not search.listed and search.hits is None
        undated = search in world.ran and not search.run_on
        if (silent or undated) and f"{search.name} (" not in every:
            true = "nothing came of it" if silent else "nobody said when it was run"
            yield Finding(kind=NAMED, where=name, there="not a word", true=true)
    for language in world.facts.languages:
        text = written.text(f"text.{language}.md")
        if re.search(r"^\[(?:to be filled in|fylles ut)\]", text, re.M) and not re.search(
            "Tex|Tek", every
        ):
            where = f"text.{language}.md"
            yield Finding(kind=NO_LATER, where=where, there="[…]", true="in no point")


def _counted(written: Written, world: World, true: int) -> Iterator[Finding]:
    letters = [one.letter for one in world.facts.moments if one.letter]
    last = world.facts.moments[-1]
    places = {
        "status": written.status_text,
        f"report.{world.facts.language}.html": written.text(f"report.{world.facts.language}.html"),
    }
    if letters and last.letter:
        places["letter"] = letters[-1]
    for where, text in places.items():
        found = re.search(r"(\d+) (?:open points?|åpent punkt|åpne punkter)", text)
        told = int(found[1]) if found else 0
        if told != true:
            yield Finding(kind=COUNTED, where=where, there=f"{told}", true=f"{true}")
    if written.status.get("open_points") != true:
        there = f"{written.status.get('open_points')}"
        yield Finding(kind=COUNTED, where="status --json", there=there, true=f"{true}")

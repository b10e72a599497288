"""Checks the numbers and days drawn in the figure, and the sentence below the curve."""

import re
from collections.abc import Iterator
from html import unescape

from tests.support.true_sentences.counts import Boxes
from tests.support.true_sentences.findings import Finding, kind, unlike
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

DRAWN = kind("figure: numbers", "the numbers that are drawn are those of the facts")
DAYS = kind("figure: dates", "the days in the figure are those that review.toml gives")
CURVE = kind("report.html: found against read", "read and unread under the curve are so")

TEXT = re.compile(r'<text[^>]*data-box="([^"]+)"[^>]*>([^<]*)')
CURVES = (
    r"Relevant records found: (?P<found>\d+) among (?P<read>\d+) read; (?P<unread>\d+) unread",
    r"Relevante referanser funnet: (?P<found>\d+) blant (?P<read>\d+) leste; (?P<unread>\d+) er",
    r"Relevant records found: (?P<found>\d+) among (?P<read>\d+); (?P<unread>)all have",
    r"Relevante referanser funnet: (?P<found>\d+) blant (?P<read>\d+); (?P<unread>)alle er lest",
)


def figure_findings(written: Written, world: World) -> Iterator[Finding]:
    """Errors in the drawn figures and below the curve, in every language."""
    for language in world.facts.languages:
        yield from _drawn(written, f"flow.{language}.svg", world.boxes)
        for name in world.rounds:
            yield from _drawn(written, f"flow-round-{name}.{language}.svg", world.flow((name,)))
        yield from _days(written, f"flow.{language}.svg", world)
        yield from _curve(written, f"report.{language}.html", world)


def _drawn(written: Written, name: str, boxes: Boxes) -> Iterator[Finding]:
    told = {}
    for box, text in TEXT.findall(written.text(name)):
        found = re.search(r"\(n = (\d+)\)", text) or re.fullmatch(r"()(\d+)", text)
        if found and "/" not in box:
            told[box] = int(found[found.lastindex or 1])
    yield from unlike(DRAWN, name, told, boxes.numbers)


def _days(written: Written, name: str, world: World) -> Iterator[Finding]:
    text = re.sub(r"<[^>]+>", "\n", unescape(written.text(name)))
    true = {
        max((one.run_on for one in world.ran if one.round == name), default="")
        for name in world.facts.rounds
    }
    for found in re.finditer(r"(?:searched|søkt) ([\d.-]+\d)", text):
        day = "-".join(reversed(found[1].split("."))) if "." in found[1] else found[1]
        if day not in true:
            yield Finding(kind=DAYS, where=name, there=found[0], true=f"{sorted(true)}")


def _curve(written: Written, name: str, world: World) -> Iterator[Finding]:
    text = unescape(written.text(name))
    reading = world.standing.reading()
    for pattern in CURVES:
        if found := re.search(pattern, text):
            unread = int(found["unread"] or 0)
            told = (int(found["found"]), int(found["read"]))
            if told != (sum(reading), len(reading)) or unread not in world.unread():
                true = f"{sum(reading)} of {len(reading)}; unread {sorted(world.unread())}"
                yield Finding(kind=CURVE, where=name, there=found[0], true=true)
            return

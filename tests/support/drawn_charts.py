"""Reads what a figure shows from its SVG, and whether its texts have room."""

import re
from collections import Counter
from xml.etree import ElementTree

from exports.pictures.chart import Chart
from exports.pictures.text_width import width

SVG = "{http://www.w3.org/2000/svg}"


def texts(chart: Chart) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]


def said(chart: Chart) -> Counter[str]:
    """Count the texts of each drawn thing, by its name."""
    root = ElementTree.fromstring(chart.svg)
    found: Counter[str] = Counter()
    for shape in root.iter():
        for title in shape.findall(f"{SVG}title"):
            if shape is not root and (
                parts := re.fullmatch(r"(.*) \(n = ([\d,\u00a0]+)\)", title.text or "")
            ):
                found[parts[1]] += int(re.sub(r"\D", "", parts[2]))
    return found


def stands_within(chart: Chart) -> None:
    root = ElementTree.fromstring(chart.svg)
    wide, tall = float(root.get("width", 0)), float(root.get("height", 0))
    for text in root.iter(f"{SVG}text"):
        if text.get("transform"):
            assert float(text.get("y", 0)) > width(text.text or "", float(text.get("font-size", 8)))
            continue
        bold = text.get("font-weight") == "bold"
        reach = width(text.text or "", float(text.get("font-size", 8)), bold=bold)
        before = {"end": reach, "middle": reach / 2}.get(text.get("text-anchor", ""), 0)
        start = float(text.get("x", 0)) - before
        assert start >= 0, text.text
        assert start + reach <= wide, text.text
        assert float(text.get("y", 0)) <= tall

"""The map as one page: it loads nothing from outside and runs nothing found in a title."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from exports.evidence_map.view import MapView
from exports.language.catalogue import Words
from exports.language.dates import long_date
from exports.page_files import page_file, page_template
from exports.pictures.shapes import PATTERNS, PLAIN, SERIES

NOT_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""Characters that would end or begin a script element; JSON reads them back unchanged."""

BAR = 64
"""Length of the bar of the fullest cell, in pixels."""

SCRIPT_WORDS = ("close", "more", "none", "shown")
"""Words that the script sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCell:
    """A cell of the page: how many studies, its bar, and its text for screen readers."""

    row: int
    column: int
    count: int
    shown: str
    spoken: str
    bars: tuple[tuple[float, float, str], ...] = ()
    changed: bool = False


def map_html(view: MapView) -> str:
    """The map as one page that works from disk, without a network and without a mouse.

    The page's policy allows its own style and script, by their hashes, and no address at all. The
    map, its numbers and the list of all studies can be read without scripts.
    """
    style, script = (
        page_file("exports.evidence_map", "map.css"),
        page_file("exports.evidence_map", "map.js"),
    )
    return page_template("exports.evidence_map", "map.html").render(
        view=view,
        rows=list(_rows(view)),
        foot=[*_sums(view)],
        columns=view.names(view.map.columns),
        legend=[
            (fill, name)
            for fill, name in zip(SERIES, view.names(view.map.segments), strict=False)
            if view.parted
        ],
        filters=[
            (at, view.heading(axis), view.names(axis), axis.column)
            for at, axis in enumerate(view.map.filters)
        ],
        studies=list(zip(view.map.studies, view.texts, strict=True)),
        where=[_where(view, at) for at in range(len(view.map.studies))],
        title=view.name,
        searched=long_date(view.searched, view.language),
        style=style,
        script=script,
        policy=_policy(style, script),
        data=_data(view),
        patterns=PATTERNS,
        plain=PLAIN,
        stamp=view.stamp.line(),
    )


def _rows(view: MapView) -> Iterator[dict[str, Any]]:
    """The rows with their cells, each with the group that begins at it."""
    group = ""
    for row, value in enumerate(view.map.rows.values):
        named = value.group[view.language] if value.group else ""
        yield {
            "name": value.name[view.language],
            "group": named if named != group else "",
            "cells": [_cell(view, (row, at)) for at in range(len(view.map.columns.values))],
            "sum": _sum(view, (row, -1), len(view.map.of_row(row)), value.name[view.language]),
        }
        group = named


def _cell(view: MapView, cell: tuple[int, int]) -> MapCell:
    places = view.map.cells[cell]
    most = max(1, *(len(one) for one in view.map.cells.values()))
    bars, at = [], 0.0
    for fill, count in zip(SERIES, view.map.by_segment(places), strict=False):
        if count:
            bars.append((round(at, 1), round(BAR * count / most, 1), fill))
            at += BAR * count / most
    return MapCell(
        row=cell[0],
        column=cell[1],
        count=len(places),
        shown=view.head.number(len(places)),
        spoken=view.spoken(cell),
        bars=tuple(bars),
        changed=cell in view.changed,
    )


def _sums(view: MapView) -> Iterator[MapCell]:
    for at, name in enumerate(view.names(view.map.columns)):
        yield _sum(view, (-1, at), len(view.map.of_column(at)), name)
    yield _sum(view, (-1, -1), len(view.map.studies), view.say("in_all"))


def _sum(view: MapView, cell: tuple[int, int], count: int, name: str) -> MapCell:
    row, column = cell
    spoken = view.say("all_of", name=view.head.counted(name, count))
    shown = view.head.number(count)
    return MapCell(row=row, column=column, count=count, shown=shown, spoken=spoken)


def _where(view: MapView, at: int) -> str:
    """A study's rows, columns and segment, for those who read only the list."""
    one = view.map.studies[at]
    axes = [(view.map.rows, one.rows), (view.map.columns, one.columns)]
    if view.parted:
        axes.append((view.map.segments, (one.segment,)))
    return ". ".join(
        f"{view.heading(axis)}: {', '.join(view.names(axis)[place] for place in places)}"
        for axis, places in axes
    )


def _data(view: MapView) -> str:
    """What the script counts and filters: each study's places on the axes."""
    data = {
        "studies": [[one.rows, one.columns, one.segment, one.filters] for one in view.map.studies],
        "segments": view.names(view.map.segments),
        "parted": view.parted,
        "fills": SERIES,
        "words": {key: Words(view.language, "map")[key] for key in SCRIPT_WORDS},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(NOT_IN_SCRIPT)


def _policy(style: str, script: str) -> str:
    """The content security policy: only what this page was written with."""
    return (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; "
        f"script-src 'sha256-{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()

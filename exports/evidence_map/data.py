"""The map as data, and what has changed since an earlier one."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from exports.evidence_map.view import MapView, StudyText
from pipeline.studies.evidence_map import EvidenceMap, MapAxis, MapStudy


def map_json(view: MapView, *, run: str, by_update: bool) -> str:
    """Axes, cells and studies; names in every language they have. Indented by two spaces.

    `run` is the folder of the run that draws it, `by_update` whether that was an update.
    """
    drawn = view.map
    told = {
        "title": view.title,
        "run": run,
        "by_update": by_update,
        "compared_with": view.compared or None,
        "included": drawn.included,
        "drawn": len(drawn.studies),
        "waiting": drawn.waiting,
        "rows": _axis(drawn.rows),
        "columns": _axis(drawn.columns),
        "segments": _axis(drawn.segments),
        "filters": [_axis(axis) for axis in drawn.filters],
        "cells": [_cell(view, cell) for cell in drawn.cells],
        "studies": [
            _study(drawn, one, text) for one, text in zip(drawn.studies, view.texts, strict=True)
        ],
        "stamp": asdict(view.stamp),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _cell(view: MapView, cell: tuple[int, int]) -> dict[str, Any]:
    drawn, (row, column), places = view.map, cell, view.map.cells[cell]
    return {
        "row": drawn.rows.values[row].key,
        "column": drawn.columns.values[column].key,
        "n": len(places),
        "segments": dict(zip(_keys(drawn.segments), drawn.by_segment(places), strict=True)),
        "changed": cell in view.changed,
        "studies": [drawn.studies[at].study.study_id for at in places],
    }


def _study(drawn: EvidenceMap, one: MapStudy, text: StudyText) -> dict[str, Any]:
    return {
        "id": one.study.study_id,
        "cited": text.cited,
        "title": text.title,
        "url": text.link,
        "rows": [drawn.rows.values[at].key for at in one.rows],
        "columns": [drawn.columns.values[at].key for at in one.columns],
        "segment": drawn.segments.values[one.segment].key,
        "filters": {
            axis.column: [axis.values[at].key for at in places]
            for axis, places in zip(drawn.filters, one.filters, strict=True)
        },
    }


def changed_cells(drawn: EvidenceMap, earlier: Mapping[str, Any]) -> frozenset[tuple[int, int]]:
    """The cells whose studies differ from those of an earlier map, as `map_json` wrote it.

    A cell that the earlier map lacks counts as changed if it has studies. No cell counts as changed
    if the axes now use other columns.
    """
    if not same_axes(drawn, earlier):
        return frozenset()
    before = {(one["row"], one["column"]): set(one["studies"]) for one in earlier["cells"]}
    return frozenset(
        (row, column)
        for (row, column), places in drawn.cells.items()
        if {drawn.studies[at].study.study_id for at in places}
        != before.get((drawn.rows.values[row].key, drawn.columns.values[column].key), set())
    )


def same_axes(drawn: EvidenceMap, earlier: Mapping[str, Any]) -> bool:
    """Whether an earlier map uses the same columns of the studies sheet."""
    try:
        before = (earlier["rows"]["column"], earlier["columns"]["column"])
        _ = [(one["row"], one["column"], one["studies"]) for one in earlier["cells"]]
    except (KeyError, TypeError):
        return False
    return before == (drawn.rows.column, drawn.columns.column)


def _axis(axis: MapAxis) -> dict[str, Any]:
    values = [{"key": value.key, "name": dict(value.name.texts)} for value in axis.values]
    return {"column": axis.column, "values": values}


def _keys(axis: MapAxis) -> list[str]:
    return [value.key for value in axis.values]

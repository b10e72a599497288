"""The evidence map of the included studies, and what has changed in it since an earlier run."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from exports.evidence_map.data import changed_cells, map_json, same_axes
from exports.evidence_map.drawing import map_chart
from exports.evidence_map.page import map_html
from exports.evidence_map.view import MapView, StudyText
from exports.language.catalogue import Language, sort_key
from exports.pictures.chart import Chart, ChartHead
from exports.studies.sheet import heading
from flows.reporting.material import Made, Material
from flows.reporting.year_letters import lettered_studies
from flows.review.output_runs import run_names
from pipeline.errors import Refused
from pipeline.records import Record, RecordId
from pipeline.studies.counts import Tongue
from pipeline.studies.evidence_map import (
    CRITERIA,
    EvidenceMap,
    MapSource,
    Readings,
    evidence_map,
    prove_map,
)
from pipeline.studies.scheme import COLUMNS
from pipeline.studies.study import Study

FILE = "evidence-map.json"
VERDICTS = ("met", "unclear", "not met")
"""A criterion's answers; a study gets the first of these that any of its reports has."""


def map_files(material: Material) -> Made:
    """The map as a page in each language, and as data; nothing without extracted studies."""
    if material.evidence_map is None:
        return
    for language in material.languages:
        view = map_view(material, material.evidence_map, language)
        page = map_html(view).encode()
        yield f"evidence-map.{language}.html", page
        if language == material.session.review.language:
            yield "evidence-map.html", page
            told = map_json(view, run=material.run_name, by_update=material.by_update)
            yield FILE, told.encode()


def map_figure(material: Material, language: Language) -> Chart | None:
    """The map as a figure for print."""
    drawn = material.evidence_map
    return map_chart(map_view(material, drawn, language)) if drawn else None


def map_of(material: Material) -> EvidenceMap | None:
    """The map that review.toml asks for, checked against the flow.

    None if there are no extracted studies; also None, with a message, if review.toml asks for
    columns that do not exist or if the sums are wrong.
    """
    if not any(study.extracted for study in material.extracted):
        return None
    review = material.session.review
    source = MapSource(
        studies=lettered_studies(material),
        included=material.rows.included,
        readings=_readings(material),
    )
    tongue = Tongue(language=review.language, key=lambda word: sort_key(word, review.language))
    try:
        drawn = evidence_map(source, material.scheme, review.evidence_map, tongue=tongue)
        return prove_map(drawn, len(material.flows.total.study_reports))
    except Refused as fault:
        material.leave_out(fault, "The evidence map is left out.")
        return None


def _readings(material: Material) -> Readings:
    """What each criterion says about each study: the strongest answer among its reports."""
    said: dict[str, dict[str, str]] = {
        element.name: {} for element in material.session.criteria.elements
    }
    for study, reports in _reports(material).items():
        for report in reports:
            stored = material.library.assessments.get(report)
            for reading in json.loads(stored.body)["elements"] if stored else ():
                name, verdict = reading["element"], reading["verdict"]
                before = said.get(name, {}).get(study, VERDICTS[-1])
                if name in said and verdict in VERDICTS:
                    said[name][study] = min(before, verdict, key=VERDICTS.index)
    return said


def _reports(material: Material) -> dict[str, tuple[RecordId, ...]]:
    """The included reports of each row's study, by the row's id."""
    rows, studies = material.rows, material.library.studies
    return {
        row.study_id: tuple(studies[study])
        for row, study in zip(rows.counted, rows.studies, strict=True)
    }


def map_view(material: Material, drawn: EvidenceMap, language: Language) -> MapView:
    """The map with its texts, its studies and what has changed."""
    review = material.session.review
    earlier = _earlier(material, drawn)
    library = material.library
    firsts = {row: library.reports[ids[0]] for row, ids in _reports(material).items()}
    on_axes = {axis.column for axis in (drawn.rows, drawn.columns, drawn.segments)}
    beside = [one for one in ("design", "country", "finding") if one not in on_axes]
    return MapView(
        map=drawn,
        head=ChartHead(
            language=language,
            unit=material.scheme.unit,
            report_unit=review.unit,
            included=drawn.included,
            extracted=len(drawn.studies),
        ),
        title=review.titles[language],
        headings=_headings(material, drawn, language),
        texts=[
            _text(one.study, firsts.get(one.study.study_id), beside, language)
            for one in drawn.studies
        ],
        stamp=material.stamp_in(language),
        changed=changed_cells(drawn, earlier) if earlier else frozenset(),
        compared=str(earlier["run"]) if earlier else "",
        searched=max((day for _, day in material.stamp.searches), default=""),
        languages=tuple(material.languages),
    )


def _headings(material: Material, drawn: EvidenceMap, language: Language) -> dict[str, str]:
    """The names of the axes: those of the sheet's columns, and of the elements in criteria.toml."""
    axes = (drawn.rows, drawn.columns, drawn.segments, *drawn.filters)
    criteria = {
        f"{CRITERIA}{element.name}": element.label[language]
        for element in material.session.criteria.elements
    }
    return {
        axis.column: heading(axis.column, material.scheme, language)
        if axis.column in COLUMNS
        else criteria.get(axis.column, axis.column)
        for axis in axes
        if axis.column
    }


def _text(
    study: Study, record: Record | None, columns: Sequence[str], language: Language
) -> StudyText:
    """A study as the map lists it; title and address are those of its first report."""
    title = study.text("title", language) or (record.title if record else None) or ""
    parts = [study.text(one, language) for one in columns]
    return StudyText(
        cited=study.author_year,
        title=title,
        detail=". ".join(part.rstrip(".") for part in parts if part),
        url=f"https://doi.org/{record.doi}" if record and record.doi else "",
    )


def _earlier(material: Material, drawn: EvidenceMap) -> Mapping[str, Any] | None:
    """The map to compare with: the last that an update drew before this run.

    If no update has drawn one, the first that any run drew; None if none has the same columns.
    """
    runs = material.session.review.output / "runs"
    names = [one for one in run_names(runs) if one != material.run_name]
    if material.run_name in run_names(runs):
        names = run_names(runs)[: run_names(runs).index(material.run_name)]
    maps = [told for name in names if (told := _read(runs / name / FILE))]
    alike = [told for told in maps if same_axes(drawn, told)]
    by_updates = [told for told in alike if told.get("by_update")]
    return by_updates[-1] if by_updates else alike[0] if alike else None


def _read(path: Path) -> Mapping[str, Any] | None:
    """An earlier map; None if there is none, or it is damaged."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "run" in found else None

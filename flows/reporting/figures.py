"""Writes the flow as numbers, as figures and as the csv of PRISMA2020."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from exports.language.catalogue import Language
from exports.pictures.chart import caption_file
from exports.prisma_flow.data import flow_json, side_csv
from exports.prisma_flow.figure import (
    description,
    figure_caption,
    figure_pdf,
    figure_png,
    figure_svg,
    flow_rows,
)
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.pending import found_again_note
from exports.prisma_flow.prisma2020 import prisma2020_csv
from exports.stamp import Stamp
from exports.tables.review_tables import inside_notes
from flows.reporting.material import Made, Material
from flows.reporting.notices import flow_note
from flows.reporting.searches import search_rows
from flows.review.atomic_files import bounded
from pipeline.prisma.flow import Flow
from pipeline.prisma.summary import prisma_json

if TYPE_CHECKING:
    from exports.tables.word_template import WordTemplate


def prisma_files(material: Material) -> Made:
    """prisma.json and, by flow and language, the figure, its numbers and the csv of PRISMA2020."""
    flows = material.flows
    numbers = prisma_json(flows.rounds, flows.total)
    told = {**numbers, "stamp": material.stamp.line()}
    yield "prisma.json", (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    every = {"flow": flows.total} | {
        f"flow-round-{bounded(name)}": one for name, one in flows.rounds.items()
    }
    for name, flow in every.items():
        for language in material.languages:
            over = head(material, language, flow)
            yield from _drawn(f"{name}.{language}", flow, over, material.word_template)
    for name, flow in flows.searches.items():
        for language in material.languages:
            over = head(material, language, flow)
            yield f"searches/{bounded(name)}.{language}.svg", figure_svg(flow, over).encode()
            yield f"searches/{bounded(name)}.{language}.json", flow_json(flow, over).encode()


def head(material: Material, language: Language, flow: Flow) -> FlowHead:
    """The heading and options of a figure, from review.toml."""
    review = material.session.review
    titles = review.rounds_in(language)
    return FlowHead(
        title=review.titles[language],
        language=language,
        template=review.template,
        style=review.style,
        unit=review.unit,
        stamp=_stamp(material, language, flow),
        dates=tuple(
            (titles[name], day) for name in flow.rounds if (day := _searched(material, name))
        ),
        reasons={
            reason.code: reason.text[language] for reason in material.session.criteria.reasons
        },
        note=_note(material, language, flow),
        stopping_rule=review.automation.stopping.rule,
    )


def _note(material: Material, language: Language, flow: Flow) -> str:
    """The note below a figure: on the earlier review, on how the rounds' figures differ, and on the
    databases within an export.
    """
    flows = material.flows
    again = found_again_note(flows.rounds.values(), language) if flow is flows.total else ""
    rows = [one for one in search_rows(material) if one.name in _counted(material, flow)]
    noticed = flow_note(material, language) if flow is flows.total else ""
    previous = material.session.review.previous_note[language]
    parts = (previous, again, noticed, *inside_notes(rows, language))
    return " ".join(part for part in parts if part)


def _counted(material: Material, flow: Flow) -> set[str]:
    """The searches that a flow counts: those of its rounds only."""
    searches = material.library.searches.values()
    return {*flow.searches} or {one.name for one in searches if one.round in flow.rounds}


def _stamp(material: Material, language: Language, flow: Flow) -> Stamp:
    """The stamp with the searches that a flow counts: those of its rounds only."""
    stamp = material.stamp_in(language)
    counted = _counted(material, flow)
    return replace(stamp, searches=tuple(one for one in stamp.searches if one[0] in counted))


def _searched(material: Material, name: str) -> str:
    """The last day on which a search of a round was run."""
    days = dict(material.stamp.searches)
    searches = material.library.searches.values()
    return max(
        (days[search.name] for search in searches if search.round == name and search.name in days),
        default="",
    )


def _drawn(stem: str, flow: Flow, head: FlowHead, template: "WordTemplate | None") -> Made:
    from exports.prisma_flow.word import flow_docx

    svg = figure_svg(flow, head)
    yield f"{stem}.svg", svg.encode()
    yield f"{stem}.pdf", figure_pdf(svg)
    yield f"{stem}.png", figure_png(svg)
    if head.stamp:
        alt = description(flow_rows(flow, head))
        told = caption_file(figure_caption(flow, head), alt, head.stamp)
        yield f"{stem}.txt", told.encode()
    yield f"{stem}.docx", flow_docx(flow, head, template)
    yield f"{stem}.json", flow_json(flow, head).encode()
    yield f"{stem}.side.csv", side_csv(flow, head).encode()
    yield f"{stem}.prisma2020.csv", prisma2020_csv(flow, head).encode()

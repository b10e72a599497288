"""Writes the text, the checklists, the reference lists and report.html."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from exports.bibliography.reference_list import (
    ListDocument,
    Style,
    references_docx,
    references_markdown,
)
from exports.figures.recall import recall_sentence
from exports.language.catalogue import Language, Words, number
from exports.language.opened_numbers import unmarked
from exports.manuscript.sentences import (
    TextValues,
    default_template,
    methods_and_results_opened,
    text_docx,
)
from exports.markdown import plain
from exports.open_points import counted_points, open_points_file, open_points_markdown
from exports.prisma_flow.figure import figure_svg
from exports.prisma_flow.missing_glyphs import undrawn
from exports.prisma_flow.pending import flow_notes, pending_lines, undrawn_note
from exports.report_page.page import report_html
from exports.report_page.parts import BoxList, Figure, Member, ReportParts, ShownChart
from exports.tables.criterion_hits import CriterionHits, criteria_hits_table
from exports.tables.table import Table
from flows.reporting.cited import included_references
from flows.reporting.figures import head
from flows.reporting.manuscript_values import text_values
from flows.reporting.material import Made, Material
from flows.reporting.other_references import other_reference_files
from flows.reporting.report_head import (
    cell_boxes,
    key_numbers,
    other_languages,
    row_members,
    searched_to,
    stacked,
    template_notes,
    text_boxes,
)
from flows.reporting.row_notes import row_notes
from flows.reporting.search_notes import notes
from flows.reporting.tables import every_table
from flows.screening.rule_counts import errors_of
from pipeline.errors import Refused
from pipeline.files import text_of
from pipeline.prisma.boxes import unit
from pipeline.prisma.flow import Flow
from pipeline.review.progress import progress_of

STYLES: tuple[Style, ...] = ("vancouver-nlm", "apa")


def report_files(material: Material) -> Made:
    """For each language: the text, the lists of included reports, and the report."""
    progress = progress_of(material.session.db, material.library)
    unit = material.session.review.unit
    for language in material.languages:
        stamp = material.stamp_in(language)
        for style in STYLES:
            entries = included_references(material, style, language)
            name = f"references.{style}.{language}"
            made = ListDocument(unit=unit, template=material.word_template)
            yield f"{name}.docx", references_docx(entries, style, language, stamp, made)
            yield f"{name}.md", references_markdown(entries, style, language, stamp, unit).encode()
            yield from other_reference_files(material, style, language)
        opened = _text(material, language)
        text = unmarked(opened)
        yield f"text.{language}.md", f"{text}\n{plain(stamp.line())}\n".encode()
        yield f"text.{language}.docx", text_docx(text, language, stamp, material.word_template)
        words = recall_sentence(progress, language) if progress.read else ""
        parts = _parts(material, language)
        shown = [_with_recall(one, words) for one in parts.charts]
        boxes = {**parts.boxes, **text_boxes(material, opened, parts.boxes)}
        page = report_html(replace(parts, text=opened, boxes=boxes, charts=shown)).encode()
        yield f"report.{language}.html", page
        if language == material.session.review.language:
            yield "report.html", page
            yield (
                open_points_file(language),
                open_points_markdown(material.open_points, stamp).encode(),
            )


def _with_recall(chart: ShownChart, words: str) -> ShownChart:
    """Add the certainty of the end value to the figure of screening progress only."""
    if chart.name != FOUND_AND_READ or not words:
        return chart
    return replace(chart, caption=f"{chart.caption} {words}")


FOUND_AND_READ = "found-and-read"


def _text(material: Material, language: Language) -> str:
    """The text of the manuscript from the review's own template, with its counts marked."""
    values = text_values(material, language)
    own = material.session.review.template_of(language)
    text = _by_template(material, own, values, language) if own.is_file() else None
    if text is None:
        text = methods_and_results_opened(values, language, default_template(language))
    return text


def _by_template(
    material: Material, own: Path, values: TextValues, language: Language
) -> str | None:
    """The text from the review's own template; None, with a message, if that fails."""
    try:
        template = text_of(own)
    except Refused as fault:
        wrong = fault
    else:
        try:
            return methods_and_results_opened(values, language, template)
        except Refused as fault:
            wrong = Refused(f"{own.name}: {fault.sentence}", fault.faults)
    material.leave_out(wrong, "The text follows the program's own template instead.")
    return None


def _parts(material: Material, language: Language) -> ReportParts:
    """The report without the text: figures with the lists behind them, tables and criteria."""
    every = {"": material.flows.total, **material.flows.rounds}
    tables = every_table(material, language)
    criteria = (_hits_table(material, language),)
    over = head(material, language, material.flows.total)
    figures = tuple(_figure(material, language, name, flow) for name, flow in every.items())
    shown = [
        ShownChart(svg=one.svg, title=one.title, caption=one.caption, alt=one.alt, name=one.name)
        for one in material.charts[language]
    ]
    return ReportParts(
        title=material.session.review.titles[language],
        language=language,
        stamp=material.stamp_in(language),
        figures=figures,
        boxes={
            f"{name}/{box}" if name else box: _box_list(flow, box, ids)
            for name, flow in every.items()
            for box, ids in flow.lists().items()
        }
        | cell_boxes(material, (*tables, *criteria)),
        members=_members(material) | row_members(material, language),
        tables=tables,
        numbers=key_numbers(material, language),
        searched=searched_to(material, language),
        others=other_languages(material, language),
        criteria=criteria,
        charts=shown,
        references=included_references(material, STYLES[0], language),
        unit=material.session.review.unit,
        preliminary="; ".join(pending_lines(material.flows.total, over)),
        warnings=(
            *flow_notes(material.flows.total, over),
            *_undrawn([*(one.svg for one in figures), *(one.svg for one in shown)], language),
            *notes(material, language),
            *row_notes(material, language),
            *template_notes(material, language),
            *counted_points(len(material.open_points), language, material.session.review.language),
            *material.left_out.values(),
        ),
    )


def _undrawn(svgs: Sequence[str], language: Language) -> list[str]:
    """A note if figures contain characters that no typeface has; else nothing."""
    letters = dict.fromkeys(letter for svg in svgs for letter in undrawn(svg))
    return [undrawn_note("".join(letters), language)] if letters else []


def _figure(material: Material, language: Language, name: str, flow: Flow) -> Figure:
    over = head(material, language, flow)
    review = material.session.review
    every = (
        Words(language, "report")["all_rounds"]
        if material.flows.rounds
        else review.titles[language]
    )
    title = review.rounds_in(language).get(name, every)
    note = " ".join([f"{title}.", *errors]) if (errors := _errors(material, language, flow)) else ""
    return Figure(
        svg=figure_svg(flow, over, interactive=True),
        title=title,
        key=name,
        note=note,
        stack=stacked(flow, over),
    )


def _errors(material: Material, language: Language, flow: Flow) -> list[str]:
    """Sentences on people's decisions about reports that an element removes automatically."""
    if not flow["all_automation_criteria_records"]:
        return []
    words = Words(language, "report")
    labels = {one.name: one.label[language] for one in material.session.criteria.elements}
    return [
        words(
            "automation_error" if error.judged else "automation_untried",
            element=labels.get(error.element, error.element),
            marked=number(error.marked, language),
            judged=number(error.judged, language),
            otherwise=number(error.otherwise, language),
        )
        for error in errors_of(material.library)
    ]


def _members(material: Material) -> dict[str, Member]:
    """Title, source and address of every record in the lists behind the figure."""
    made: dict[str, Member] = {}
    for one in material.library.records.values():
        author = one.authors[0].partition(",")[0] if one.authors else ""
        parts = (author, str(one.year or ""), one.journal or "", one.source)
        made[one.id] = Member(
            title=one.title or "–",
            detail=", ".join(part for part in parts if part),
            url=f"https://doi.org/{one.doi}" if one.doi else "",
        )
    for study, reports in material.flows.total.study_reports.items():
        if len(reports) > 1:
            first = made[reports[0]]
            every = "; ".join(_told(made[one]) for one in reports)
            made[_study_key(study)] = replace(first, detail=every)
    return made


def _box_list(flow: Flow, box: str, ids: Sequence[str]) -> BoxList:
    """The list behind a number; a study with one report is listed as that report."""
    if box in flow.numbers and unit(box) == "study":
        reports = [flow.study_reports.get(one, ()) for one in ids]
        ids = [
            of[0] if len(of) == 1 else _study_key(one) for one, of in zip(ids, reports, strict=True)
        ]
    return BoxList(members=ids, number=flow.numbers.get(box))


def _study_key(study: str) -> str:
    """The key of a study in the lists; most studies have the id of one of their reports."""
    return f"study {study}"


def _told(report: Member) -> str:
    return f"{report.title} ({report.detail})" if report.detail else report.title


def _hits_table(material: Material, language: Language) -> Table:
    """The number of reports for each answer of each criterion, and the words that led to it."""
    said: dict[str, Counter[str]] = {}
    words: dict[str, Counter[str]] = {}
    for stored in material.library.assessments.values():
        if stored.record not in material.library.members:
            continue
        for reading in json.loads(stored.body)["elements"]:
            said.setdefault(reading["element"], Counter())[reading["verdict"]] += 1
            spans = {span["words"].casefold() for span in reading["spans"]}
            words.setdefault(reading["element"], Counter()).update(spans)
    hits = [
        CriterionHits(
            name=element.name,
            element=element.label[language],
            asks=element.question[language],
            met=said.get(element.name, Counter())["met"],
            unclear=said.get(element.name, Counter())["unclear"],
            not_met=said.get(element.name, Counter())["not met"],
            words=tuple(
                sorted(
                    words.get(element.name, Counter()).items(), key=lambda one: (-one[1], one[0])
                )
            )[:12],
        )
        for element in material.session.criteria.elements
    ]
    return criteria_hits_table(hits, language)

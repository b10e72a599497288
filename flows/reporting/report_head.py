"""Makes the head of report.html, its flow for narrow screens, and the lists behind table cells."""

from collections.abc import Mapping, Sequence

from exports.language.catalogue import Language, Words, number
from exports.language.dates import long_date
from exports.language.opened_numbers import stretches
from exports.language.units import unit_words
from exports.prisma_flow.figure import flow_rows
from exports.prisma_flow.options import FlowHead
from exports.report_page.parts import (
    BoxList,
    KeyNumber,
    Member,
    OtherLanguage,
    StackedBox,
    StackedLine,
)
from exports.tables.table import Table
from flows.reporting.material import Material
from flows.reporting.table_cells import cell_lists, reports_of
from pipeline.languages import catalogue
from pipeline.prisma.flow import Flow
from pipeline.studies.worded import worded

KEY_BOXES = {
    "included": "all_included_reports",
    "assessed": "all_assessed_reports",
    "screened": "all_screened_records",
    "identified": "all_identified_records",
}
"""The four numbers at the top; each counts both columns of the flow."""

ASIDE = frozenset({"side", "other_side"})


def key_numbers(material: Material, language: Language) -> tuple[KeyNumber, ...]:
    """The numbers included, assessed, screened and identified; none in an empty review."""
    flow = material.flows.total
    if not material.library.records:
        return ()
    words = Words(language, "report")
    units = unit_words(material.session.review.unit, language)
    return tuple(
        KeyNumber(label=words(f"key_{name}", **units), value=number(flow[box], language), box=box)
        for name, box in KEY_BOXES.items()
    )


def template_notes(material: Material, language: Language) -> list[str]:
    """Sentences on what the review's own Word template lacks."""
    template = material.word_template
    if template is None or not template.missing:
        return []
    words = Words(language, "report")
    styles = ", ".join(words["table_style"] if one == TABLE else one for one in template.missing)
    file = material.session.review.word_file.name
    return [words("template_lacks", file=file, styles=styles)]


TABLE = "a table style"
"""The name exports.tables.word_template uses for table styles; that module loads Word."""


def searched_to(material: Material, language: Language) -> str:
    """The last day on which anything was searched; "" if it is unknown."""
    last = max((day for _, day in material.stamp.searches), default="")
    return long_date(last, language) if last else ""


def other_languages(material: Material, language: Language) -> tuple[OtherLanguage, ...]:
    """Links to the same page in the review's other languages."""
    return tuple(
        OtherLanguage(
            code=other,
            name=catalogue(other)["language"]["name"],
            file=f"report.{other}.html",
        )
        for other in material.languages
        if other != language
    )


def stacked(flow: Flow, head: FlowHead) -> tuple[StackedBox, ...]:
    """The boxes of a flow one below the other, each followed by its exits."""
    return tuple(
        StackedBox(
            lines=tuple(
                StackedLine(text=one.text, box=one.box, indent=min(one.indent, 2))
                for one in cell.entries
            ),
            heading=cell.kind == "heading",
            aside=column in ASIDE,
        )
        for columns in (("previous",), ("main", "side"), ("other", "other_side"), ("pending",))
        for row in flow_rows(flow, head)
        for column, cell in row.cells.items()
        if column in columns
    )


def cell_boxes(material: Material, tables: Sequence[Table]) -> dict[str, BoxList]:
    """The lists behind the cells of the tables; a cell that counts something else has none."""
    cells = cell_lists(material)
    boxes = {}
    for table in tables:
        for row in table.rows:
            for cell, name, column in zip(row.cells, row.opens, table.columns, strict=False):
                rows = cells.studies.get(name)
                members = [row_key(one) for one in rows] if rows else cells.records.get(name, ())
                if members and len(members) == cell:
                    label = f"{table.title}: {_row_name(table, row.cells)}, {column.heading}"
                    boxes[name] = BoxList(members=members, label=label)
    return boxes


def text_boxes(material: Material, text: str, known: Mapping[str, BoxList]) -> dict[str, BoxList]:
    """The lists behind the numbers of the text, except those already `known`."""
    cells = cell_lists(material)
    wanted = {one.opens: one.value for one in stretches(text) if one.opens}
    found = {
        name: [row_key(one) for one in cells.studies[name]]
        if name in cells.studies
        else cells.records.get(name, ())
        for name in wanted
        if name not in known
    }
    return {
        name: BoxList(members=members)
        for name, members in found.items()
        if members and len(members) == wanted[name]
    }


def _row_name(table: Table, cells: Sequence[object]) -> str:
    """The name of a row: its first two texts, without the group."""
    texts = [str(one) for one in cells[1 if table.grouped else 0 :] if isinstance(one, str) and one]
    return " ".join(texts[:2])


def row_key(study: str) -> str:
    """The key of a studies sheet's row among the members of the page."""
    return f"row {study}"


def row_members(material: Material, language: Language) -> dict[str, Member]:
    """Each row of the studies sheet as a member of lists: author and year, and its reports."""
    made = {}
    for study in material.extracted:
        reports = [material.library.reports[one] for one in reports_of(material, study)]
        titles = "; ".join(one.title for one in reports if one.title)
        doi = next((one.doi for one in reports if one.doi), "")
        country = worded(study, material.scheme, language).text("country", language)
        made[row_key(study.study_id)] = Member(
            title=f"{study.author_year}. {titles}" if titles else study.author_year,
            detail=", ".join(part for part in (country, study.data_years) if part),
            url=f"https://doi.org/{doi}" if doi else "",
        )
    return made

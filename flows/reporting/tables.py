"""The tables of the report as Excel, Word, HTML, Markdown and csv."""

from typing import Any

from exports.bibliography.reference_list import references
from exports.language.catalogue import Language, sort_key
from exports.manuscript.checklists import prisma_s, prisma_s_table
from exports.tables.appendices import (
    countries_table,
    included_tables,
    literature_table,
    outcomes_table,
    text_counts_table,
)
from exports.tables.html import tables_html
from exports.tables.plain import table_csv, tables_markdown
from exports.tables.review_tables import (
    CriterionRow,
    ExcludedReport,
    criteria_table,
    excluded_table,
    request_table,
)
from exports.tables.table import Table
from exports.tables.workbook import tables_xlsx
from flows.reporting.cited import abbreviations, cited_records
from flows.reporting.full_texts import full_text_table
from flows.reporting.material import Made, Material
from flows.reporting.notices import marked_titles, notice_table
from flows.reporting.places import places
from flows.reporting.related import related_reports_table
from flows.reporting.searches import facts, search_tables
from flows.reporting.year_letters import lettered_studies
from flows.reporting.yields import yield_tables
from flows.review.atomic_files import distinct, safe_name
from pipeline.decisions import Stage
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from screening_rules.criteria import Element


def table_files(material: Material) -> Made:
    """All tables together per language and format, and each alone as csv."""
    from exports.tables.word import tables_docx

    for language in material.languages:
        tables = every_table(material, language)
        stamp = material.stamp_in(language)
        yield f"tables.{language}.xlsx", tables_xlsx(tables, stamp)
        yield f"tables.{language}.docx", tables_docx(tables, stamp)
        yield f"tables.{language}.html", tables_html(tables, stamp).encode()
        yield f"tables.{language}.md", tables_markdown(tables, stamp).encode()
        names = distinct(_file_name(table.key) for table in tables)
        for name, table in zip(names, tables, strict=True):
            yield f"tables/{name}.{language}.csv", table_csv(table, stamp)


def every_table(material: Material, language: Language) -> tuple[Table, ...]:
    """Every table of the report: the request, the criteria, the searches, and the appendices."""
    request = material.session.review.request
    asked = (request_table(request, language),) if request else ()
    related = related_reports_table(material, language)
    noticed = notice_table(material, language)
    sought = full_text_table(material, language)
    return (
        _criteria(material, language),
        *_of_studies(material, language),
        _excluded(material, language),
        *((related,) if related else ()),
        *((noticed,) if noticed else ()),
        *((sought,) if sought else ()),
        *search_tables(material, language),
        *yield_tables(material, language),
        prisma_s_table(
            prisma_s(facts(material, language), language), language, places(material, language)
        ),
        *asked,
    )


def _of_studies(material: Material, language: Language) -> tuple[Table, ...]:
    """The included studies, and their countries and outcomes by context: appendices 3, 4, 5."""
    if not material.extracted:
        return ()
    studies = lettered_studies(material)
    return (
        *included_tables(studies, material.scheme, language),
        countries_table(studies, material.scheme, language),
        outcomes_table(studies, material.scheme, language),
        text_counts_table(studies, material.scheme, language),
        literature_table(studies, _titles(material, language), language),
    )


def _titles(material: Material, language: Language) -> dict[str, str]:
    """The title of each study by its id: that of its first report in the library."""
    library = material.library
    first = {
        study.study_id: library.reports[library.report_of(RecordId(report))]
        for study in material.extracted
        for report in study.reports[:1]
        if report in library.records
    }
    shown = marked_titles(material, first.values(), language)
    return {study: one.title for study, one in zip(first, shown, strict=True) if one.title}


def _excluded(material: Material, language: Language) -> Table:
    """The reports excluded at full text, cited as the included ones are, with their reasons."""
    library = material.library
    wording = {reason.code: reason.text[language] for reason in material.session.criteria.reasons}
    out = sorted(library.excluded, key=lambda one: _by_author(library.reports[one], language))
    shown = cited_records(material, out, language)
    short = abbreviations(material, shown)
    cited = references(shown, "vancouver-nlm", language, abbreviations=short)
    rows = [
        _excluded_row(library, report, reference.text, wording)
        for report, reference in zip(out, cited, strict=True)
    ]
    return excluded_table(rows, language, material.session.review.unit)


def _by_author(record: Record, language: Language) -> tuple[Any, ...]:
    """The order of the list of included reports: by first author, then year, then title."""
    author = sort_key("".join(record.authors[:1]), language)
    return author, record.year or 0, record.title or "", record.id


def _excluded_row(
    library: Library, report: RecordId, reference: str, wording: dict[str, str]
) -> ExcludedReport:
    said = library.outcome(report, Stage.ELIGIBILITY)
    assert said is not None
    others = {code for one in said.by for code in one.other_reasons if code != said.reason}
    return ExcludedReport(
        reference=reference,
        reason=wording.get(said.reason or "", said.reason or ""),
        other_reasons=tuple(wording.get(other, other) for other in sorted(others)),
        note=" ".join(dict.fromkeys(one.note for one in said.by if one.note)),
    )


def _criteria(material: Material, language: Language) -> Table:
    rows = [
        CriterionRow(
            element=element.label[language],
            include=(element.included or element.question)[language],
            exclude=_excluded_words(element, language),
        )
        for element in material.session.criteria.elements
    ]
    return criteria_table(rows, language, material.scheme.table_numbers[0])


def _excluded_words(element: Element, language: Language) -> str:
    """What the element excludes, by its own words or else by those of its reason."""
    words = element.excluded or (element.reason and element.reason.text)
    return words[language] if words else ""


def _file_name(key: str) -> str:
    """A table's key as a file name without dots, which would part it from its language."""
    return safe_name(key).replace(".", "-")

"""Writes the tables of the report as Excel, Word, HTML, Markdown and csv."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from exports.tables.earlier_reviews import earlier_table
from exports.tables.html import tables_html
from exports.tables.own_words import in_own_words
from exports.tables.plain import about_tables, table_csv, tables_markdown
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
from flows.reporting.table_cells import reports_of
from flows.reporting.year_letters import lettered_studies
from flows.reporting.yields import yield_tables
from flows.review.atomic_files import distinct, safe_name
from pipeline.decisions import Stage
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.studies.aims import stated_aim
from screening_rules.criteria import Element


def table_files(material: Material) -> Made:
    """All tables together per language and format, and each table alone as csv."""
    from exports.tables.word import tables_docx

    for language in material.languages:
        tables = every_table(material, language)
        stamp = material.stamp_in(language)
        yield f"tables.{language}.xlsx", tables_xlsx(tables, stamp)
        yield f"tables.{language}.docx", tables_docx(tables, stamp, material.word_template)
        yield f"tables.{language}.html", tables_html(tables, stamp).encode()
        yield f"tables.{language}.md", tables_markdown(tables, stamp).encode()
        names = distinct(_file_name(table.key) for table in tables)
        files = {f"{name}.{language}.csv": table for name, table in zip(names, tables, strict=True)}
        for name, table in files.items():
            yield f"tables/{name}", table_csv(table)
        yield f"tables/README.{language}.txt", about_tables(files, stamp)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTables:
    """The tables of a report by its parts; a part without a table is empty."""

    request: tuple[Table, ...]
    criteria: tuple[Table, ...]
    studies: tuple[Table, ...]
    countries: tuple[Table, ...]
    outcomes: tuple[Table, ...]
    counts: tuple[Table, ...]
    literature: tuple[Table, ...]
    earlier: tuple[Table, ...]
    excluded: tuple[Table, ...]
    searches: tuple[Table, ...]
    yields: tuple[Table, ...]
    searched: tuple[Table, ...]


def every_table(material: Material, language: Language) -> tuple[Table, ...]:
    """Every table of the report: the criteria, the appendices, the searches, the request."""
    parts = report_tables(material, language)
    return (
        *parts.criteria,
        *parts.studies,
        *parts.countries,
        *parts.outcomes,
        *parts.counts,
        *parts.literature,
        *parts.earlier,
        *parts.excluded,
        *parts.searches,
        *parts.yields,
        *parts.searched,
        *parts.request,
    )


def report_tables(material: Material, language: Language) -> ReportTables:
    """The tables of a report by its parts, made once for all formats."""
    return material.once(f"tables {language}", lambda: _report_tables(material, language))


def _report_tables(material: Material, language: Language) -> ReportTables:
    review, scheme = material.session.review, material.scheme

    def worded(name: str, table: Table) -> Table:
        return in_own_words(name, table, scheme, language)

    request, earlier = review.request, scheme.earlier
    beside = (
        related_reports_table(material, language),
        notice_table(material, language),
        full_text_table(material, language),
    )
    searched, overlap, *strategies = search_tables(material, language)
    checked = prisma_s(facts(material, language), language)
    return ReportTables(
        request=(worded("request", request_table(request, language)),) if request else (),
        criteria=(worded("criteria", _criteria(material, language)),),
        **_of_studies(material, language),
        earlier=(worded("earlier", earlier_table(earlier, language)),) if earlier else (),
        excluded=(
            worded("excluded", _excluded(material, language)),
            *(table for table in beside if table),
        ),
        searches=(worded("searches", searched), worded("overlap", overlap), *strategies),
        yields=yield_tables(material, language),
        searched=(prisma_s_table(checked, language, places(material, language)),),
    )


def _of_studies(material: Material, language: Language) -> dict[str, tuple[Table, ...]]:
    """The included studies, and their countries and outcomes by context: appendices 3, 4, 5."""
    names = ("studies", "countries", "outcomes", "counts", "literature")
    if not material.extracted:
        return dict.fromkeys(names, ())
    studies, scheme = lettered_studies(material), material.scheme
    linked = _linked(material)
    matrix = literature_table(
        studies,
        _titles(material, linked, language),
        language,
        authors={study: [_family(one) for one in of.authors] for study, of in linked.items()},
        aims={study: stated_aim(of.abstract or "") for study, of in linked.items()},
    )
    tables = (
        included_tables(studies, scheme, language),
        (countries_table(studies, scheme, language),),
        (outcomes_table(studies, scheme, language),),
        (text_counts_table(studies, scheme, language),),
        (in_own_words("literature", matrix, scheme, language),),
    )
    return dict(zip(names, tables, strict=True))


def _linked(material: Material) -> dict[str, Record]:
    """The first report of each study, by the study's id."""
    found = {study.study_id: reports_of(material, study) for study in material.extracted}
    return {
        study: material.library.reports[reports[0]] for study, reports in found.items() if reports
    }


def _titles(material: Material, linked: Mapping[str, Record], language: Language) -> dict[str, str]:
    """The title of each study's report, marked if the report is retracted."""
    shown = marked_titles(material, linked.values(), language)
    return {
        study: one.title.removesuffix(".")
        for study, one in zip(linked, shown, strict=True)
        if one.title
    }


def _family(author: str) -> str:
    """An author's family name; a group's whole name."""
    return author.partition(",")[0].strip()


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
    """The sort key of the list of included reports: first author, then year, then title."""
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
    """What an element excludes, in its own words, or else in those of its reason."""
    words = element.excluded or (element.reason and element.reason.text)
    return words[language] if words else ""


def _file_name(key: str) -> str:
    """A table's key as a file name; a dot in it would look like the start of the language."""
    return safe_name(key).replace(".", "-")

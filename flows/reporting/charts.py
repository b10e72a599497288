"""Draws the figures beside the flow chart, from the same values as the tables and the flow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.figures.source_charts import overlap_chart, yield_chart
from exports.figures.study_charts import (
    contexts_chart,
    countries_chart,
    outcomes_chart,
    years_chart,
)
from exports.figures.work_charts import reading_chart, reasons_chart, weeks_chart
from exports.language.catalogue import Language
from exports.pictures.chart import Chart, ChartHead, caption_file
from exports.pictures.palette import small_png
from exports.prisma_flow.figure import figure_pdf, figure_png
from exports.tables.appendices import tongue
from flows.reporting.evidence_map import map_figure
from flows.reporting.manuscript_values import exclusion_reasons
from flows.reporting.material import Made, Material
from flows.reporting.searches import source_overlap
from pipeline.agreement.overlap import Overlap
from pipeline.review.reading import RoundReading, reading_by_round
from pipeline.review.screening_weeks import ScreeningWeeks, screening_weeks
from pipeline.review.source_yields import yields_by
from pipeline.strategy.yields import Yield
from pipeline.studies.counts import appendix4, appendix5
from pipeline.studies.text_counts import text_counts


def chart_files(material: Material) -> Made:
    """Each figure as SVG, PNG and PDF, with its caption and texts."""
    for language in material.languages:
        for chart in material.charts[language]:
            stem = f"figures/{chart.name}.{language}"
            yield f"{stem}.svg", chart.svg.encode()
            yield f"{stem}.png", small_png(figure_png(chart.svg))
            yield f"{stem}.pdf", figure_pdf(chart.svg)
            stamp = material.stamp_in(language)
            yield f"{stem}.txt", caption_file(chart.caption, chart.alt, stamp).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartNumbers:
    """The data for the figures on sources and workload, counted once for all languages."""

    overlap: Overlap
    yields: Mapping[str, Yield]
    weeks: ScreeningWeeks
    reading: Sequence[RoundReading]


def chart_numbers(material: Material) -> ChartNumbers:
    """The numbers for the figures on a review's sources and workload."""
    library, zone = material.library, material.session.review.zone
    return ChartNumbers(
        overlap=source_overlap(library),
        yields=yields_by(library, library.source_of),
        weeks=screening_weeks(library, library.decisions, zone),
        reading=reading_by_round(library),
    )


def charts(material: Material, language: Language, numbers: ChartNumbers) -> tuple[Chart, ...]:
    """Every figure that has something to show, in the order of a report."""
    over, flow = _head(material, language), material.flows.total
    made = (
        *_of_studies(material, over),
        map_figure(material, language),
        overlap_chart(numbers.overlap, over),
        yield_chart(numbers.yields, over),
        reasons_chart(exclusion_reasons(material, language, flow), over),
        weeks_chart(numbers.weeks, over),
        reading_chart(numbers.reading, material.session.review.rounds_in(language), over),
    )
    return tuple(chart for chart in made if chart)


def _head(material: Material, language: Language) -> ChartHead:
    rows = material.rows
    return ChartHead(
        language=language,
        unit=material.scheme.unit,
        report_unit=material.session.review.unit,
        included=rows.included,
        extracted=rows.extracted,
    )


def _of_studies(material: Material, over: ChartHead) -> Iterator[Chart | None]:
    studies, scheme, language = material.extracted, material.scheme, over.language
    if not any(study.extracted for study in studies):
        return
    outcomes = appendix5(studies, scheme, tongue=tongue(language))
    columns = [
        scheme.by_outcome.headings.get(column.code, column.name)[language]
        for column in scheme.columns
    ]
    yield years_chart(text_counts(studies, scheme)["by_publication_year"], over)
    yield countries_chart(appendix4(studies, scheme, tongue=tongue(language)), over)
    yield outcomes_chart(outcomes, over)
    contexts = columns if scheme.with_contexts else []
    yield contexts_chart(outcomes, contexts, over, by=scheme.by[language])

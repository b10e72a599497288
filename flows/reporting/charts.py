"""The figures beside the flow chart, made of the same values as the tables and the flow."""

from collections.abc import Iterator

from exports.figures.chart import Chart, ChartHead
from exports.figures.source_charts import overlap_chart, yield_chart
from exports.figures.study_charts import (
    contexts_chart,
    countries_chart,
    outcomes_chart,
    years_chart,
)
from exports.figures.work_charts import reading_chart, reasons_chart, weeks_chart
from exports.language.catalogue import Language, Words
from exports.pictures.palette import small_png
from exports.prisma_flow.figure import figure_pdf, figure_png
from exports.tables.appendices import tongue
from flows.reporting.manuscript_values import exclusion_reasons
from flows.reporting.material import Made, Material
from flows.reporting.searches import source_overlap
from pipeline.review.reading import reading_by_round
from pipeline.review.screening_weeks import screening_weeks
from pipeline.review.source_yields import yields_by
from pipeline.store.decisions import decisions
from pipeline.studies.counts import appendix4, appendix5
from pipeline.studies.text_counts import text_counts


def chart_files(material: Material) -> Made:
    """Each figure as SVG, PNG and PDF, and beside it its caption and its words."""
    for language in material.languages:
        for chart in material.charts[language]:
            stem = f"figures/{chart.name}.{language}"
            yield f"{stem}.svg", chart.svg.encode()
            yield f"{stem}.png", small_png(figure_png(chart.svg))
            yield f"{stem}.pdf", figure_pdf(chart.svg)
            yield f"{stem}.txt", _words(chart, material, language).encode()


def charts(material: Material, language: Language) -> tuple[Chart, ...]:
    """Every figure that has something to show, in the order in which a report has them."""
    made = (
        *_of_studies(material, language),
        *_of_sources(material, language),
        *_of_work(material, language),
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


def _of_studies(material: Material, language: Language) -> Iterator[Chart | None]:
    studies, scheme = material.extracted, material.scheme
    if not any(study.extracted for study in studies):
        return
    over = _head(material, language)
    outcomes = appendix5(studies, scheme, tongue=tongue(language))
    columns = [
        scheme.by_outcome.headings.get(column.code, column.name)[language]
        for column in scheme.columns
    ]
    yield years_chart(text_counts(studies, scheme)["by_publication_year"], over)
    yield countries_chart(appendix4(studies, scheme, tongue=tongue(language)), over)
    yield outcomes_chart(outcomes, over)
    yield contexts_chart(outcomes, columns if scheme.with_contexts else [], over)


def _of_sources(material: Material, language: Language) -> Iterator[Chart | None]:
    over = _head(material, language)
    yield overlap_chart(source_overlap(material.library), over)
    yield yield_chart(yields_by(material.library, material.library.source_of), over)


def _of_work(material: Material, language: Language) -> Iterator[Chart | None]:
    review, flow, over = material.session.review, material.flows.total, _head(material, language)
    yield reasons_chart(exclusion_reasons(material, language, flow), over)
    said = decisions(material.session.db)
    yield weeks_chart(screening_weeks(material.library, said, review.zone), over)
    yield reading_chart(reading_by_round(material.library), dict(review.rounds), over)


def _words(chart: Chart, material: Material, language: Language) -> str:
    """Caption and description of a figure, to be copied into a manuscript, and the stamp."""
    words = Words(language, "charts")
    stamp = material.stamp_in(language).line()
    parts = (words["caption"], chart.caption, words["alt"], chart.alt, stamp)
    return "\n\n".join(parts) + "\n"

"""Figures of the included studies say what a count of the rows says."""

from collections import Counter
from collections.abc import Callable
from random import Random
from xml.etree import ElementTree

import pytest

from exports.figures.study_charts import (
    contexts_chart,
    countries_chart,
    outcomes_chart,
    years_chart,
)
from exports.pictures.chart import Chart, ChartHead
from pipeline.studies.counts import appendix4, appendix5
from pipeline.studies.text_counts import text_counts
from tests.support.drawn_charts import SVG, said, stands_within, texts
from tests.support.random_studies import random_scheme, random_studies

HEAD = ChartHead(language="nb", unit="article", included=3, extracted=3)
SHEETS = 200


@pytest.mark.parametrize("seed", range(SHEETS))
def test_bars_and_bubbles_are_those_of_a_pivot(seed: int) -> None:
    random = Random(seed)
    scheme = random_scheme(random)
    studies = random_studies(random, scheme)
    rows = [one for one in studies if one.extracted]
    column = {one.code: one.column for one in scheme.contexts}
    names = {one.code: one.name["nb"] for one in scheme.categories}
    years, counted = text_counts(studies, scheme)["by_publication_year"], appendix5(studies, scheme)
    pivots: list[tuple[Callable[[], Chart | None], Counter[str]]] = [
        (lambda: years_chart(years, HEAD), Counter(str(one.year) for one in rows)),
        (
            lambda: countries_chart(appendix4(studies, scheme), HEAD),
            Counter(one.country for one in rows),
        ),
        (
            lambda: outcomes_chart(counted, HEAD),
            Counter(names[code] for one in rows for code in one.outcomes),
        ),
        (
            lambda: contexts_chart(
                counted, [one.name["nb"] for one in scheme.columns], HEAD, by=scheme.by["nb"]
            ),
            Counter(
                f"{names[code]}, Kol {column[one.context]}" for one in rows for code in one.outcomes
            )
            if len(scheme.columns) > 1
            else Counter(),
        ),
    ]
    for made, pivot in pivots:
        chart = made()
        assert (said(chart) if chart else Counter()) == pivot
        assert bool(chart) == bool(pivot)


@pytest.mark.parametrize("seed", range(0, SHEETS, 5))
def test_every_text_stands_within_the_figure(seed: int) -> None:
    random = Random(seed)
    scheme = random_scheme(random)
    studies = random_studies(random, scheme)
    outcomes = appendix5(studies, scheme)
    made = (
        years_chart(text_counts(studies, scheme)["by_publication_year"], HEAD),
        countries_chart(appendix4(studies, scheme), HEAD),
        outcomes_chart(outcomes, HEAD),
        contexts_chart(
            outcomes, [one.name["nb"] for one in scheme.columns], HEAD, by=scheme.by["nb"]
        ),
    )
    for chart in made:
        if chart:
            stands_within(chart)


def test_years_of_no_study_are_seen_between_others() -> None:
    chart = years_chart({"2019": 2, "2022": 1}, HEAD)
    assert chart is not None
    assert texts(chart)[1:] == ["2", "2019", "0", "2020", "0", "2021", "1", "2022"]


def test_a_long_row_of_years_names_some_of_them_and_has_an_axis() -> None:
    chart = years_chart({"1801": 2, "2022": 1154}, HEAD)
    assert chart is not None
    stands_within(chart)
    assert {"1801", "500", "1000"} <= set(texts(chart))
    assert len(texts(chart)) < 30


def test_what_waits_for_extraction_is_said_below() -> None:
    chart = years_chart({"2022": 2}, ChartHead(language="en", included=3, extracted=2))
    assert chart is not None
    told = "The numbers cover 2 of 3 included studies; the others await data extraction."
    assert told in chart.caption
    assert told in chart.alt


def test_caption_and_alt_text_are_in_the_language() -> None:
    for language, title in (("nb", "publikasjonsår"), ("en", "year of publication")):
        chart = years_chart({"2022": 2}, ChartHead(language=language, unit="report"))
        assert chart is not None
        assert title in chart.caption
        assert "2022 (n = 2)" in chart.alt


def test_a_figure_says_itself_to_those_who_hear_it() -> None:
    chart = years_chart({"2022": 2}, HEAD)
    assert chart is not None
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == (
        "Inkluderte artikler etter publikasjonsår (n = 2)",
        "Stående stolper, én for hvert år: 2022 (n = 2).",
    )

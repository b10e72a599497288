"""Figures of sources and of the work, and the values behind them."""

from collections import Counter
from datetime import date
from itertools import accumulate
from random import Random

import pytest

from exports.figures.source_charts import MOST_SETS, overlap_chart, yield_chart
from exports.figures.work_charts import reading_chart, reasons_chart, weeks_chart
from exports.pictures.chart import ChartHead
from pipeline.agreement.overlap import overlap
from pipeline.review.reading import RoundReading
from pipeline.review.screening_weeks import ScreeningWeeks
from pipeline.strategy.yields import Yield
from tests.support.drawn_charts import said, stands_within, texts

HEAD = ChartHead(language="en", report_unit="article")


@pytest.mark.parametrize("seed", range(60))
def test_the_sets_of_an_upset_plot_add_up(seed: int) -> None:
    random = Random(seed)
    sources = [f"Source number {at}" for at in range(random.randint(2, 7))]
    listed = [
        (str(at), random.sample(sources, random.randint(1, len(sources)))) for at in range(90)
    ]
    found = overlap(listed)
    chart = overlap_chart(found, HEAD)
    assert chart is not None
    stands_within(chart)
    sets = Counter(" + ".join(sorted(names)) for _, names in listed)
    shown = sorted(sets.values(), reverse=True)[:MOST_SETS]
    bars = [text for text in texts(chart) if text.isdecimal()]
    for number in map(str, shown):
        assert number in bars
    rest = sum(sets.values()) - sum(shown)
    assert (f"(n = {rest} in total)." in chart.caption) == (rest > 0)


def test_wide_numbers_above_narrow_bars_stand_upright() -> None:
    names = [f"Source {at}" for at in range(5)]
    listed = [
        (f"{at} {copy}", [name for place, name in enumerate(names) if at >> place & 1])
        for at in range(1, 26)
        for copy in range(1000 + at)
    ]
    chart = overlap_chart(overlap(listed), HEAD)
    assert chart is not None
    stands_within(chart)
    assert "rotate(-90" in chart.svg


def test_one_source_has_no_overlap() -> None:
    assert overlap_chart(overlap([("a", ["MEDLINE"])]), HEAD) is None


def test_the_yield_of_sources_is_drawn_and_told() -> None:
    earned = {
        "PubMed": Yield(found=1200, alone=10, includes=0, includes_alone=0),
        "A very long name of a source that no column has room for": Yield(
            found=62, alone=43, includes=3, includes_alone=1
        ),
    }
    chart = yield_chart(earned, HEAD)
    assert chart is not None
    stands_within(chart)
    assert "PubMed: 1,200 records, 10 only there, 0 included" in chart.alt
    assert "20.7 records per included" in chart.alt
    assert {"1,200", "10", "62", "43", "3", "1", "20.7", "–"} <= set(texts(chart))
    assert said(chart)["PubMed, Records"] == 1200


def test_nothing_to_show_is_no_figure() -> None:
    nothing = ScreeningWeeks(weeks=(), persons={}, screened=0, waiting=4)
    assert yield_chart({}, HEAD) is None
    assert reasons_chart([("Wrong design", 0)], HEAD) is None
    assert weeks_chart(nothing, HEAD) is None
    assert reading_chart([], {}, HEAD) is None


def test_reasons_stand_in_the_order_of_the_flow_with_their_sum() -> None:
    chart = reasons_chart([("Wrong design", 2), ("Never", 0), ("Wrong outcome", 3)], HEAD)
    assert chart is not None
    assert chart.title == "Articles excluded after full-text assessment, by reason (n = 5)"
    assert said(chart) == {"Wrong design": 2, "Wrong outcome": 3}


@pytest.mark.parametrize("weeks", [1, 12, 60, 500])
def test_each_person_has_a_lane_over_the_same_weeks(weeks: int) -> None:
    found = ScreeningWeeks(
        weeks=tuple(date.fromordinal(738000 + 7 * at) for at in range(weeks)),
        persons={"ann": (3, *[0] * (weeks - 1)), "bo with a long name": (1154,) * weeks},
        screened=1154,
        waiting=2,
    )
    chart = weeks_chart(found, HEAD)
    assert chart is not None
    stands_within(chart)
    assert said(chart) == {"ann": 3, "bo with a long name": 1154 * weeks}
    assert chart.caption.endswith("Awaiting a decision: 2.")


@pytest.mark.parametrize("rounds", [1, 2, 5])
def test_passed_and_included_are_told_apart_in_each_round(rounds: int) -> None:
    made = [
        RoundReading(
            round=str(at),
            passed=tuple(accumulate([0, *[1, 0, 0, 1] * 100])),
            included=tuple(accumulate([0, *[1, 0, 0, 0] * 100])),
            unread=at,
        )
        for at in range(rounds)
    ]
    chart = reading_chart(made, {str(at): f"Search {at}" for at in range(rounds)}, HEAD)
    assert chart is not None
    stands_within(chart)
    assert "Search 0: 400 read, 200 to be read in full text, 100 included." in chart.caption
    assert "95% of those included had been found once 377 had been read." in chart.caption
    assert ("Awaiting a decision: 1." in chart.caption) == (rounds > 1)
    assert {"To be read in full text", "Finally included"} <= set(texts(chart))

"""The recall curve as a figure."""

from xml.etree import ElementTree

import pytest

from exports.figures.recall_curve import recall_curve, recall_sentence
from pipeline.ranking.progress import progress

SVG = "{http://www.w3.org/2000/svg}"
READING = [True, True, False, True, False, False, False, False]


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_figure_says_what_was_found_and_how_sure_that_is_in_both_languages():
    half_way = progress(READING, [0.3, 0.2, 0.1, 0.0])
    assert "3 relevant records were found among 8 read; 4 are unread." in recall_sentence(
        half_way, "en"
    )
    assert "3 relevante er funnet i 8 leste referanser; 4 er ulest." in recall_sentence(
        half_way, "nb"
    )
    assert "between 50 and 100\u00a0% of all" in recall_sentence(half_way, "en")
    for language, title in (("en", "Found against read"), ("nb", "Funnet mot lest")):
        assert texts(recall_curve(half_way, language))[0] == title


def test_a_figure_without_probabilities_has_an_interval_and_no_expectation():
    svg = recall_curve(progress(READING, [None, None]), "en")
    assert svg.count("<polyline") == 2
    assert svg.count("<polygon") == 1
    assert not any(text.startswith("Expected") for text in texts(svg))


def test_a_figure_of_a_finished_reading_has_neither():
    svg = recall_curve(progress(READING, []), "en")
    assert "<polygon" not in svg
    assert "stroke-dasharray" not in svg


def test_a_finished_reading_needs_no_interval():
    told = recall_sentence(progress(READING, []), "nb")
    assert told.endswith("referanser; alle er lest.")
    assert "mellom" not in told


def test_with_nothing_found_no_share_is_told():
    assert "can not be told" in recall_sentence(progress([False] * 4, [None] * 3), "en")


def test_a_review_that_has_not_begun_can_be_drawn():
    ElementTree.fromstring(recall_curve(progress([], []), "nb"))


def test_nothing_short_of_all_reads_as_all():
    told = recall_sentence(progress([True] * 999 + [False] * 250, [0.0] * 9), "en")
    assert "between 99 and" in told


@pytest.mark.parametrize("size", [5, 1_000, 20_000], ids=["few", "many", "very many"])
def test_every_text_stands_within_the_figure(size: int):
    root = ElementTree.fromstring(recall_curve(progress([True] * size, [0.5] * size), "nb"))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for text in root.iter(f"{SVG}text"):
        if text.get("transform"):
            continue
        reach = len(text.text or "") * 0.5 * float(text.get("font-size", 13))
        start = {"end": reach, "middle": reach / 2}.get(text.get("text-anchor", ""), 0)
        assert float(text.get("x", 0)) - start >= 0
        assert float(text.get("x", 0)) - start + reach <= width
        assert float(text.get("y", 0)) <= height


def test_a_long_reading_is_drawn_with_few_points():
    assert len(recall_curve(progress([True, *[False] * 99_999], [0.1] * 50_000), "en")) < 60_000

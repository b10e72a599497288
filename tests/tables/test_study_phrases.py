"""Cells of the studies sheet as the phrases of appendix 3: no number is made up or lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.tables.study_phrases import (
    design_phrase,
    group_lines,
    listed_phrase,
    points_phrase,
)


@pytest.mark.parametrize(
    ("text", "language", "phrase"),
    [
        ("Kohort", "nb", "Kohortstudie"),
        ("tverrsnitt og longitudinell", "nb", "Tverrsnittstudie og longitudinell studie"),
        ("Longitudinell studie (før-etter)", "nb", "Longitudinell studie (før-etter)"),
        ("Cross-sectional/cohort", "en", "Cross-sectional study/cohort study"),
        ("Longitudinell", "en", "Longitudinell"),
        ("", "nb", ""),
    ],
)
def test_a_design_is_a_phrase_where_its_words_are_known(
    text: str, language: str, phrase: str
) -> None:
    assert design_phrase(text, language) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("12", "tolv måletidspunkter"),
        ("24", "24 måletidspunkter"),
        (">=3", "tre eller flere måletidspunkter"),
        ("≤ 24", "inntil 24 måletidspunkter"),
        ("2 før, 1 etter", "2 før, 1 etter"),
    ],
)
def test_points_in_time_are_told_in_words(text: str, phrase: str) -> None:
    assert points_phrase(text, "nb") == phrase


@pytest.mark.parametrize(
    "text",
    ["kvinner over 40", "UK Biobank 2006-2010", "født i 1958", "bølge 3", "kontor 22,3", "T1"],
)
def test_a_number_that_counts_nobody_is_no_n(text: str) -> None:
    assert "n =" not in group_lines(text, "nb")[0]


def test_groups_with_ranges_brackets_and_unknown_numbers() -> None:
    assert group_lines("helt/delvis 320-451; T1 10367 (52 % hjemme); hjemme ?", "nb") == [
        "Helt/delvis: n = 320–451",
        "T1: n = 10\xa0367 (52 % hjemme)",
        "Hjemme: n = ?",
    ]


@given(st.lists(st.tuples(st.sampled_from(["kontor", "hjemme", "a b"]), st.integers(0, 10**6))))
def test_every_number_of_a_group_is_printed_once(groups: list[tuple[str, int]]) -> None:
    lines = group_lines("; ".join(f"{name} {count}" for name, count in groups), "nb")
    assert [int(re.sub(r"\D", "", line)) for line in lines] == [count for _, count in groups]


@given(st.text(alphabet="ab 0-9()=n?;,.–", max_size=30))
def test_no_word_of_a_cell_is_lost(text: str) -> None:
    shown = "".join(group_lines(text, "nb"))
    for word in re.findall(r"[ab]+", text):
        assert word in shown.casefold()


def test_entries_with_commas_are_parted_by_semicolons() -> None:
    assert listed_phrase("plager i rygg, nakke; søvn") == "Plager i rygg, nakke; søvn"
    assert listed_phrase("stress; søvn") == "Stress, søvn"

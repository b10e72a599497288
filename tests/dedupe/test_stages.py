"""Prepare, block, compare and say why."""

import numpy as np

from pipeline.dedupe.block import WIDE, WINDOW, block, blocking_keys
from pipeline.dedupe.doubts import DOUBTS
from pipeline.dedupe.find import answer, find_duplicates
from pipeline.dedupe.prepare import prepare, together
from pipeline.dedupe.rules import RULES
from pipeline.dedupe.vetoes import VETOES
from pipeline.records import Record, RecordId
from tests.support.records_alike import BERG, named


def columns_of(count):
    return prepare(
        Record(id=RecordId(f"r{at:05d}"), title="Editorial", year=1900 + at % 90)
        for at in range(count)
    )


def test_pairs_grow_in_proportion_to_records():
    counts = []
    for count in (5_000, 10_000, 20_000):
        columns = columns_of(count)
        one, other = block(columns, blocking_keys(columns))
        assert (one < other).all()
        counts.append(len(one))
    assert counts[1] < 2.1 * counts[0]
    assert counts[2] < 2.1 * counts[1]
    assert counts[2] <= 20_000 * WIDE


def test_a_block_that_is_not_wide_is_compared_whole():
    columns = columns_of(WIDE)
    assert len(block(columns, blocking_keys(columns))[0]) == WIDE * (WIDE - 1) // 2
    assert WINDOW < WIDE


def test_only_new_records_are_compared():
    columns = columns_of(40)
    one, other = block(columns, blocking_keys(columns), 30)
    assert other.min() >= 30
    assert len(one) == 40 * 39 // 2 - 30 * 29 // 2


def test_columns_of_two_libraries_stand_one_after_the_other():
    both = together(columns_of(2), columns_of(3))
    assert len(both) == 5
    assert both.ids[:2] == ["r00000", "r00001"]
    assert list(both.year) == [1900, 1901, 1900, 1901, 1902]


def test_nothing_prepared_is_nothing_blocked():
    columns = prepare([])
    assert len(block(columns, blocking_keys(columns))[0]) == 0


def test_a_link_says_what_agrees_and_how_far():
    other = named(BERG, "c", doi=None, pages="123-9", authors=("Berg, A.",), issue=None, pmid="7")
    (link,) = find_duplicates([BERG, other]).links
    assert link.rule == "title-and-place"
    assert link.because == (
        "titles agree (100), first authors agree (100), same year; "
        "same journal, same volume 63, same pages 123-129"
    )


def test_identifiers_are_told():
    said = answer(
        named(BERG, "b", pmid="7"), named(BERG, "c", pmid="7", year=2020, pages="124-129")
    )
    assert "1 year apart" in said.because
    assert "pages 123-129 and 124-129" in said.because
    assert said.because.endswith("same DOI 10.1000/johs.17, same PMID 7")


def test_a_veto_says_what_it_saw():
    said = answer(BERG, named(BERG, "c", doi="10.1000/x", title=f"Reply to: {BERG.title}"))
    assert "other-doi (10.1000/johs.17 and 10.1000/x)" in said.against
    far = answer(BERG, named(BERG, "c", doi=None, year=2011, authors=("Moe, T.",)))
    assert "other-year (2011 and 2021)" in far.against
    assert "other-authors (berg and moe)" in far.against
    assert "authors differ" in far.because
    preprint = answer(BERG, named(BERG, "c", doi=None, journal="medRxiv"))
    assert "preprint-and-article" in preprint.against
    assert "journals differ" in preprint.because


def test_a_missing_name_or_year_is_told_as_missing():
    said = answer(BERG, named(BERG, "c", authors=(), year=None))
    assert "authors not given by both" in said.because
    assert "year" not in said.because


def test_every_rule_veto_and_doubt_has_a_reason_beside_it():
    for named_rules in (RULES, VETOES, {name: doubt for name, (doubt, _) in DOUBTS.items()}):
        for name, rule in named_rules.items():
            assert rule.__doc__, name


def test_preparing_keeps_letters_that_are_not_latin():
    columns = prepare([named(BERG, "c", title="Дистанционная работа", authors=("이종호",))])
    assert columns.title[0] == "дистанционная работа".replace("й", "и")
    assert columns.names[0] == "이종호" or len(columns.names[0]) > 0
    assert isinstance(columns.year, np.ndarray)

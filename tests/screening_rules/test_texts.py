# ruff: noqa: E501 - abstracts stand on one line
"""Words with their places, and the sections of structured abstracts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Record
from screening_rules.texts import FIELDS, read_text, section_starts


@given(title=st.text(max_size=60), keywords=st.lists(st.text(max_size=20), max_size=4))
def test_every_word_stands_where_it_says(title: str, keywords: list[str]) -> None:
    record = Record(title=title, keywords=tuple(keywords))
    text = read_text(record)
    fields = {"title": title, "keywords": "; ".join(keywords)}
    for number, word in enumerate(text.words):
        field, start, end, shown = text.span(number, number)
        assert fields[field][start:end] == shown
        assert shown.lower() == word
        assert word.isalnum()


def test_words_are_split_at_every_other_sign() -> None:
    text = read_text(Record(title="Work-from-home_(WFH): it isn't COVID-19/20"))
    assert " ".join(text.words) == "work from home wfh it isn t covid 19 20"


def sentences(record: Record) -> list[str]:
    return [sentence.text for sentence in read_text(record).doc.sents]


def test_a_sentence_ends_at_its_sign_and_with_its_field() -> None:
    record = Record(title="One. Two! Three", abstract="Four; five")
    assert sentences(record) == ["One", "Two", "Three", "Four", "five"]


def test_neither_a_decimal_point_nor_an_abbreviation_ends_a_sentence() -> None:
    record = Record(title="Of 1.5 hours, e.g. at home (Ås et al. 2021), little. More.")
    assert sentences(record) == ["Of 1 5 hours e g at home Ås et al 2021 little", "More"]


def test_a_keyword_is_a_heading_with_and_without_its_subheading() -> None:
    text = read_text(Record(keywords=("Teleworking/px", "/", "", "Work/ Home")))
    assert set(text.headings) == {
        ("teleworking", "px"), ("teleworking",), ("work", "home"), ("work",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("abstract", "sections"),
    [
        pytest.param("BACKGROUND: x. METHODS: y. RESULTS: z.", "background methods results", id="capitals"),
        pytest.param("Purpose – x. Design/methodology/approach – y. Findings – z.", "aim methods results", id="dashes"),
        pytest.param("Background Previous work. Methods We asked. Conclusions Less.", "background methods conclusions", id="bare labels"),
        pytest.param("Objective: x.\nMaterials and methods: y.\nConclusion: z.", "aim conclusions", id="a label of other words is none"),
        pytest.param("Results of this survey are shown. We asked.", "", id="a sentence"),
        pytest.param("METHODS: alone.", "", id="one label alone"),
    ],
)  # fmt: skip
def test_sections_are_found_by_their_labels(abstract: str, sections: str) -> None:
    assert [name for _, name in section_starts(abstract)] == sections.split()


def test_words_before_the_first_label_belong_to_no_section() -> None:
    text = read_text(Record(abstract="We. METHODS: a. RESULTS: b."))
    assert [FIELDS[code] for code in text.fields] == [
        "abstract", "methods", "methods", "results", "results",
    ]  # fmt: skip

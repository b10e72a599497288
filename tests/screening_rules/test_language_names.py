"""A limit on the language finds records whatever name their source gives it."""

import pytest

from pipeline.records import Record
from screening_rules.search import search

SPOKEN = ("eng", "English", "en", "ger", None, "English; Norwegian", "nob")
RECORDS = [
    Record(id=f"{at}", title="Sleep", language=language) for at, language in enumerate(SPOKEN)
]


@pytest.mark.parametrize(
    ("query", "notation"),
    [
        ("english.la.", "ovid"),
        ("sleep.ti. and english.la.", "ovid"),
        ("sleep[ti] AND english[la]", "pubmed"),
        ("eng[la]", "pubmed"),
        ("sleep:ti AND [english]/lim", "embase"),
        ('TI sleep AND LA "English Language"', "ebsco"),
        ("TI=sleep AND LA=English", "wos"),
        ('TITLE(sleep) AND LIMIT-TO(LANGUAGE, "English")', "scopus"),
        ("ti(sleep) AND la(english)", "proquest"),
    ],
)
def test_english_is_found_under_each_of_its_names(query: str, notation: str) -> None:
    assert search(RECORDS, query, notation=notation) == ["0", "1", "2", "5"]


def test_norwegian_covers_both_of_its_written_forms() -> None:
    assert search(RECORDS, "norwegian.la.") == ["5", "6"]


def test_a_word_of_another_field_is_not_taken_for_a_language() -> None:
    assert search([Record(id="a", title="En studie")], "english.ti.") == []

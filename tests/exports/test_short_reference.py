"""A reference of one line names what the record has, in the language's words."""

import pytest

from exports.bibliography.short_reference import short_reference
from exports.language.catalogue import Language
from pipeline.records import Record

FOUR = ("Ås, Kari Bo", "Li, J", "Berg, KB", "Dahl, Ole")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Ås KB, Li J, Berg KB, et al. Is it late? Desks. 2023."),
        ("en", "Ås KB, Li J, Berg KB, et al. Is it late? Desks. 2023."),
    ],
)
def test_more_than_three_authors_are_cut_in_the_language(language: Language, text: str) -> None:
    record = Record(authors=FOUR, title="Is it late?", journal="Desks", year=2023)
    assert short_reference(record, language) == text


def test_what_a_record_lacks_leaves_no_gap() -> None:
    assert short_reference(Record(title="Desks", authors=()), "nb") == "Desks."
    assert short_reference(Record(title_translated="Pulter"), "nb") == "Pulter."
    assert short_reference(Record(), "nb") == "–."

"""The numbers of the running text are named in words where review.toml has words for them."""

from exports.language.catalogue import Language
from exports.tables.appendices import text_counts_table
from pipeline.studies.study import studies_from_rows
from tests.support.appendices import scheme_from_toml


def _rows(language: Language) -> dict[str, tuple[str, str]]:
    scheme = scheme_from_toml(
        {
            "counts": [
                {
                    "name": "where",
                    "title": {"nb": "etter sted", "en": "by place"},
                    "contexts": ["all"],
                    "parts": [
                        {"name": "home", "title": {"nb": "hjemme", "en": "at home"}},
                        {"name": "at_office", "column": "groups", "contains": "office"},
                    ],
                },
            ]
        }
    )
    table = text_counts_table(studies_from_rows((), scheme), scheme, language)
    return {str(row.cells[0]): (str(row.cells[1]), str(row.cells[2])) for row in table.rows}


def test_a_count_and_its_parts_are_told_in_the_language_of_the_table() -> None:
    assert _rows("nb")["where.home"] == ("etter sted", "hjemme")
    assert _rows("en")["where.home"] == ("by place", "at home")


def test_a_part_that_nobody_worded_bears_its_name() -> None:
    assert _rows("nb")["where.at_office"] == ("etter sted", "at office")

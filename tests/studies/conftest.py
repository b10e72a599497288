"""A scheme of two contexts and three outcome categories, and rows for it."""

from collections.abc import Callable

import pytest

from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import StudyRow
from tests.support.appendices import scheme_from_toml

Rows = Callable[..., list[StudyRow]]

SECTION = {
    "contexts": [
        {"code": "before", "number": 2, "name": {"nb": "Før", "en": "Before"}},
        {"code": "after_a", "column": "after", "number": 3, "name": "Etter A"},
        {"code": "after_b", "column": "after", "number": 4, "name": "Etter B"},
    ],
    "columns": [{"code": "before", "name": "Før"}, {"code": "after", "name": "Etter"}],
    "countries": {"rows": [{"nb": "Norge", "en": "Norway"}, "Japan"]},
    "outcomes": {
        "groups": [{"code": "health", "name": "Helse"}, {"code": "work", "name": "Arbeid"}],
        "categories": [
            {"code": "a", "group": "health", "name": "Søvn"},
            {"code": "b", "group": "health", "name": "Plager"},
            {"code": "w1", "group": "work", "name": "Krav"},
        ],
    },
}


@pytest.fixture(scope="session")
def scheme() -> TableScheme:
    return scheme_from_toml(SECTION)


@pytest.fixture(scope="session")
def rows() -> Rows:
    """Rows of a sheet, each from what differs from a plain study."""

    def made(*changes: dict[str, str]) -> list[StudyRow]:
        plain = {
            "first_author": "Ås",
            "year": "2022",
            "data_context": "before",
            "country": "Norge",
        }
        return [
            StudyRow(
                file="studies.xlsx",
                sheet="Studier",
                row=at,
                values={**plain, "study_id": f"s{at}", **change},
            )
            for at, change in enumerate(changes, 2)
        ]

    return made

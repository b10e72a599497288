"""A source is what it is, whatever review.toml calls it."""

import pytest

from pipeline.review.settings import SearchPlan, Way
from pipeline.review.source_kinds import mistaken_way


@pytest.mark.parametrize(
    ("source", "way", "is_one"),
    [
        ("CENTRAL", "register", "database"),
        ("Cochrane Central Register of Controlled Trials", "register", "database"),
        ("Cochrane Library (CENTRAL)", "register", "database"),
        ("Ovid MEDLINE(R) ALL", "register", "database"),
        ("ClinicalTrials.gov", "database", "register"),
        ("WHO ICTRP", "database", "register"),
        ("CENTRAL", "database", None),
        ("ClinicalTrials.gov", "register", None),
        ("Central Bureau of Studies", "website", None),
        ("Centralised trials register", "register", None),
        ("Our own register", "register", None),
    ],
)
def test_a_database_is_no_register_nor_a_register_a_database(
    source: str, way: Way, is_one: str | None
) -> None:
    assert mistaken_way(SearchPlan(name="x", round="1", source=source, way=way)) == is_one

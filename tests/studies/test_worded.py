"""Countries and designs of the studies sheet in the words of each language."""

from pipeline.languages import Wording
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study
from pipeline.studies.worded import worded

SCHEME = TableScheme(
    countries=(Wording(nb="Norge", en="Norway"), Wording(nb="Sverige", en="Sweden")),
    designs=(Wording(nb="Kohort", en="Cohort"),),
)


def study(**columns: str) -> Study:
    return Study(study_id="a", first_author="A", year=2020, columns=columns)


def said(one: Study, language: str) -> list[str]:
    found = worded(one, SCHEME, language)
    return [found.text(column, language) for column in ("country", "countries", "design")]


def test_the_lists_say_countries_and_designs_in_each_language() -> None:
    one = study(country_nb="norge", countries_nb="Norge; Sverige; Malta", design_nb="Kohort")
    assert said(one, "en") == ["Norway", "Norway; Sweden; Malta", "Cohort"]
    assert said(one, "nb") == ["norge", "Norge; Sverige; Malta", "Kohort"]


def test_a_cell_in_the_language_goes_before_the_lists() -> None:
    one = study(country="Norge", country_en="Northern Norway", design="Sverige")
    assert said(one, "en") == ["Northern Norway", "", "Sverige"]


def test_what_no_list_has_stands_as_in_the_sheet() -> None:
    one = study(country="5 europeiske", design="Panel")
    assert worded(one, SCHEME, "en") is one

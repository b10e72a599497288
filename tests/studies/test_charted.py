"""Who extracted and checked, and what a language lacks, counted from a studies sheet."""

from pipeline.languages import Wording
from pipeline.studies.charted import Charted, charted, untranslated, variables
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import StudyRow, studies_from_rows

SCHEME = TableScheme(countries=(Wording(nb="Norge", en="Norway"),))


def studies(*rows: dict[str, str]) -> tuple:  # type: ignore[type-arg]
    known = {"year": "2023", "country": "Norge"}
    made = [
        StudyRow(file="s.csv", row=at, values={"first_author": f"A{at}", **known, **row})
        for at, row in enumerate(rows, 2)
    ]
    return studies_from_rows(made, SCHEME)


def test_people_are_counted_from_the_cells_and_nobody_checks_himself() -> None:
    rows = studies(
        {"extracted_by": "Kari", "checked_by": "Ola"},
        {"extracted_by": "kari; Ola"},
        {"extracted_by": "Kari", "checked_by": "KARI"},
        {},
    )
    assert charted(rows) == Charted(studies=4, named=3, people=2, together=1, checked=1, single=1)


def test_a_row_in_which_only_a_name_stands_waits_for_its_data() -> None:
    row = StudyRow(
        file="s.csv", row=2, values={"first_author": "A", "year": "2023", "extracted_by": "Kari"}
    )
    (study,) = studies_from_rows([row], SCHEME)
    assert not study.extracted
    assert charted([study]) == Charted()


def test_sheets_without_the_columns_say_nothing() -> None:
    assert charted(studies({})) == Charted(studies=1)


def test_variables_are_the_columns_that_say_anything() -> None:
    assert variables(studies({"design": "Kohort", "sector": "?"})) == ("design", "country")


def test_words_without_a_column_of_the_language_are_counted_and_known_countries_are_not() -> None:
    rows = studies(
        {"finding": "Bedre søvn"},
        {"finding_nb": "Verre søvn", "finding_en": "Worse sleep"},
        {"country": "Sverige"},
    )
    assert untranslated(rows, SCHEME, "en") == {"country": 1, "finding": 1}

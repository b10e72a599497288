"""Studies of the earlier review, and new ones that stand on their data."""

from typing import Any

import pytest

from pipeline.errors import Refused
from pipeline.studies.previous import PreviousStudy, previous_from_rows, read_years, shared_data
from pipeline.studies.study import StudyRow


def rows(*values: dict[str, str]) -> list[StudyRow]:
    return [StudyRow(file="p.csv", row=at, values=one) for at, one in enumerate(values, 2)]


PLAIN = {
    "reference": "Ås 2020",
    "data_set": "HUNT4",
    "country": "Norge; Sverige",
    "years": "2017-19",
}


def test_a_row_is_a_study_of_the_earlier_review() -> None:
    assert previous_from_rows(rows(PLAIN, {"reference": ""})) == (
        PreviousStudy(
            reference="Ås 2020",
            data_set="HUNT4",
            countries=("Norge", "Sverige"),
            years=(2017, 2019),
        ),
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({**PLAIN, "reference": ""}, "row 2, column reference: the cell is empty"),
        ({**PLAIN, "years": "i fjor"}, 'row 2, column years: found "i fjor"'),
        ({**PLAIN, "years": "2019-2017"}, 'row 2, column years: found "2019-2017"'),
    ],
)
def test_a_wrong_cell_is_named(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        previous_from_rows(rows(values))


def test_a_reference_stands_once() -> None:
    with pytest.raises(Refused, match='"Ås 2020" occurs twice'):
        previous_from_rows(rows(PLAIN, PLAIN))


@pytest.mark.parametrize("years", ["?", ""])
def test_unknown_years_are_no_fault(years: str) -> None:
    assert previous_from_rows(rows({**PLAIN, "years": years}))[0].years is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018-20", (2018, 2020)),
        ("2018–2020", (2018, 2020)),
        ("1981-20", (1981, 2020)),
        ("x", None),
    ],
)
def test_years_are_read_as_written(text: str, years: tuple[int, int] | None) -> None:
    assert read_years(text) == years


@pytest.fixture
def study(rows: Any, scheme: Any) -> Any:
    from pipeline.studies.study import studies_from_rows

    def made(**change: str) -> Any:
        return studies_from_rows(rows(change), scheme)

    return made


EARLIER = previous_from_rows(rows(PLAIN))


@pytest.mark.parametrize("policy", ["exclude", "link"])
def test_the_same_data_set_takes_the_policy(study: Any, policy: Any) -> None:
    (found,) = shared_data(study(overlap="hunt-4"), EARLIER, policy)
    assert found.suggestion == policy
    assert found.because == "both studies use the data set HUNT4"


def test_country_and_years_that_meet_ask_a_person(study: Any) -> None:
    (found,) = shared_data(study(country="Norge", data_years="2019-21"), EARLIER, "exclude")
    assert found.suggestion == "ask"
    assert found.because == "both studies are from Norge, and their years overlap (2019-2019)"


@pytest.mark.parametrize(
    "change",
    [
        {"overlap": "Tromsø 7", "data_years": "2019"},
        {"country": "Japan", "data_years": "2019"},
        {"data_years": "2021"},
        {"data_years": "?"},
    ],
)
def test_other_data_are_not_suspected(study: Any, change: dict[str, str]) -> None:
    assert shared_data(study(**change), EARLIER, "exclude") == ()

"""The lines that limit a strategy: years, language, type and species, wherever they stand."""

import pytest

from pipeline.strategy.limits import limiting_lines
from pipeline.strategy.numbered import read_strategy


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("1 sleep*.ti. 9\n2 1 and 2015:2020.(sa_year). 4", [2], id="years"),
        pytest.param("1 sleep*.ti. 9\n2 english.la. 99\n3 1 and 2 4", [2], id="its own line"),
        pytest.param(
            "1 sleep*.ti. 9\n2 exp animals/ not humans/ 9\n3 1 not 2 4", [2], id="no animals"
        ),
        pytest.param("1 sleep*.ti. 9\n2 1 not (exp animals/ not humans/) 8", [2], id="in brackets"),
        pytest.param("1 sleep/ 9\n2 limit 1 to (english and humans) 3", [2], id="Ovid's limit"),
        pytest.param(
            "1 english.la. 3\n2 humans/ 4\n3 1 and 2 2\n4 sleep.ti. 3\n5 4 and 3 1",
            [1, 2],
            id="two limits joined first",
        ),
        pytest.param("sleep[tiab] AND english[la] AND humans[mesh]", [1], id="PubMed"),
        pytest.param("1 english.la. 3\n2 sleep.ti. 3", [], id="a limit that nobody uses"),
        pytest.param("1 sleep.ti. 3\n2 humans/ 4\n3 1 or 2 5", [], id="or limits nothing"),
        pytest.param("1 human rights.ti. 3\n2 sleep.ti. 3\n3 1 and 2 2", [], id="a subject"),
    ],
)
def test_limits_are_found_in_the_strategys_own_lines(text: str, lines: list[int]) -> None:
    assert [line.number for line in limiting_lines(read_strategy(text))] == lines

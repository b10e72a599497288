"""What a mention is taken back by: before it, behind it, within a sentence and a clause."""

import pytest

from tests.support.criteria import read

DENIED = [
    "None of the clerks in this firm teleworked.",
    "Nobody was allowed to telework.",
    "They commuted rather than telework.",
    "Clerks were prevented by their leaders from telework.",
    "Telework was not possible.",
    "Teleworkers were excluded.",
    "Staff could not, for reasons of security, telework.",
    "Staff without telework were asked.",
    "We excluded those who teleworked.",
    "Telework was rarely offered.",
    "Telework war nicht erlaubt.",
    "Telework var ikke mulig.",
    "Ingen av de ansatte hadde telework.",
]
TOLD = [
    "No difference was found between telework and other work.",
    "Telework had no effect.",
    "Neither telework nor age changed sleep.",
    "Not only telework but commuting mattered.",
    "Not surprisingly, telework grew.",
    "Telework was no longer mandatory.",
    "Sickness absence of teleworkers fell.",
    "Those without children teleworked.",
    "Some did not telework; others teleworked.",
    "Nobody who teleworked was ill.",
    "A few teleworked.",
    "Employees did not commute and teleworked.",
]


@pytest.mark.parametrize("sentence", DENIED)
def test_a_denied_mention_is_none(sentence: str) -> None:
    assert read("Desk", sentence).element("exposure").verdict == "unclear"


@pytest.mark.parametrize("sentence", TOLD)
def test_a_mention_beside_another_denial_stands(sentence: str) -> None:
    assert read("Desk", sentence).element("exposure").verdict == "met"

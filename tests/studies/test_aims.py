"""The aim that an abstract states, as a draft: its own sentence, never another study's."""

import pytest

from pipeline.studies.aims import stated_aim


@pytest.mark.parametrize(
    ("abstract", "aim"),
    [
        ("Objectives: We examined A. Design: cohort. Results: none.", "We examined A."),
        ("OBJECTIVE To examine x in y. METHODS We did.", "To examine x in y."),
        ("Background: x y. Purpose: The purpose was to z.", "The purpose was to z."),
        ("Formål: Å se på søvn. Metode: vi spurte.", "Å se på søvn."),
        ("Background and aims: Sleep is short. We aimed to measure it. Methods: x.",
         "We aimed to measure it."),
        ("Few know. This study examines who sleeps. They do.", "This study examines who sleeps."),
        ("Hensikten med studien var å telle. Mange ble talt.",
         "Hensikten med studien var å telle."),
    ],
)  # fmt: skip
def test_the_sentence_that_states_the_aim_is_found(abstract: str, aim: str) -> None:
    assert stated_aim(abstract) == aim


@pytest.mark.parametrize(
    "abstract",
    [
        "",
        "People slept. The results were good.",
        "Future studies should aim to measure more.",
        "Previous studies aimed to show this.",
        "Sport: the goals of teams were counted.",
    ],
)
def test_no_aim_is_made_up(abstract: str) -> None:
    assert stated_aim(abstract) == ""

"""What the letter says of the criteria, of the stopping rule and of a second look."""

import pytest

from exports.letter import BOXES, Version, letter


def version(**more: object) -> Version:
    """An update of one record."""
    values = {
        "run": "2026-1",
        "program": "0.2",
        "criteria": "ab",
        "searched": {},
        "new_records": 1,
        "new_reports": 1,
        "expected": None,
        "suggested": 0,
        "decisions": 3,
        "boxes": dict.fromkeys(BOXES, 1),
    }
    return Version(**{**values, **more})  # type: ignore[arg-type]


def test_a_contradicted_rule_is_named() -> None:
    told = letter("R", "en", version(contradicted=[("design.rule.16", 1030, 105)]))
    assert "design.rule.16 disagrees with the decisions: people also assessed 1,030 reports" in told


def test_the_error_of_automation_stands_beside_it() -> None:
    told = letter("R", "nb", version(automation=[("publication", 12, 4, 1)]))
    assert "publication brukes automatisk. Referanser markert som ikke aktuelle: 12" in told


def test_a_letter_without_either_has_no_chapter_on_criteria() -> None:
    assert "criteria against" not in letter("R", "en", version())


@pytest.mark.parametrize(
    ("language", "rule", "told"),
    [
        ("en", "test", "| Left unread by the stopping rule (statistical test) | 350 |"),
        (
            "en",
            "certificate",
            "| Left unread by the stopping rule (learned from finished reviews) | 350 |",
        ),
        ("nb", "test", "| Ikke lest på grunn av stoppregelen (statistisk test) | 350 |"),
        (
            "nb",
            "certificate",
            "| Ikke lest på grunn av stoppregelen (lært av ferdige oversikter) | 350 |",
        ),
    ],
)
def test_the_letter_names_the_rule_that_left_records_unread(
    language: str, rule: str, told: str
) -> None:
    assert told in letter("R", language, version(left_unread=350, stopping_rule=rule))
    assert told.partition("|")[2][:12] not in letter("R", language, version(stopping_rule=rule))


def test_the_letter_tells_what_a_second_look_changed_since_the_state_before() -> None:
    changed = version(second_look=(20, 3, 1), new_second_look=(7, 2, 0))
    english = letter("R", "en", changed)
    assert "| Read again in a second look | 7 |" in english
    assert "| Excluded before the second look, included after it | 2 |" in english
    assert "Included before the second look" not in english
    norwegian = letter("R", "nb", changed)
    assert "| Vurdert på nytt | 7 |" in norwegian
    assert "| Ekskludert før ny vurdering, tatt med etter den | 2 |" in norwegian
    assert "second look" not in letter("R", "en", version(second_look=(20, 3, 1)))

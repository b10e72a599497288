"""What the letter says of the criteria: contradicted rules, and the error of automation."""

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
    assert "design.rule.16 is contradicted: of 1,030 reports" in told


def test_the_error_of_automation_stands_beside_it() -> None:
    told = letter("R", "nb", version(automation=[("publication", 12, 4, 1)]))
    assert "publication avgjør på egen hånd: 12 referanser" in told


def test_a_letter_without_either_has_no_chapter_on_criteria() -> None:
    assert "criteria against" not in letter("R", "en", version())

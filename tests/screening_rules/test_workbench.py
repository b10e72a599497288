"""What the workbench says of a record and of the rules, and what is measured by element."""

import json
from pathlib import Path

from click.testing import CliRunner

from flows.cli.main import group
from screening_rules.calibration import calibrate
from screening_rules.cases import read_cases
from screening_rules.rule_counts import PersonsWord, automation_errors, rule_counts
from screening_rules.supposition import try_record
from screening_rules.verdicts import assess
from tests.support.criteria import DESIGN, ELEMENT, HEAD, criteria, record

DESK = "Telework in the pandemic"
SURVEY = "A cross-sectional study."


def test_a_trial_names_the_rule_and_what_would_change_it() -> None:
    trials = try_record(record(DESK, SURVEY, year=2023), criteria())
    design = trials[1]
    assert (design.reading.verdict, design.rule and design.rule.name) == (
        "not met",
        "design.rule.1",
    )
    changes = {(one.fact, one.held, one.words): one.verdict for one in design.changes}
    assert changes == {
        ("design.cross_sectional", True, ("cross-sectional",)): "unclear",
        ("context.during", True, ("pandemic",)): "unclear",
        ("design.longitudinal", False, ()): "met",
    }


def test_a_trial_names_the_mentions_that_are_negated() -> None:
    text = record("Health of clerks", "None of them teleworked. Telework was rare. A survey.")
    exposure, design = try_record(text, criteria())
    assert exposure.negated == (("teleworked", "exposure.for"),)
    assert design.negated == ()


def test_a_rule_knows_its_line_and_no_hash_hangs_on_it() -> None:
    own, below = criteria(), criteria(f"{ELEMENT}\n\n# a remark\n{DESIGN}")
    lines = [one.elements[1].rules[0].line for one in (own, below)]
    assert lines[1] == lines[0] + 3 > 3
    assert own.reading == below.reading


def test_each_rule_is_counted_against_peoples_decisions() -> None:
    records = [record(f"{DESK} {nth}", SURVEY, year=2023) for nth in range(4)]
    found = list(assess(records, criteria()))
    words = {
        records[0].id: PersonsWord(included=True),
        records[1].id: PersonsWord(included=True),
        records[2].id: PersonsWord(included=False, reasons=("exposure",)),
    }
    counts = {one.name: one for one in rule_counts(found, words, criteria())}
    rule = counts["design.rule.1"]
    assert (rule.decided, rule.judged, rule.otherwise, rule.contradicted) == (4, 3, 2, True)
    assert rule.reports == (records[0].id, records[1].id)
    lines = counts["exposure, by its own lines"]
    assert (lines.verdict, lines.decided, lines.otherwise, lines.contradicted) == (
        "met",
        4,
        1,
        False,
    )
    assert counts["design.rule.4"].decided == 0


def test_an_element_that_decides_shows_its_error() -> None:
    records = [record(f"{DESK} {nth}", SURVEY, year=2023) for nth in range(3)]
    words = {records[0].id: PersonsWord(included=True), records[1].id: PersonsWord(included=False)}
    (error,) = automation_errors(assess(records, criteria()), words, ["design"])
    assert (error.marked, error.judged, error.otherwise) == (3, 2, 1)


def test_sensitivity_and_precision_are_told_by_element_and_verdict(tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text(
        "title,exposure\nTelework,met\nTelehealth,met\nTelework again,unclear\n", encoding="utf-8"
    )
    own = criteria(ELEMENT)
    found = calibrate(read_cases(table, own), own)
    met = found.measures[0]
    assert (met.verdict, met.labelled, met.given, met.right) == ("met", 2, 2, 1)
    assert (met.sensitivity, met.precision) == (0.5, 0.5)
    assert [(one.record, one.given) for one in found.wrong] == [
        ("row 3", "not met"),
        ("row 4", "met"),
    ]


def test_a_pasted_text_is_tried(tmp_path: Path) -> None:
    file = tmp_path / "criteria.toml"
    file.write_text(HEAD + ELEMENT, encoding="utf-8")
    words = ["criteria", "try", "--title", "Telework", "--criteria", str(file)]
    words += ["--abstract", "They did not telework before. They did now."]
    told = CliRunner().invoke(group, words).output
    assert "“telework” (exposure.for) is negated and does not count" in told
    assert "Exposure: met" in told
    assert "without exposure.for (“Telework”) the verdict would be unclear" in told
    answer = json.loads(CliRunner().invoke(group, [*words, "--json"]).output)
    assert answer["records"][0]["suggestion"] == "include"

"""What the workbench of the criteria prints."""

from collections.abc import Iterable, Sequence

import click

from flows.cli.terminal import console, print_json
from flows.screening.rule_counts import automation_sentence
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import Record
from pipeline.text.amounts import amount
from screening_rules.assessment import CriterionReading
from screening_rules.criteria import Criteria
from screening_rules.rule_counts import AutomationError, RuleCount
from screening_rules.supposition import Change, ElementTrial
from screening_rules.verdicts import suggested


def tell_trials(
    tried: Sequence[tuple[Record, list[ElementTrial]]], criteria: Criteria, *, as_json: bool
) -> None:
    """Each record with its elements: verdict, words, rule, and what would change it."""
    if as_json:
        print_json({"records": [_values(record, trials, criteria) for record, trials in tried]})
        return
    for record, trials in tried:
        click.echo(f"{record.id}: {record.title or '(no title)'}")
        for trial in trials:
            for line in _lines(trial):
                click.echo(line)
        suggestion, reason = suggested([one.reading for one in trials], criteria)
        click.echo(f"  Suggestion: {suggestion}" + (f", reason {reason}" if reason else ""))


def _lines(trial: ElementTrial) -> Iterable[str]:
    yield f"  {trial.element.label[PROGRAM_LANGUAGE]}: {trial.reading.verdict}"
    for words in _words(trial.reading):
        yield f"    {words}"
    for mention, fact in trial.negated:
        yield f"    “{mention}” ({fact}) is negated and does not count"
    yield f"    decided by: {_decided(trial)}"
    for change in trial.changes:
        yield f"    {_change(change)}"


def _words(reading: CriterionReading) -> list[str]:
    told = [
        f"{span.kind}: “{span.words}” in the {span.field.replace('_', ' ')} ({span.line})"
        for span in reading.spans
    ]
    return list(dict.fromkeys(told))


def _decided(trial: ElementTrial) -> str:
    if trial.language:
        return f"no rule applied, because the criteria have no words in {trial.language}"
    if trial.rule:
        line = f", line {trial.rule.line} of criteria.toml" if trial.rule.line else ""
        return f"{trial.rule.name}{line}" + (f" ({trial.rule.note})" if trial.rule.note else "")
    if trial.reading.spans:
        return "the lines for and against, as no rule applied"
    return "no rule applied, because no words count for or against"


def _change(change: Change) -> str:
    if change.held:
        words = ", ".join(f"“{one}”" for one in change.words[:3])
        told = f"without {change.fact}" + (f" ({words})" if words else "")
    else:
        told = f"with words of {change.fact}"
    return f"{told} it would be {change.verdict}"


def _values(
    record: Record, trials: Sequence[ElementTrial], criteria: Criteria
) -> dict[str, object]:
    suggestion, reason = suggested([one.reading for one in trials], criteria)
    return {
        "record": record.id,
        "title": record.title,
        "suggestion": suggestion,
        "reason": reason,
        "elements": [
            {
                "element": one.element.name,
                "verdict": one.reading.verdict,
                "rule": one.rule.name if one.rule else None,
                "line": one.rule.line if one.rule else None,
                "note": one.rule.note if one.rule else None,
                "language": one.language or None,
                "words": [
                    {"words": span.words, "field": span.field, "line": span.line, "kind": span.kind}
                    for span in one.reading.spans
                ],
                "negated": [{"words": words, "fact": fact} for words, fact in one.negated],
                "changes": [
                    {"fact": change.fact, "held": change.held, "verdict": change.verdict}
                    for change in one.changes
                ],
            }
            for one in trials
        ],
    }


def tell_counts(
    counts: Sequence[RuleCount], errors: Sequence[AutomationError], *, as_json: bool
) -> None:
    """The rules as a table, those that people contradict by name, and the error of automation."""
    if as_json:
        print_json({"rules": [_count(one) for one in counts], "automation": _errors(errors)})
        return
    from rich.table import Table

    table = Table("rule", "verdict", "decided", "people too", "otherwise", "note")
    for one in counts:
        mark = " !" if one.contradicted else ""
        numbers = (f"{one.decided:,}", f"{one.judged:,}", f"{one.otherwise:,}{mark}")
        table.add_row(one.name, one.verdict, *numbers, one.note)
    console().print(table)
    for one in counts:
        if one.contradicted:
            click.echo(
                f"{one.name} is contradicted: people decided differently on {one.otherwise:,} "
                f"of {amount(one.judged, 'report')} "
                f"({', '.join(one.reports[:5])}{' ...' if len(one.reports) > 5 else ''})"
            )
    for error in errors:
        click.echo(automation_sentence(error))


def _count(one: RuleCount) -> dict[str, object]:
    return {
        "rule": one.rule or None,
        "element": one.element,
        "verdict": one.verdict,
        "decided": one.decided,
        "judged": one.judged,
        "otherwise": one.otherwise,
        "contradicted": one.contradicted,
        "reports": list(one.reports),
    }


def _errors(errors: Iterable[AutomationError]) -> list[dict[str, object]]:
    return [
        {
            "element": one.element,
            "marked": one.marked,
            "judged": one.judged,
            "otherwise": one.otherwise,
        }
        for one in errors
    ]

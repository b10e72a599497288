"""What `ajour criteria try` prints."""

from collections.abc import Iterable, Sequence

import click

from flows.cli.terminal import print_json
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import Record
from screening_rules.assessment import CriterionReading
from screening_rules.criteria import Criteria
from screening_rules.supposition import Change, ElementTrial
from screening_rules.verdicts import suggested


def tell_trials(
    tried: Sequence[tuple[Record, list[ElementTrial]]], criteria: Criteria, *, as_json: bool
) -> None:
    """Print each record's elements: the verdict, its words and rule, and what would change it."""
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
        return f"no rule, because the criteria have no words in {trial.language}"
    if trial.rule:
        line = f", line {trial.rule.line} of criteria.toml" if trial.rule.line else ""
        return f"{trial.rule.name}{line}" + (f" ({trial.rule.note})" if trial.rule.note else "")
    if trial.reading.spans:
        return "the lines for and against, because no rule applied"
    return "no rule, because no words count for or against"


def _change(change: Change) -> str:
    if change.held:
        words = ", ".join(f"“{one}”" for one in change.words[:3])
        told = f"without {change.fact}" + (f" ({words})" if words else "")
    else:
        told = f"with words of {change.fact}"
    return f"{told} the verdict would be {change.verdict}"


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

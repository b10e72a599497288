"""What `ajour criteria report` prints."""

from collections.abc import Iterable, Sequence

import click

from flows.cli.terminal import console, print_json
from flows.screening.rule_counts import automation_sentence
from pipeline.text.amounts import amount
from screening_rules.rule_counts import AutomationError, RuleCount


def tell_counts(
    counts: Sequence[RuleCount], errors: Sequence[AutomationError], *, as_json: bool
) -> None:
    """Print the rules as a table, those that people contradict, and the errors of automation."""
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

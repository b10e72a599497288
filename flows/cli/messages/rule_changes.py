"""Prints what new rules for duplicates would change, in sentences or as JSON."""

from dataclasses import asdict

import click

from flows.cli.hints import completed
from flows.cli.terminal import print_json
from flows.inspection.rule_changes import RuleChange, RuleChanges

SHOWN = 20
"""Maximum number of changes listed one by one; --json lists all."""


def tell_rule_changes(found: RuleChanges, *, as_json: bool) -> None:
    """Print what would change in each box, and how to apply the changes."""
    if as_json:
        print_json(asdict(found))
        return
    if not found.rounds:
        click.echo(
            "All rounds were deduplicated with the current rules. There is nothing to apply."
        )
        return
    changed = "was changed" if len(found.changes) == 1 else "were changed"
    done = changed if found.applied else "would change"
    click.echo(
        f"These rounds were deduplicated with earlier rules: {', '.join(found.rounds)}. "
        f"{_count(len(found.changes), 'link')} between records with decisions or in a finished "
        f"flow chart {done}."
    )
    for change in found.changes[:SHOWN]:
        click.echo(f"  {_told(change)}")
    if len(found.changes) > SHOWN:
        click.echo(f"  … and {len(found.changes) - SHOWN:,} more. To list all changes, add --json")
    for flow, box, before, after in found.boxes:
        click.echo(f"  {flow}, {box}: {before:,} → {after:,}")
    if not found.boxes:
        would = "changed" if found.applied else "would change"
        click.echo(f"  No number in a flow chart {would}.")
    if not found.applied:
        click.echo(
            completed("Nothing was changed. To make these changes: ajour duplicates --apply")
        )


def _told(change: RuleChange) -> str:
    verb = "join" if change.joins else "separate"
    one, other = (title[:70] or "no title" for title in change.titles)
    return f"{verb} {change.one} “{one}” and {change.other} “{other}”: {change.because}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"

"""What new rules for duplicates would change, in sentences or as JSON."""

from dataclasses import asdict

import click

from flows.cli.hints import completed
from flows.cli.terminal import print_json
from flows.inspection.rule_changes import RuleChange, RuleChanges

SHOWN = 20
"""Changes that are told one by one; --json has all."""


def tell_rule_changes(found: RuleChanges, *, as_json: bool) -> None:
    """Say what would change, box by box, and how it is applied."""
    if as_json:
        print_json(asdict(found))
        return
    if not found.rounds:
        click.echo("Every round was linked by the rules of today; there is nothing to apply.")
        return
    done = "was changed" if found.applied else "would change"
    click.echo(
        f"Rounds linked by earlier rules: {', '.join(found.rounds)}. "
        f"{_count(len(found.changes), 'link')} between records that are decided or printed {done}."
    )
    for change in found.changes[:SHOWN]:
        click.echo(f"  {_told(change)}")
    if len(found.changes) > SHOWN:
        click.echo(f"  … and {len(found.changes) - SHOWN:,} more; all of them with --json")
    for flow, box, before, after in found.boxes:
        click.echo(f"  {flow}, {box}: {before:,} → {after:,}")
    if not found.boxes:
        click.echo("  No box of a flow chart would have another number.")
    if not found.applied:
        click.echo(completed("Nothing was changed. To change it: ajour duplicates --apply"))


def _told(change: RuleChange) -> str:
    verb = "join" if change.joins else "part"
    one, other = (title[:70] or "no title" for title in change.titles)
    return f"{verb} {change.one} “{one}” and {change.other} “{other}”: {change.because}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"

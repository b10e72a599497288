"""What filled-in files brought, in sentences or as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from pipeline.errors import first_ten
from pipeline.review.decision_rows import ReturnedFile, Unmatched
from pipeline.review.decision_rules import ImportOutcome

LISTED = 20
"""How many unmatched rows are told on a terminal; --unmatched writes them all."""


def tell_outcomes(outcomes: Sequence[ImportOutcome], *, dry_run: bool, as_json: bool) -> None:
    """Say of each file what it changed, or would change."""
    if as_json:
        files = [_object(outcome, dry_run=dry_run) for outcome in outcomes]
        print_json({"files": files})
        return
    for outcome in outcomes:
        click.echo(_sentence(outcome, dry_run=dry_run))
        for warning in first_ten([str(warning) for warning in outcome.reading.warnings]):
            click.echo(f"  - {warning}", err=True)
        _tell_unmatched(outcome.reading.unmatched)


def _sentence(outcome: ImportOutcome, *, dry_run: bool) -> str:
    file = outcome.reading.path.name
    if outcome.known_before:
        return f"{file}: was taken in before; nothing was changed."
    verb = "would be taken in" if dry_run else "taken in"
    by = f" by {outcome.reviewer}" if outcome.reviewer else ""
    against = len(outcome.revisions)
    revised = f", {against} of them against what was said before" if against else ""
    return (
        f"{file}: {_new(outcome)}{by} {verb}{revised}; {outcome.unchanged} known before, "
        f"{outcome.reading.empty} rows left empty.{_recognised(outcome.reading)}"
    )


def _new(outcome: ImportOutcome) -> str:
    """What is new: answers on pairs, or decisions, and words on retrieval apart from verdicts."""
    if outcome.reading.kind == "pairs":
        return _count(outcome.new, "answer on a pair", "answers on pairs")
    notes = outcome.on_retrieval
    if not notes:
        return _count(outcome.new, "decision", "decisions")
    verdicts = _count(outcome.new - notes, "verdict", "verdicts")
    return f"{verdicts} and {_count(notes, 'note on retrieval', 'notes on retrieval')}"


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _recognised(reading: ReturnedFile) -> str:
    """How the reports of another program's file were recognised."""
    if not reading.form:
        return ""
    by = ", ".join(f"{count} by {name}" for name, count in reading.matched.items()) or "none"
    return (
        f" From {reading.form}: reports recognised: {by}; {len(reading.unmatched)} decisions match "
        "no report of this review."
    )


def _tell_unmatched(unmatched: Sequence[Unmatched]) -> None:
    for row in unmatched[:LISTED]:
        told = f"row {row.row}, {row.reviewer}, {row.verdict}: {row.title or '–'}; {row.why}"
        click.echo(f"  - {told}", err=True)
    if len(unmatched) > LISTED:
        more = len(unmatched) - LISTED
        click.echo(f"  - and {more} more; --unmatched FILE writes them all as csv", err=True)


def _object(outcome: ImportOutcome, *, dry_run: bool) -> dict[str, object]:
    reading = outcome.reading
    return {
        "file": str(reading.path),
        "kind": reading.kind,
        "new": outcome.new,
        "on_retrieval": outcome.on_retrieval,
        "unchanged": outcome.unchanged,
        "empty": reading.empty,
        "revised": len(outcome.revisions),
        "known_before": outcome.known_before,
        "dry_run": dry_run,
        "warnings": [str(warning) for warning in reading.warnings],
        "form": reading.form,
        "matched": dict(reading.matched),
        "unmatched": [asdict(row) for row in reading.unmatched],
    }

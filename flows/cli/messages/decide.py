"""What filled-in files brought, in sentences or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from flows.screening.decision_files import Taken, Unmatched
from pipeline.errors import first_ten

LISTED = 20
"""How many unmatched rows are told on a terminal; --unmatched writes them all."""


def tell_taken(taken: Sequence[Taken], *, as_json: bool) -> None:
    """Say of each file what it changed, or would change."""
    if as_json:
        click.echo(json.dumps({"files": [_object(one) for one in taken]}, ensure_ascii=False))
        return
    for one in taken:
        click.echo(_sentence(one))
        for warning in first_ten([str(warning) for warning in one.warnings]):
            click.echo(f"  - {warning}", err=True)
        _tell_unmatched(one.unmatched)


def _sentence(one: Taken) -> str:
    if one.known_before:
        return f"{one.path.name}: was taken in before; nothing was changed."
    what = "words on pairs" if one.kind == "pairs" else "decisions"
    verb = "would be taken in" if one.dry_run else "taken in"
    by = f" by {one.reviewer}" if one.reviewer else ""
    revised = f", {one.revised} of them against what was said before" if one.revised else ""
    return (
        f"{one.path.name}: {one.new} {what}{by} {verb}{revised}; {one.unchanged} known before, "
        f"{one.empty} rows left empty.{_recognised(one)}"
    )


def _recognised(one: Taken) -> str:
    """How the reports of another program's file were recognised."""
    if not one.form:
        return ""
    by = ", ".join(f"{count} by {name}" for name, count in one.matched.items()) or "none"
    return (
        f" From {one.form}: reports recognised: {by}; {len(one.unmatched)} decisions match no "
        "report of this review."
    )


def _tell_unmatched(unmatched: Sequence[Unmatched]) -> None:
    for one in unmatched[:LISTED]:
        told = f"row {one.row}, {one.reviewer}, {one.verdict}: {one.title or '–'}; {one.why}"
        click.echo(f"  - {told}", err=True)
    if len(unmatched) > LISTED:
        more = len(unmatched) - LISTED
        click.echo(f"  - and {more} more; --unmatched FILE writes them all as csv", err=True)


def _object(one: Taken) -> dict[str, object]:
    return {
        "file": str(one.path),
        "kind": one.kind,
        "new": one.new,
        "unchanged": one.unchanged,
        "empty": one.empty,
        "revised": one.revised,
        "known_before": one.known_before,
        "dry_run": one.dry_run,
        "warnings": [str(warning) for warning in one.warnings],
        "form": one.form,
        "matched": dict(one.matched),
        "unmatched": [asdict(each) for each in one.unmatched],
    }

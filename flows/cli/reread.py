"""`ajour reread`: read the stored export files again with this version's readers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import json_option, review_argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.stages.rereading import Rereading

SHOWN = 10
"""Maximum number of changes shown for one file; --json lists all."""


@click.command()
@review_argument
@click.option("--apply", "apply_", is_flag=True, help="Save the changes in the database.")
@json_option
def command(folder: Path, *, apply_: bool, as_json: bool) -> None:
    """Read the export files in searches/ again with this version, and show what would change.

    Nothing is changed without --apply. With --apply, ajour copies the database, saves the changes,
    and recomputes the duplicates, the suggestions based on the criteria, and the ranking. All ids
    and decisions are kept.
    """
    from flows.review.clock import now
    from flows.review.session import at_work
    from flows.stages.refresh import refresh
    from flows.stages.rereading import (
        duplicates_then,
        missing,
        note_unchanged,
        put_again,
        reread,
    )
    from pipeline.store.connection import copy_before

    with at_work(folder) as session:
        again = list(reread(session))
        other = [file for file in again if file.differs]
        lost = missing(session)
        told = duplicates_then(session, other) if other else ""
        stays = []
        if apply_ and other:
            copy_before(session.db, session.review.store, "reread", now()[:10])
        if apply_:
            stays = [one for file in other if (one := put_again(session, file))]
            for file in again:
                if not file.differs and not file.refused:
                    note_unchanged(session, file)
            if other:
                _note(session, other)
                refresh(session)
    if as_json:
        _print(again, lost, told, applied=apply_, stays=stays)
        return
    _tell(again, lost, told)
    for sentence in stays:
        click.echo(sentence)
    if other:
        advice = "Nothing was changed. To save these changes, add --apply."
        done = "These changes were saved." if apply_ else advice
        click.echo(done)


def _note(session: object, other: "Sequence[Rereading]") -> None:
    """Record the new reading in the audit log."""
    from flows.review.clock import now
    from flows.review.session import Session
    from pipeline.store.connection import writing
    from pipeline.store.runs import note_event

    assert isinstance(session, Session)
    names = ", ".join(file.file.name for file in other)
    with writing(session.db):
        note_event(session.db, now(), f"read again with this version: {names}")


def _tell(again: "Sequence[Rereading]", lost: list[str], told: str) -> None:
    from flows.stages.rereading import first_changes, summary
    from pipeline.errors import shortened

    for file in again:
        click.echo(summary(file))
        for change in first_changes(file, SHOWN):
            name = change.field.replace("_", " ")
            before, after = (_shown(value) for value in (change.before, change.after))
            click.echo(shortened(f"  - {change.record} {name}: {before} -> {after}"))
        if len(file.changes) > SHOWN:
            click.echo(
                f"  - and {len(file.changes) - SHOWN:,} more. To list all changes, add --json"
            )
        for record in file.added:
            click.echo(
                shortened(f"  - new record at line {record.line}: {record.title or '(no title)'}")
            )
        for record in file.gone:
            click.echo(
                shortened(
                    f"  - record no longer found, {record.id}: {record.title or '(no title)'}"
                )
            )
    for name in lost:
        click.echo(
            f"{name}: this file is no longer under searches/, so ajour cannot read it again."
        )
    if told:
        click.echo(told)


def _shown(value: object) -> str:
    from pipeline.errors import shortened

    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value or "nothing")
    return shortened(text or "nothing", 120)


def _print(
    again: "Sequence[Rereading]", lost: list[str], told: str, *, applied: bool, stays: list[str]
) -> None:
    from dataclasses import asdict

    from flows.cli.terminal import print_json
    from flows.stages.rereading import summary

    files = [
        {
            "file": file.file.name,
            "search": file.file.search,
            "told": summary(file),
            "changes": [asdict(change) for change in file.changes],
            "new": [{"id": one.id, "title": one.title, "line": one.line} for one in file.added],
            "gone": [{"id": one.id, "title": one.title, "line": one.line} for one in file.gone],
            "refused": file.refused or None,
        }
        for file in again
    ]
    print_json(
        {"applied": applied, "files": files, "missing": lost, "duplicates": told, "stays": stays}
    )

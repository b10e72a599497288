"""What `ajour search` prints."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from flows.cli.terminal import print_json

if TYPE_CHECKING:
    from flows.screening.query_trial import TurnedLine
    from pipeline.records import Record
    from screening_rules.known_studies import Missed
    from screening_rules.search import Tried


def print_tried(tried: "Sequence[Tried]", *, as_json: bool) -> None:
    """Print each line with the number of records found, or why the line could not be run."""
    if as_json:
        rows = [
            {
                "line": one.number or None,
                "query": one.query,
                "hits": one.hits,
                "records": len(one.records),
                "fault": one.fault or None,
                "notes": list(one.notes),
            }
            for one in tried
        ]
        print_json({"lines": rows})
        return
    for one in tried:
        click.echo(f"{_number(one.number)}{one.fault or len(one.records)!s:>8}  {one.query}")
        for note in one.notes:
            click.echo(f"{'':>13}  ({note})")


def print_turned(lines: "Sequence[TurnedLine]", *, as_json: bool) -> None:
    """Print each line in the other notation, with what could not be translated."""
    if as_json:
        rows = [
            {
                "line": one.number or None,
                "query": one.query,
                "proposal": one.text or None,
                "lost": list(one.lost),
                "fault": one.fault or None,
            }
            for one in lines
        ]
        print_json({"lines": rows})
        return
    for one in lines:
        text = one.text or (
            f"not read: {one.fault}"
            if one.fault
            else "the other notation can express no part of this line"
        )
        click.echo(f"{_number(one.number)}{text}")
        for lost in one.lost:
            click.echo(f"       ! {lost}")


def print_missed(
    known: "Sequence[Record]", missing: "Sequence[Missed]", limits: Sequence[str], *, as_json: bool
) -> None:
    """Print how many known studies are found, and which blocks exclude each missed study."""
    if as_json:
        rows = [
            {"id": one.record.id, "title": one.record.title, "blocks": list(one.blocks)}
            for one in missing
        ]
        told = {"known": len(known), "found": len(known) - len(missing), "missed": rows}
        print_json({**told, "limits_left_out": list(limits)})
        return
    click.echo(f"This search finds {len(known) - len(missing):,} of {len(known):,} known studies.")
    for limit in limits:
        click.echo(f"ajour left out this limit, which only the database can apply: {limit}")
    for one in missing:
        year = f" ({one.record.year})" if one.record.year else ""
        click.echo(f"  {one.record.title or one.record.id}{year}")
        for block in one.blocks:
            click.echo(f"      {block}")


def _number(number: int) -> str:
    return f"{number:>3}  " if number else ""

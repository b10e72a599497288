"""What `ajour fill` prints when services fill in fields."""

from collections.abc import Iterator
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from flows.inspection.fill import FillReport
from flows.stages.fill import sentences
from pipeline.errors import PersonNeeded

SHOWN = 70
"""Maximum number of characters of a value shown in a line."""


def tell_fill(found: FillReport, *, as_json: bool) -> None:
    """Print the filled fields with their sources, and uncertain matches.

    Raises PersonNeeded (exit code 3) if a service failed.
    """
    outcome = found.outcome
    if as_json:
        print_json(
            {
                "filled": [asdict(one) for one in outcome.filled],
                "doubtful": [
                    {"record": one, "reference": found.references[one], "why": list(why)}
                    for one, why in outcome.doubts.items()
                ],
                "kept": found.kept,
                "failed": outcome.failed,
            }
        )
    else:
        for line in _lines(found):
            click.echo(line)
    if outcome.failed:
        raise PersonNeeded("Some services could not be asked. Run the command again later.")


def _lines(found: FillReport) -> Iterator[str]:
    outcome = found.outcome
    last = ""
    for one in outcome.filled:
        if one.record != last:
            yield f"{one.record} {found.references[one.record]}"
            last = one.record
        value = one.text if len(one.text) <= SHOWN else f"{one.text[:SHOWN]}…"
        yield f"    {one.field}: {value} ({one.origin})"
    if outcome.doubts:
        yield "These fields stay empty, because the match is uncertain:"
    for record, doubts in outcome.doubts.items():
        yield f"{record} {found.references[record]}"
        yield from (f"    {one}" for one in doubts)
    if not outcome.filled and not outcome.doubts:
        yield "The services found nothing to fill in."
    elif found.kept:
        yield from sentences(outcome)
    else:
        yield "This was a dry run. Nothing was saved."
    yield from outcome.failed

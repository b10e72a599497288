"""Prints the outcome of an import of export files, in sentences or as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from flows.stages.intake import TakenIn
from flows.stages.intake_messages import sentence


def tell_imports(results: Sequence[TakenIn], *, as_json: bool) -> None:
    """Print what was imported from each file; with as_json, one object with all receipts."""
    if as_json:
        print_json({"files": [_object(one) for one in results]})
        return
    for one in results:
        click.echo(sentence(one))


def _object(one: TakenIn) -> dict[str, object]:
    return {
        "file": one.path.name,
        "search": one.search,
        "records": one.records,
        "receipts": [asdict(receipt) for receipt in one.receipts],
        "refused": str(one.refused) if one.refused else None,
    }

"""What a list holds, in sentences or as JSON."""

from collections.abc import Sequence

import click

from flows.cli.terminal import print_json
from flows.screening.lists import Written
from pipeline.errors import first_ten


def tell_list(written: Written, *, as_json: bool, drawn: str = "") -> None:
    """Say where a list is and how much is on it; `drawn` says how, if not in order of rank."""
    if as_json:
        _tell_json(written)
        return
    if written.path is None:
        click.echo(f"Nothing waits for {written.reviewer} at {written.stage}; no list was written.")
        return
    drawn = drawn or f"{written.random_checks} of them drawn at random"
    told = f"{written.listed} reports for {written.reviewer} at {written.stage}"
    click.echo(f"{written.path}: {told}, {drawn}.")
    _tell_cut(written)


def tell_pilot(written: Sequence[Written], *, as_json: bool) -> None:
    """Say where each reviewer's list of the same sample is."""
    if as_json:
        lists = [_object(one) for one in written]
        print_json({"lists": lists})
        return
    for one in written:
        tell_list(one, as_json=False, drawn="drawn at random, the same for everybody")


def tell_pairs(written: Written, *, as_json: bool) -> None:
    """Say where the doubtful pairs are."""
    if as_json:
        _tell_json(written)
    elif written.path is None:
        click.echo("No pair of records waits for a person; nothing was written.")
    else:
        click.echo(f"{written.path}: {written.listed} pairs for {written.reviewer}.")
        _tell_cut(written)


def _tell_cut(written: Written) -> None:
    for fault in first_ten([str(fault) for fault in written.cut]):
        click.echo(f"  - {fault}", err=True)


def _tell_json(written: Written) -> None:
    print_json(_object(written))


def _object(written: Written) -> dict[str, object]:
    return {
        "path": str(written.path) if written.path else None,
        "stage": written.stage,
        "reviewer": written.reviewer,
        "listed": written.listed,
        "random_checks": written.random_checks,
        "cut": [str(one) for one in written.cut],
    }


def tell_conflicts(written: Written, *, as_json: bool) -> None:
    """Say where the disagreements are."""
    if as_json:
        _tell_json(written)
    elif written.path is None:
        click.echo(f"Nobody disagrees at {written.stage}; nothing was written.")
    else:
        click.echo(f"{written.path}: {written.listed} disagreements for {written.reviewer}.")
        _tell_cut(written)

"""Prints what was written to a list, in sentences or as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from flows.cli.hints import completed
from flows.cli.terminal import print_json
from pipeline.errors import first_ten
from pipeline.text.amounts import amount
from pipeline.text.shell_words import command_line

if TYPE_CHECKING:
    from flows.screening.lists import Written


def tell_list(written: "Written", *, as_json: bool, drawn: str = "") -> None:
    """Print where a list is and how long it is; `drawn` describes an order other than by rank."""
    if as_json:
        _tell_json(written)
        return
    if written.path is None:
        click.echo(_nothing(written))
        return
    drawn = drawn or f"{written.random_checks:,} of them drawn at random"
    told = f"{amount(written.listed, 'report')} for {written.reviewer} at {written.stage}"
    click.echo(f"{written.path}: {told}, {drawn}.{already_written(written)}{_again(written)}")
    _tell_cut(written)


def already_written(written: "Written") -> str:
    """That the list was there already, unchanged, and was not written a second time."""
    return (
        " This list exists already, so ajour did not write the list again." if written.kept else ""
    )


def _again(written: "Written") -> str:
    """The reports that are also on earlier lists of the same person not yet returned."""
    if not written.out:
        return ""
    from flows.reporting.waiting import list_out

    lists = ", ".join(list_out(one) for one in written.out)
    shared = sum(one.waiting for one in written.out)
    every = "All" if shared == written.listed else f"{shared:,}"
    are = "is also on a list that has" if shared == 1 else "are also on lists that have"
    what = "This report" if shared == written.listed == 1 else f"{every} of these reports"
    return f" {what} {are} not been returned: {lists}."


def _nothing(written: "Written") -> str:
    """Why a list is empty: no report waits, or all waiting reports are on earlier lists."""
    if written.no_records:
        return (
            "The review has no records yet. No list was written. To import export files: "
            f"{completed('ajour update')}"
        )
    if not written.out:
        return (
            f"No report is waiting for {written.reviewer} at {written.stage}. No list was written."
            f"{_elsewhere(written)}"
        )
    from flows.reporting.waiting import list_out

    waiting = sum(one.waiting for one in written.out)
    lists = ", ".join(list_out(one, whose=one.reviewer != written.reviewer) for one in written.out)
    every = "The 1 report waiting" if waiting == 1 else f"All {waiting:,} reports waiting"
    are = "is already on a list that has" if waiting == 1 else "are already on lists that have"
    return (
        f"{every} for {written.reviewer} at {written.stage} {are} not been returned: {lists}. No "
        "list was written."
    )


def _elsewhere(written: "Written") -> str:
    """How many reports wait for the reviewer at the other stage, with the command; or ""."""
    if written.other is None:
        return ""
    stage, count = written.other
    asked = command_line(f"--stage {stage} --reviewer", written.reviewer)
    line = f"{completed('ajour candidates')} {asked}"
    return f" To list the {amount(count, 'report')} waiting at {stage}: {line}"


def tell_pilot(written: "Sequence[Written]", *, as_json: bool) -> None:
    """Print where each reviewer's list of the same sample is."""
    if as_json:
        lists = [_object(one) for one in written]
        print_json({"lists": lists})
        return
    for one in written:
        tell_list(one, as_json=False, drawn="drawn at random, the same for every reviewer")


def tell_pairs(written: "Written", *, as_json: bool) -> None:
    """Print where the list of possible duplicates is."""
    if as_json:
        _tell_json(written)
    elif written.path is None:
        click.echo("No possible duplicates to review. Nothing was written.")
    else:
        click.echo(
            f"{written.path}: {amount(written.listed, 'possible duplicate')} for "
            f"{written.reviewer}.{already_written(written)}"
        )
        _tell_cut(written)


def _tell_cut(written: "Written") -> None:
    for fault in first_ten([str(fault) for fault in written.cut]):
        click.echo(f"  - {fault}", err=True)


def _tell_json(written: "Written") -> None:
    print_json(_object(written))


def _object(written: "Written") -> dict[str, object]:
    return {
        "path": str(written.path) if written.path else None,
        "stage": written.stage,
        "reviewer": written.reviewer,
        "listed": written.listed,
        "random_checks": written.random_checks,
        "cut": [str(one) for one in written.cut],
        "out": [asdict(one) for one in written.out],
    }


def tell_conflicts(written: "Sequence[Written]", *, stage: str | None, as_json: bool) -> None:
    """Print where the list of conflicts of each stage is."""
    if as_json:
        lists = [_object(one) for one in written]
        # The keys of the first list are also at the top level, as for a single stage.
        none = {"path": None, "stage": stage, "reviewer": None, "listed": 0, "random_checks": 0}
        first = lists[0] if lists else {**none, "cut": [], "out": []}
        print_json(first | {"lists": lists})
        return
    found = [one for one in written if one.path]
    if not found:
        click.echo(f"No conflicts at {stage or 'any stage'}. Nothing was written.")
    for one in found:
        what = amount(one.listed, "disagreement")
        click.echo(f"{one.path}: {what} at {one.stage} for {one.reviewer}.{already_written(one)}")
        _tell_cut(one)

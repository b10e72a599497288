"""ajour evaluate recheck: share of errors found by checking a few excludes again."""

from pathlib import Path

import click

from flows.cli.terminal import print_json


@click.command()
@click.argument("labelled", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--draws",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    help="How many times wrong exclusions are drawn at random in each review.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random draws.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(labelled: tuple[Path, ...], draws: int, seed: int, *, as_json: bool) -> None:
    """Measure how many wrong exclusions ajour recheck finds in finished reviews.

    LABELLED must be csv files with the columns record_id, title, abstract and label_included. In
    each review, a tenth of the includes are turned into wrong excludes. The result is the share of
    wrong excludes found by checking the first 5 % or 10 % of the excludes that `ajour recheck`
    lists.
    """
    from pipeline.evaluation.recheck_trial import recheck_trial

    found = recheck_trial(labelled, draws=draws, seed=seed)
    if as_json:
        print_json(found)
        return
    from rich.table import Table

    from flows.cli.terminal import console

    table = Table("review", "slips", "found in 5 %", "found in 10 %")
    each = found["each"]
    rows = {**each, "all": found} if isinstance(each, dict) else {}
    for name, one in rows.items():
        shares = (f"{one['found_5%']:.0%}", f"{one['found_10%']:.0%}")
        table.add_row(name, str(one["slips"]), *shares)
    console().print(table)

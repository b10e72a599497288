"""ajour evaluate left: estimated and true numbers of unread includes in finished reviews."""

from pathlib import Path

import click

from flows.cli.terminal import print_json
from flows.review.steps import counted
from pipeline.text.amounts import amount


@click.command()
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--priors",
    type=click.Path(path_type=Path),
    help=("Csv file of the starting records: dataset, seed, included_id, excluded_id."),
)
@click.option(
    "--seed",
    metavar="N",
    help=("Seed by which the starting records are chosen from --priors, or drawn at random."),
)
@click.option(
    "--checks",
    metavar="SHARE",
    type=click.FloatRange(0, 0.5),
    default=0.0,
    help="Share of the unread reports that is drawn at random and checked before each estimate.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(
    data: tuple[Path, ...], priors: Path | None, seed: str | None, checks: float, as_json: bool
) -> None:
    """Replay the finished reviews in DATA and compare expected and true numbers of includes.

    DATA must be csv files, or folders of csv files, with the columns record_id, title, abstract
    and label_included. The number of includes left is estimated after each tenth of the records.
    """
    from pipeline.evaluation.finished_reviews import (  # imports scikit-learn: it takes a second
        labelled_files,
        read_priors,
        replayed,
    )
    from pipeline.evaluation.left_trial import left_figures
    from pipeline.ranking.finished_reviews import shipped

    known = read_priors(priors) if priors else None
    reviews = [
        replayed(path, known, seed) for path in counted("reviews replayed", labelled_files(data))
    ]
    figures = left_figures(reviews, shipped(), checks=checks)
    if as_json:
        print_json(figures)
        return
    click.echo(
        f"{amount(len(reviews), 'finished review')}: {figures['within_factor_two']:.0%} of the "
        f"estimates are within a factor of two of the true number, and {figures['covered']:.0%} "
        "of the intervals contain the true number"
    )
    for name, looks in figures["each"].items():
        click.echo(name)
        for one in looks:
            expected = "–" if one["expected"] is None else f"{one['expected']:.0f}"
            click.echo(
                f"  {one['read']:.0%} of the records read: {expected} more includes expected "
                f"({one['low']} to {one['high']}), {one['true']} in fact"
            )

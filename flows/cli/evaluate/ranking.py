"""ajour evaluate ranking: how early the ranking finds what a finished review included."""

from functools import partial
from pathlib import Path

import click

from flows.cli.options import OneOf
from flows.cli.terminal import print_json
from flows.review.steps import reached


@click.command()
@click.argument("labelled", type=click.Path(path_type=Path))
@click.option(
    "--mode",
    type=OneOf(["active", "update", "cold"]),
    default="active",
    show_default=True,
    help=(
        "Start from known records (active), the older half of the records (update) or a question "
        "(cold)."
    ),
)
@click.option(
    "--prior",
    "priors",
    multiple=True,
    metavar="ID",
    help="Record with a decision known at the start; can be given several times.",
)
@click.option(
    "--question", default="", metavar="TEXT", help="Question of the review, for --mode cold."
)
@click.option(
    "--references",
    type=click.Path(path_type=Path),
    help="Csv file of cited works, with the columns record_id, work and references.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(
    labelled: Path,
    mode: str,
    priors: tuple[str, ...],
    question: str,
    references: Path | None,
    as_json: bool,
) -> None:
    """Replay the review in LABELLED and measure how early the included records are found.

    LABELLED must be a csv file with the columns record_id, title, abstract and label_included,
    and for --mode update also the column year. Records that are known at the start are not counted
    in the results. With --references, the ranking also uses cited works, if enough included records
    cite each other.
    """
    from pipeline.evaluation.labelled_decisions import read_labelled

    if not labelled.is_file():
        read_labelled(labelled)  # report an unreadable file before the slow import of scikit-learn
    from pipeline.evaluation.ranking_trial import (  # imports scikit-learn, which takes a second
        Trial,
        run,
    )

    trial = Trial(path=labelled, mode=mode, priors=priors, question=question, references=references)
    figures = run(trial, partial(reached, "included records found"))
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        shown = f"{value:.4f}" if isinstance(value, float) else str(value)
        click.echo(f"{name.replace('_', ' '):<20}{shown:>12}")

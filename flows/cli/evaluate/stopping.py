"""ajour evaluate stopping: when each rule would have stopped the reading of finished reviews."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.terminal import print_json, tell
from flows.review.steps import counted
from pipeline.text.amounts import amount

if TYPE_CHECKING:
    from pipeline.evaluation.finished_reviews import Priors


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
    "--target",
    type=click.FloatRange(0.5, 1, max_open=True),
    default=0.95,
    show_default=True,
    help="Share of the includes that should be found.",
)
@click.option(
    "--confidence",
    type=click.FloatRange(0.5, 1, max_open=True),
    default=0.95,
    show_default=True,
    help="Confidence required before a rule ends the reading.",
)
@click.option(
    "--finished",
    type=click.Path(path_type=Path),
    help="Table of your own finished reviews, used in addition to the supplied table.",
)
@click.option(
    "--table",
    type=click.Path(path_type=Path),
    help="Write only a table of the finished reviews in DATA, to this file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(
    data: tuple[Path, ...],
    priors: Path | None,
    seed: str | None,
    target: float,
    confidence: float,
    finished: Path | None,
    table: Path | None,
    as_json: bool,
) -> None:
    """Replay the finished reviews in DATA and show when each stopping rule ends the reading.

    DATA must be csv files, or folders of csv files, with the columns record_id, title, abstract
    and label_included. The stopping rule "certificate" is learned from finished reviews, but never
    from the review that is replayed.
    """
    from pipeline.evaluation.finished_reviews import (  # imports scikit-learn: it takes a second
        labelled_files,
        read_priors,
        replayed,
    )
    from pipeline.evaluation.stopping_trial import stopping_figures
    from pipeline.ranking.finished_reviews import read_table, shipped

    files = labelled_files(data)
    known = read_priors(priors) if priors else None
    if table:
        tell(_write_table(table, files, known), as_json=as_json, path=table)
        return
    rows = (*shipped(), *(read_table(finished) if finished else ()))
    reviews = [replayed(path, known, seed) for path in counted("reviews replayed", files)]
    figures = stopping_figures(reviews, rows, target=target, confidence=confidence)
    if as_json:
        print_json(figures)
        return
    click.echo(
        f"{amount(len(reviews), 'finished review')}; target: {target:.0%} of the includes found"
    )
    for rule, one in figures["rules"].items():
        click.echo(
            f"{rule:<12} target reached in {one['reached']:.0%} of the reviews, "
            f"{one['read']:.0%} of the records read"
        )


def _write_table(table: Path, files: list[Path], known: "Priors | None") -> str:
    """Write a table of finished reviews to a new file; return a sentence that says so."""
    from flows.review.target_file import free_place
    from pipeline.evaluation.finished_reviews import every_replay
    from pipeline.evaluation.stopping_trial import table_rows
    from pipeline.ranking.finished_reviews import written

    free_place(table, ["csv"], "a table of finished reviews")
    rows = [
        row for path in files for replay in every_replay(path, known) for row in table_rows(replay)
    ]
    table.write_text(written(rows), "utf-8")
    reviews = amount(len(files), "finished review")
    return f"{table}: this new file is the table for the learned stopping rule, from {reviews}."

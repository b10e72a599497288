"""Measure deduplication on labelled records."""

from pathlib import Path

import click

from flows.cli.terminal import print_json


@click.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    help="Path of a csv file for the lost reports and missed duplicates, with reasons.",
)
def command(records: Path, as_json: bool, errors: Path | None) -> None:
    """Deduplicate RECORDS whose duplicates are known, and count the errors.

    RECORDS is a csv file with the columns record_id, title, authors, year, journal, volume, number,
    pages, doi, abstract and cluster.
    """
    import time

    from pipeline.dedupe.find import find_duplicates
    from pipeline.evaluation.labelled_duplicates import evaluated, read_labelled, write_errors

    labelled = read_labelled(records)
    start = time.perf_counter()
    found = find_duplicates(labelled.records)
    seconds = time.perf_counter() - start
    figures = evaluated(labelled, found) | {"seconds": round(seconds, 3), "peak_mb": _peak_mb()}
    if errors:
        write_errors(errors, labelled, found)
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        click.echo(f"{name:<12} {value}")


def _peak_mb() -> float:
    """Peak memory use of this process, in megabytes."""
    from pipeline.evaluation.ranking_trial import peak_mb

    return round(peak_mb(), 1)

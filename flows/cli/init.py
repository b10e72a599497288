"""`ajour init`: make a new review."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default=None, help="The review's title; the folder's name without it.")
def command(folder: Path, title: str | None) -> None:
    """Make a new review in FOLDER: its folders, a commented review.toml and criteria.toml.

    Files that are there already are left as they are.
    """
    from flows.review.new_review import start_review

    for line in start_review(folder, title or folder.resolve().name):
        click.echo(line)

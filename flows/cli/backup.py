"""`ajour backup`: copy the store safely, or restore a copy."""

from pathlib import Path

import click

from flows.cli.hints import completed
from flows.cli.options import json_option, review_argument
from flows.cli.terminal import tell


@click.command()
@review_argument
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="The copy to write; default: a dated file in backups/.",
)
@click.option("--restore", type=click.Path(path_type=Path), help="The backup to restore.")
@json_option
def command(folder: Path, to: Path | None, restore: Path | None, *, as_json: bool) -> None:
    """Copy the database of the review in FOLDER and verify the copy.

    Other people can keep working while the copy is made. With --restore, a backup replaces the
    database, and the replaced database is kept in the same folder. Backups of another review and
    files that are not databases of ajour are refused.
    """
    from flows.inspection.backup import back_up_review, restore_review

    done = restore_review(folder, restore) if restore else back_up_review(folder, to)
    tell(completed(done), as_json=as_json)

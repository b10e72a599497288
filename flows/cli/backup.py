"""`ajour backup`: copy the store safely, or restore a copy."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument
from flows.cli.terminal import tell


@click.command()
@review_argument
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Path of the copy. The default is a file in backups/ with the date in its name.",
)
@click.option("--restore", type=click.Path(path_type=Path), help="Path of a backup to restore.")
@json_option
def command(folder: Path, to: Path | None, restore: Path | None, *, as_json: bool) -> None:
    """Copy the database of the review in FOLDER and verify the copy.

    Other people can keep working while ajour makes the copy. With --restore, a backup replaces the
    database, and ajour keeps the replaced database in the same folder. ajour refuses a backup of
    another review, and refuses a file that is not a database of ajour.
    """
    from flows.inspection.backup import back_up_review, restore_review

    done = restore_review(folder, restore) if restore else back_up_review(folder, to)
    tell(done, as_json=as_json)

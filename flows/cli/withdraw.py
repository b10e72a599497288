"""`ajour withdraw`: undo a mistaken decision file or import."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_option
from flows.cli.terminal import tell
from flows.review.find_review import folder_of


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@review_option
@click.option("--why", default="", help="The reason, kept for the audit.")
@json_option
def command(file: Path, folder: Path | None, why: str, *, as_json: bool) -> None:
    """Take back what FILE brought, a filled-in list or an export; nothing is erased.

    An export that was withdrawn stays out of later updates until it is imported again.
    """
    from flows.inspection.withdrawal import withdraw_file

    tell(withdraw_file(folder_of(folder, (file,)), file, why), as_json=as_json)

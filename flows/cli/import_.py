"""`ajour import`: import export files into a search."""

from pathlib import Path

import click

from flows.cli.name_completion import searches
from flows.cli.options import json_option, review_option
from flows.review.find_review import folder_of, refuse_missing


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--search",
    "name",
    required=True,
    shell_complete=searches,
    help="Name of the search in review.toml to which the files belong.",
)
@review_option
@click.option(
    "--accept-faults", is_flag=True, help="Import the correct records of a file that has errors."
)
@json_option
def command(
    files: tuple[Path, ...], name: str, folder: Path | None, *, accept_faults: bool, as_json: bool
) -> None:
    """Add the records of export FILES to a search.

    If a file has an error, no file is imported and all errors are listed. Importing a file again
    adds no records. The files are copied to searches/, so that the folder of the review contains
    all export files.
    """
    refuse_missing(files)
    from flows.stages.import_files import import_files

    where = folder_of(folder, files)
    done = import_files(where, files, name, accept_faults=accept_faults)
    from flows.cli.messages.imports import tell_imports

    tell_imports(done, as_json=as_json)

"""`ajour import`: take export files into a search."""

from pathlib import Path

import click

from flows.commands.options import folder_of, json_option, review_option


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--search", "name", required=True, help="The search of review.toml they belong to.")
@review_option
@click.option("--accept-faults", is_flag=True, help="Take the sound records of a faulty file.")
@json_option
def command(
    files: tuple[Path, ...], name: str, folder: Path | None, *, accept_faults: bool, as_json: bool
) -> None:
    """Take export FILES into a search: all of them whole, or none, with every fault.

    The same file again adds nothing. The files are copied under searches/, so that the review's
    folder holds everything it was made from.
    """
    from flows.importing import import_files
    from flows.telling.imports import tell_imports

    where = folder_of(folder, files)
    tell_imports(import_files(where, files, name, accept_faults=accept_faults), as_json=as_json)

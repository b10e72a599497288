"""`ajour import`: take export files into a search."""

from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--search", "name", required=True, help="The search of review.toml they belong to.")
@click.option("--review", "folder", default=".", type=click.Path(path_type=Path), show_default=True)
@click.option("--accept-faults", is_flag=True, help="Take the sound records of a faulty file.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipts as one object.")
def command(
    files: tuple[Path, ...], name: str, folder: Path, *, accept_faults: bool, as_json: bool
) -> None:
    """Take export FILES into a search: each whole, or refused whole with all its faults.

    The same file again adds nothing. The files are copied under searches/, so that the review's
    folder holds everything it was made from.
    """
    from flows.importing import import_files
    from flows.telling import tell_imports

    tell_imports(import_files(folder, files, name, accept_faults=accept_faults), as_json=as_json)

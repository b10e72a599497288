"""`ajour archive`: write the review to one zip file for an archive."""

from pathlib import Path

import click

from flows.cli.options import json_option, output_option, review_argument


@click.command()
@review_argument
@output_option("The zip file to write.")
@click.option(
    "--license",
    "licence",
    default="",
    help="Web address of the licence of the archive.",
)
@click.option(
    "--pseudonyms",
    is_flag=True,
    help="Replace reviewers' names with numbers.",
)
@json_option
def command(
    folder: Path, output: Path | None, licence: str, *, pseudonyms: bool, as_json: bool
) -> None:
    """Write the review in FOLDER as one zip file for OSF, Zenodo or another archive.

    The zip file contains the searches, decisions, criteria, settings and outputs, with checksums,
    in the standard format RO-Crate. The archive contains no abstracts, and no files exported from
    databases. `ajour check FILE.zip` verifies the archive and calculates the numbers of the
    flow chart again from the archived data.
    """
    from flows.cli.terminal import tell
    from flows.inspection.archive import ArchiveOptions, make_archive
    from pipeline.text.shell_words import command_line

    made = make_archive(folder, ArchiveOptions(to=output, licence=licence, pseudonyms=pseudonyms))
    told = f"{made.path}: this archive has {made.files:,} files and {made.records:,} records."
    if made.left_out:
        told += (
            f" These files were left out because they contain names of reviewers: "
            f"{', '.join(made.left_out)}."
        )
    told += f" To verify the archive: {command_line('ajour check', made.path)}"
    tell(told, as_json=as_json, path=made.path, files=made.files, left_out=list(made.left_out))

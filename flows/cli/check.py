"""`ajour check`: verify the store, the flow numbers and the files."""

from pathlib import Path

import click

from flows.cli.hints import completed
from flows.cli.options import json_option, review_argument
from flows.cli.terminal import print_json


@click.command()
@review_argument
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """Verify the database, the numbers and the files of the review in FOLDER.

    ajour checks that the database is intact, that every record, decision and file has its original
    checksum, that all links are valid, and that the numbers of the flow chart add up. The command
    changes nothing. Exit code 2 means that an error was found. A message says how to correct the
    error.

    FOLDER may also be a zip file from `ajour archive`. Every file in the archive is then compared
    with its checksum, and the flow chart is counted again from the archived data.
    """
    from flows.inspection.integrity import check
    from pipeline.errors import Fault, Refused

    if folder.is_file():
        from flows.inspection.archive_check import check_archive, is_archive

        found = check_archive(folder) if is_archive(folder) else check(folder)
    else:
        found = check(folder)
    if as_json:
        told = {"sound": found.sound, "wrong": found.wrong, "notes": found.notes}
        print_json(told)
    else:
        for line in found.sound:
            click.echo(f"OK: {line}")
        for line in found.notes:
            click.echo(completed(f"note: {line}"))
    if found.wrong:
        raise Refused(f"{folder}: some checks failed.", [Fault("", one) for one in found.wrong])

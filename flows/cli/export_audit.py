"""`ajour export-audit`: write every decision and its source as csv."""

import csv
from io import StringIO
from pathlib import Path

import click

from flows.cli.options import json_option, output_option, review_argument


@click.command()
@review_argument
@output_option("The file to write; default: print the result.")
@json_option
def command(folder: Path, output: Path | None, *, as_json: bool) -> None:
    """Write all decisions ever made in the review in FOLDER as csv, one per line.

    Each line contains the record, the person, the decision, the reason and the time, and says
    whether the decision was withdrawn. A line also contains the file, sheet and row that the
    decision came from, the SHA-256 checksum of the file, and the version of ajour.
    """
    from flows.cli.terminal import print_file, print_json, tell
    from flows.inspection.audit_log import audit_csv
    from flows.review.target_file import fitting
    from pipeline.files import free_name

    content = audit_csv(folder)
    if output is None and as_json:
        print_json({"decisions": list(csv.DictReader(StringIO(content)))})
        return
    if output is None:
        print_file(content)
        return
    path = free_name(fitting(output, ["csv"]))
    path.write_text(content, encoding="utf-8-sig", newline="")
    tell(f"{path}: written.", as_json=as_json, path=path)

"""Prints the records behind a number as csv, RIS or JSON, or writes them to a file."""

from collections.abc import Mapping
from pathlib import Path

import click

from exports.bibliography.record_files import ris
from flows.cli.hints import completed
from flows.cli.terminal import print_file, print_json
from flows.inspection.trace import Traced
from flows.review.target_file import fitting, form_of
from pipeline.files import free_name
from pipeline.text.amounts import amount

FORMS = {"csv": "csv", "ris": "ris"}
"""The formats of a list of records, with their file name endings."""


def tell_boxes(numbers: Mapping[str, int], *, as_json: bool) -> None:
    """Print the boxes with a number above 0; as JSON, print all boxes.

    A sum over both columns is left out if it equals the number of the first column.
    """
    if as_json:
        print_json(numbers)
        return
    for name, number in numbers.items():
        alone = name.startswith("all_") and numbers.get(name.removeprefix("all_")) == number
        if number and not alone:
            click.echo(f"{number:>9}  {name}")
    click.echo(
        completed("\nAll other boxes are 0. To list the records behind a number: ajour trace BOX")
    )


def tell_trace(found: Traced, form: str | None, output: Path | None, *, as_json: bool) -> None:
    """Print or write the records; an existing file is not overwritten.

    Without `form`, the file's ending decides the format; the default is csv.
    """
    form = form_of(output, form, FORMS, "csv")
    if as_json:
        rows = zip(found.records, found.reports, found.origins, strict=True)
        records = [
            {"record": one.id, "report": report, "title": one.title, "file": file, "line": line}
            for one, report, (file, _, line) in rows
        ]
        told = {"box": found.box, "count": len(records), "records": records}
        print_json(told)
        return
    content = found.csv().encode() if form == "csv" else b"".join(ris(found.records))
    if output is None:
        print_file(content.decode())
        return
    path = free_name(fitting(output, [FORMS[form]]))
    path.write_bytes(content)
    many = amount(len(found.records), "record")
    click.echo(f"{path}: this new file has {many} from {found.box}.")

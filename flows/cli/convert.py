"""`ajour convert`: any export file as jsonl, csv or RIS."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import OneOf
from flows.cli.terminal import print_json
from pipeline.text.amounts import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.receipts import Receipt

ENDINGS = {"jsonl": ("jsonl", "ndjson"), "csv": ("csv",), "ris": ("ris", "txt")}
"""The file name endings that other programs expect for each format."""


@click.command("convert")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", type=OneOf(["jsonl", "csv", "ris"]), required=True, help="Format of the new file."
)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True, help="The file to write."
)
@click.option(
    "--accept-faults",
    is_flag=True,
    help="Convert the correct records, and write the others to OUT.rejects.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the receipt of the conversion as one JSON object.",
)
def command(file: Path, to: str, out: Path, *, accept_faults: bool, as_json: bool) -> None:
    """Convert an export FILE to jsonl, csv or RIS.

    A file is converted completely or not at all. If a record is cut off, or if bytes cannot be
    read, no file is written and the exit code is 2. With --accept-faults, the correct records are
    written to OUT, and the other records are written unchanged to OUT.rejects.
    """
    from exports.bibliography.record_files import WRITERS
    from flows.review.atomic_files import whole_file
    from pipeline.errors import Refused
    from pipeline.readers.read_file import reading

    _writable(file, out, to, accept_faults=accept_faults)
    with reading(file, accept_faults=accept_faults) as export:
        try:
            with whole_file(out) as stream:
                for piece in WRITERS[to](export.records()):
                    stream.write(piece)
        except Refused as refusal:
            if as_json:
                faults = [str(one) for one in refusal.faults] or [refusal.sentence]
                _print(file, export.receipts, faults, refused=True)
            raise
    if export.rejects:
        with whole_file(out.with_name(f"{out.name}.rejects")) as stream:
            stream.write(b"".join(export.rejects))
    if as_json:
        _print(file, export.receipts, [str(one) for r in export.receipts for one in r.faults])
    else:
        _tell(export.receipts, out)


def _writable(file: Path, out: Path, to: str, *, accept_faults: bool) -> None:
    from flows.review.target_file import free_place, there
    from pipeline.errors import Refused

    if not file.is_file():
        raise Refused(f"{file}: there is no such file.")
    if (there(out) and out.is_dir()) or not out.parent.is_dir():
        raise Refused(
            f"{out}: ajour cannot write a file there. Give a file name in a folder that exists."
        )
    if out.exists() and out.samefile(file):
        raise Refused(f"{out}: this is the input file. Choose another output file.")
    free_place(out, ENDINGS[to], "ajour convert")
    if accept_faults:
        free_place(out.with_name(f"{out.name}.rejects"), ["rejects"], "ajour convert")


def _print(
    file: Path, receipts: "Sequence[Receipt]", faults: list[str], *, refused: bool = False
) -> None:
    """Print the receipt of the file as one JSON object; counts of several members are summed."""
    from hashlib import file_digest

    with file.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    told = {
        "file": file.name,
        "format": _each(one.format for one in receipts),
        "dialect": _each(one.dialect for one in receipts),
        "because": _each(one.because for one in receipts),
        "encoding": _each(one.encoding for one in receipts),
        "start_tags": sum(one.start_tags for one in receipts),
        "records": 0 if refused else sum(one.records for one in receipts),
        "unplaced": [
            {"tag": one.tag, "line": one.line, "count": one.count}
            | ({"member": receipt.member} if receipt.member else {})
            for receipt in receipts
            for one in receipt.unplaced
        ],
        "notes": [note for one in receipts for note in one.notes],
        "sha256": digest,
        "faults": faults,
    }
    print_json(told)


def _each(values: "object") -> str:
    return ", ".join(dict.fromkeys(filter(None, values)))  # type: ignore[call-overload]


def _tell(receipts: "Sequence[Receipt]", out: Path) -> None:
    from flows.stages.intake_messages import unplaced
    from pipeline.errors import first_ten, shortened

    for one in receipts:
        name = f"{one.file} ({one.member})" if one.member else one.file
        click.echo(
            f"{name}: ajour read {amount(one.records, 'record')} and counted "
            f"{amount(one.start_tags, 'start tag')}. The format is {one.dialect} "
            f"({one.because}), and the encoding {one.encoding}."
        )
        for note in first_ten(one.notes):
            click.echo(f"  {shortened(note)}", err=True)
        for told in unplaced(one):
            click.echo(f"  {told}", err=True)
        for fault in first_ten([str(fault) for fault in one.faults]):
            click.echo(f"  left out: {fault}", err=True)
    click.echo(f"Written: {out}")

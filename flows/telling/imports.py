"""What became of export files, in sentences or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from flows.stages.intake import TakenIn


def tell_imports(results: Sequence[TakenIn], *, as_json: bool) -> None:
    """Say of each file what was taken in; with as_json as one object with all receipts."""
    if as_json:
        click.echo(json.dumps({"files": [_object(one) for one in results]}, ensure_ascii=False))
        return
    for one in results:
        click.echo(sentence(one))


def sentence(one: TakenIn) -> str:
    """What became of one file."""
    if one.refused:
        return str(one.refused)
    if not one.receipts:
        return f"{one.path.name}: taken in before; nothing was added."
    formats = sorted({f"{receipt.format} ({receipt.dialect})" for receipt in one.receipts})
    lines = [f"{one.path.name}: {one.records} records into {one.search}, {', '.join(formats)}."]
    for receipt in one.receipts:
        lines += [f"  - {note}" for note in receipt.notes]
        if receipt.accepted_faults:
            left_out = f"{receipt.accepted_faults} faulty records were left out"
            lines.append(f"  - {left_out}; they are kept beside it in a file .rejects")
        if receipt.unplaced:
            tags = ", ".join(f"{left.tag} ({left.count})" for left in receipt.unplaced)
            lines.append(f"  - no field takes {tags}; kept in the raw entries")
    return "\n".join(lines)


def _object(one: TakenIn) -> dict[str, object]:
    return {
        "file": one.path.name,
        "search": one.search,
        "records": one.records,
        "receipts": [asdict(receipt) for receipt in one.receipts],
        "refused": str(one.refused) if one.refused else None,
    }

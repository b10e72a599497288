"""Messages on the import of an export file."""

from flows.stages.intake import TakenIn
from pipeline.errors import first_ten, shortened
from pipeline.receipts import Receipt, Unplaced
from pipeline.text.amounts import amount

LONGEST_TAG = 60
"""Maximum number of characters shown of a tag or a column's name."""


def sentence(one: TakenIn) -> str:
    """The result of importing one file."""
    if one.refused:
        return str(one.refused)
    if not one.receipts:
        return f"{one.path.name}: this file is already imported. Nothing was added."
    formats = sorted({f"{receipt.format} ({receipt.dialect})" for receipt in one.receipts})
    records = amount(one.records, "record")
    lines = [f"{one.path.name}: {records} imported into {one.search}, {', '.join(formats)}."]
    for receipt in one.receipts:
        lines += [f"  - {shortened(note)}" for note in first_ten(receipt.notes)]
        if receipt.accepted_faults:
            faulty = amount(receipt.accepted_faults, "faulty record was", "faulty records were")
            lines.append(
                f"  - {faulty} left out, and kept in a file with the ending .rejects beside the "
                "export file"
            )
        lines += [f"  - {told}" for told in unplaced(receipt)]
    return "\n".join(lines)


def unplaced(receipt: Receipt) -> list[str]:
    """The parts of a file that are in no field of a record, and where they are kept.

    >>> from pipeline.receipts import Unplaced
    >>> unplaced(Receipt(file="a.ris", unplaced=(Unplaced(tag="ZZ", line=9, count=2),)))
    ['ajour has no field for ZZ (2 times, first at line 9), which stays in the export file']
    """
    within = [one for one in receipt.unplaced if not one.outside]
    outside = [one for one in receipt.unplaced if one.outside]
    told = []
    if within:
        told_of = [f"{_tag(one)} ({_times(one)}, first at line {one.line})" for one in within]
        tags = ", ".join(first_ten(told_of))
        stay = "stays" if len(within) == 1 else "stay"
        told.append(f"ajour has no field for {tags}, which {stay} in the export file")
    if outside:
        count, first = sum(one.count for one in outside), min(one.line for one in outside)
        stay = "stays" if count == 1 else "stay"
        told.append(
            f"{amount(count, 'line')} outside the records, such as headings, links or counters "
            f"(first at line {first}), {stay} in the export file"
        )
    return told


def _times(one: Unplaced) -> str:
    return "once" if one.count == 1 else f"{one.count:,} times"


def _tag(one: Unplaced) -> str:
    """The tag, without bytes that a terminal cannot show."""
    return shortened(one.tag, LONGEST_TAG).encode("utf-8", "replace").decode()

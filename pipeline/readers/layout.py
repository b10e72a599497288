"""Signs that the layout of a file was misread: records that lack what all records have."""

from pipeline.errors import Fault
from pipeline.readers.ledger import ReceiptDraft
from pipeline.receipts import BETWEEN

FORMATS = {
    "ris": "RIS",
    "nbib": "PubMed's format",
    "ovid": "Ovid's tagged text",
    "ciw": "Web of Science's tagged text",
    "bibtex": "BibTeX",
    "table": "a table",
    "pubmed-xml": "PubMed's XML",
    "endnote-xml": "EndNote's XML",
    "jsonl": "ajour's jsonl",
    "json": "JSON",
    "refer": "EndNote's tagged text (refer)",
    "refworks": "RefWorks' tagged text",
    "noteexpress": "NoteExpress' tagged text",
    "ictrp-xml": "ICTRP's XML",
}
"""The usual names of the formats."""

SPEAKING = ("author", "creator", "contributor", "year", "date")
"""Parts of the names of columns with authors or a year."""


def layout_notes(ledger: ReceiptDraft) -> list[str]:
    """What is unusual about some records of an accepted file."""
    if not ledger.untitled:
        return []
    count = len(ledger.untitled)
    have = "records have" if count > 1 else "record has"
    return [f"{count:,} {have} no title, the first at line {ledger.untitled[0]}"]


def layout_faults(ledger: ReceiptDraft, format_: str) -> list[Fault]:
    """Why a file is refused because its records lack fields that its format has."""
    if not ledger.placed:
        return []
    advice = (
        "ajour does not understand the layout of the file. Export the records again as RIS, "
        "or in the vendor's own format with all fields"
    )
    line = ledger.untitled[0] if ledger.untitled else 1
    if len(ledger.untitled) == ledger.placed:
        return [Fault(f"line {line}", f"no record has a title. {advice}")]
    if 2 * ledger.bare <= ledger.placed:
        return []
    left = _not_placed(ledger, format_)
    if not left:
        return []
    sentence = f"author and year are missing in {ledger.bare:,} of {ledger.placed:,} records"
    return [Fault("whole file", f"{sentence}{left}. {advice}")]


def _not_placed(ledger: ReceiptDraft, format_: str) -> str:
    """The signs that the file may have authors and years, as the end of a sentence."""
    tags = [tag for tag in ledger.unplaced if tag != "ER" and not tag.endswith(BETWEEN)]
    if format_ == "table":
        tags = [tag for tag in tags if any(word in tag.lower() for word in SPEAKING)]
    elif sum(ledger.unplaced[tag][1] for tag in tags) < ledger.bare:
        return ""
    if not tags:
        return ""
    return f". ajour does not know the tag{'s' * (len(tags) > 1)} {', '.join(sorted(tags)[:5])}"

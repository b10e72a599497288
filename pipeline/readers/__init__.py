"""Bytes of one export become records and a receipt; nothing is repaired or lost in silence."""

from pipeline.readers.batches import BatchNote, batch_notes
from pipeline.readers.reading import Reading, Whole, read_whole, reading, told_apart
from pipeline.readers.receipts import Receipt, Unplaced

__all__ = [
    "BatchNote",
    "Reading",
    "Receipt",
    "Unplaced",
    "Whole",
    "batch_notes",
    "read_whole",
    "reading",
    "told_apart",
]

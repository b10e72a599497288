"""Bytes of one export become records and a receipt; nothing is repaired or lost in silence."""

from pipeline.readers.batches import batch_notes
from pipeline.readers.reading import Reading, reading
from pipeline.readers.receipts import Receipt, Unplaced

__all__ = ["Reading", "Receipt", "Unplaced", "batch_notes", "reading"]

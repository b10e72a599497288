"""Bytes of one export become records and a receipt; nothing is repaired or lost in silence."""

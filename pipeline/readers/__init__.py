"""Reads an export into records and a receipt; no repair or loss goes unreported."""

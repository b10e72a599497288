"""Returned files, read as file, sheet, row and values; nothing is judged here."""

"""Reads returned files as file, sheet, row and values; nothing is judged here."""

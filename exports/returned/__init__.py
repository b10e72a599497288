"""Files that come back, read to file, sheet, row and values; nothing is judged here."""

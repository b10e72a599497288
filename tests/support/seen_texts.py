"""What a reader sees of a file, piece by piece."""

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook


def texts(path: Path) -> Iterator[str]:
    """What a reader sees of a file, piece by piece."""
    if path.suffix == ".xlsx":
        for sheet in load_workbook(path):
            if sheet.sheet_state == "visible":
                yield from (str(cell) for row in sheet.values for cell in row if cell)
    elif path.suffix == ".docx":
        with ZipFile(path) as archive:
            for name in ("word/document.xml", "word/footer1.xml"):
                if name in archive.namelist():
                    yield from seen(archive.read(name).decode().replace("</w:p>", "\n"))
    elif path.suffix in {".html", ".svg"}:
        text = path.read_text("utf-8")
        yield from seen(re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL))
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            first = lines.readline()
            mark = next((sign for sign in ";|" if sign in first), ",")
            lines.seek(0)
            yield from (cell for row in csv.reader(lines, delimiter=mark) for cell in row)
    elif path.suffix == ".md":
        yield from re.split(r"[\n|*]", path.read_text("utf-8").replace("\\", ""))


def seen(text: str) -> Iterator[str]:
    """The texts of a page, and the labels that a screen reader reads aloud."""
    labels = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', text)
    for piece in (*labels, *re.sub(r"<[^>]+>", "\n", text).split("\n")):
        yield html.unescape(piece)

"""Which review a list names that comes back, on its hidden sheet or in the page's file."""

from pathlib import Path

from exports.returned import page_file
from exports.returned.header import hidden_sheet
from exports.returned.workbooks import HIDDEN, incoming, sheets
from pipeline.errors import Refused


def named_review(path: Path) -> str:
    """The title of the review that a list was made for; "" where the file does not say it."""
    try:
        file = incoming(path)
        if page_file.recognises(file):
            return page_file.title_of(file)
        facts = [hidden_sheet(sheet).facts for sheet in sheets(file) if sheet.name in HIDDEN]
    except Refused:
        return ""
    return next((found["review"] for found in facts if found.get("review")), "")

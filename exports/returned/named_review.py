"""Which review a list names that comes back, on its hidden sheet."""

from pathlib import Path

from exports.returned.header import hidden_sheet
from exports.returned.workbooks import HIDDEN, incoming, sheets
from pipeline.errors import Refused


def named_review(path: Path) -> str:
    """The title of the review that a list was made for; "" where the file does not say it."""
    try:
        facts = [
            hidden_sheet(sheet).facts for sheet in sheets(incoming(path)) if sheet.name in HIDDEN
        ]
    except Refused:
        return ""
    return next((found["review"] for found in facts if found.get("review")), "")

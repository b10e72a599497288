"""Finds the review of a returned list, named on its hidden sheet or in the page's file."""

from dataclasses import dataclass
from pathlib import Path

from exports.returned import page_file
from exports.returned.header import hidden_sheet
from exports.returned.workbooks import HIDDEN, incoming, sheets
from pipeline.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReview:
    """The review that a list was made for: its title at that time, and its id; "" if not given."""

    title: str = ""
    id: str = ""


def named_review(path: Path) -> NamedReview:
    """The review that a file names; without title and id if it names none."""
    try:
        file = incoming(path)
        if page_file.recognises(file):
            title, found = page_file.review_of(file)
            return NamedReview(title=title, id=found)
        facts = [hidden_sheet(sheet).facts for sheet in sheets(file) if sheet.name in HIDDEN]
    except Refused:
        return NamedReview()
    said = next((found for found in facts if found.get("review") or found.get("review_id")), {})
    return NamedReview(title=said.get("review", ""), id=said.get("review_id", ""))

"""Makes, without a browser, what the page in one file saves."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exports.returned.page_file import CHECKED, check_of

Said = Mapping[str, Mapping[str, str]]
"""The answers on a record, by its title; "*" is every other title."""


def data_of(path: Path) -> dict[str, Any]:
    """The session and the cards contained in a page."""
    found = re.search(r'id="data">(.*?)</script>', path.read_text("utf-8"), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def title_of(card: Mapping[str, Any]) -> str:
    return "".join(text for text, _ in card["title"])


def rows_of(data: Mapping[str, Any], said: Said) -> list[dict[str, str]]:
    """The rows in the order of the list; records without answers have none."""
    rows = []
    for card in data["cards"]:
        answer = said.get(title_of(card), said.get("*", {}))
        if answer:
            row = dict.fromkeys(CHECKED, "") | {"key": card["row_key"], "digest": card["digest"]}
            rows.append(row | {"at": "2026-01-05T10:00:00.000Z", "title": title_of(card), **answer})
    return rows


def saved(page: Path, to: Path, said: Said, **head: Any) -> Path:
    """Write the json that the page saves; `head` replaces values of its head."""
    data = data_of(page)
    start, rows = data["start"], rows_of(data, said)
    added = head.get("abstracts", [])
    document = {
        "ajour": "decisions",
        "format": 1,
        "review": start["review"]["id"],
        "review_title": start["review"]["title"],
        "list": start["list"],
        "reviewer": start["reviewer"],
        "stage": start["stage"],
        "language": start["language"],
        "written": "2026-01-05T11:00:00.000Z",
        "count": len(rows),
        "check": check_of(rows, added),
        "rows": rows,
    } | head
    to.parent.mkdir(exist_ok=True)
    to.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return to

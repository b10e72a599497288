"""Searches as the JSON of Haddaway et al. (2022), read and written.

Haddaway NR, Rethlefsen ML, Davies M, Glanville J, McGowan B, Nyhan K, Young S. A suggested data
structure for transparent and repeatable reporting of bibliographic searching. Campbell Systematic
Reviews 2022;18:e1288.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import Refused

MOST_NESTED = 50
"""Deepest nesting of brackets that such a file may have; the format has four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHistory:
    """A search as such a file describes it. `lines` are number, query and hits.

    `conducted` is the day as ISO 8601, "" if it is not given.
    """

    platform: str = ""
    databases: tuple[str, ...] = ()
    conducted: str = ""
    search_string: str = ""
    hits: int | None = None
    lines: tuple[tuple[int, str, int | None], ...] = ()


def read_search_json(text: str) -> SearchHistory:
    """The search in a file of that format, the first if it has several.

    Raises `Refused` if it is not JSON or has no search.
    """
    if max(text.count("["), text.count("{")) > 100_000 or _depth(text) > MOST_NESTED:
        raise Refused("the JSON has too many nested brackets")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise Refused(f"this is not JSON ({wrong})") from None
    if isinstance(found, list) and found:
        found = found[0]
    if not isinstance(found, dict) or not ({"search_string", "lines"} & found.keys()):
        raise Refused('this JSON has no search; expected the key "search_string"')
    return SearchHistory(
        platform=_text(found.get("platform")),
        databases=tuple(_text(one) for one in _list(found.get("database")) if _text(one)),
        conducted=_conducted(found.get("date")),
        search_string=_string(found["search_string"]) if "search_string" in found else "",
        hits=_count(found.get("hits", found.get("results"))),
        lines=_lines(found.get("lines")),
    )


def search_json(search: SearchHistory, *, review: str, author: str = "") -> str:
    """The search in that format; besides the search string, `lines` gives the hits of each line."""
    told: dict[str, Any] = {
        "record_info": {"title": review},
        "authors": [{"name": author}] if author else [],
        "date": {"search_conducted": search.conducted} if search.conducted else {},
        "platform": search.platform,
        "database": list(search.databases),
        "search_string": search.search_string,
        "hits": search.hits,
        "lines": [
            {"line": number, "search_string": query, "hits": hits}
            for number, query, hits in search.lines
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _lines(found: object) -> tuple[tuple[int, str, int | None], ...]:
    lines = []
    for place, line in enumerate(_list(found), start=1):
        if isinstance(line, Mapping) and _text(line.get("search_string")):
            number = _count(line.get("line")) or place
            lines.append((number, _text(line["search_string"]), _count(line.get("hits"))))
    return tuple(lines)


def _string(found: object) -> str:
    """The search string, which some give as a list of its lines."""
    if isinstance(found, Sequence) and not isinstance(found, str):
        return "\n".join(_text(part) for part in found)
    return _text(found)


def _conducted(found: object) -> str:
    """The day of the search, which the format writes with full stops: 2023.08.31."""
    said = found.get("search_conducted") if isinstance(found, Mapping) else found
    return _text(said).replace(".", "-").replace("/", "-")


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]


def _text(found: object) -> str:
    return found.strip() if isinstance(found, str) else ""


def _count(found: object) -> int | None:
    """A count, which some write as text: "1,204"."""
    digits = "".join(sign for sign in str(found) if sign.isdecimal()) if found is not None else ""
    is_number = isinstance(found, int | str) and not isinstance(found, bool)
    return int(digits) if is_number and 0 < len(digits) <= 12 else None

"""Page ranges written out in full."""

import re

DASHES = re.compile(r"(?<!\s)\s*+(?:--+|[-‐‑‒–—―−])\s*+")
RANGE = re.compile(r"(?<![\w-])([A-Za-z]{0,3})(\d{1,20})([A-Za-z]?)-(\d{1,20})([A-Za-z]?)(?![\w-])")
"""A range of pages; Python refuses numbers of more than 4,300 digits."""

LABEL = re.compile(
    r"^(?:pp?\.?|pages?|pii:|article(?: number)?|art\.? ?no\.?)\s*(?=[\dA-Za-z])", re.I
)


def expand_pages(pages: str) -> str:
    """Pages with every shortened end written in full and one kind of dash.

    PubMed shortens the last page to the digits that differ. A range whose end is before its start
    is unchanged; the same page given twice becomes one page.

    >>> [expand_pages(one) for one in ("123-9", "1008‐12; discussion 1012", "S12-9", "pp. 7--11")]
    ['123-129', '1008-1012; discussion 1012', 'S12-S19', '7-11']
    >>> [expand_pages(one) for one in ("e12292", "105752-105752", "199-2", "120-3A", "12-")]
    ['e12292', '105752', '199-2', '120-3A', '12']
    """
    text = DASHES.sub("-", pages.strip()).strip("-").strip()
    text = LABEL.sub("", text)
    if "-" not in text:
        return text
    text = RANGE.sub(_expanded, text)
    first, _, last = text.partition("-")
    return first if first == last else text


def _expanded(match: re.Match[str]) -> str:
    letter, first, mark, last, tail = match.groups()
    if mark or tail or len(last) > len(first):
        return match[0]
    full = first[: len(first) - len(last)] + last
    return f"{letter}{first}-{letter}{full}" if int(full) >= int(first) else match[0]


def page_range(start: str, end: str) -> str:
    """Pages from a separate first and last page; either may contain both.

    >>> [page_range(*both) for both in (("476", "481"), ("123", "9"), ("307-356", ""), ("4", "4"))]
    ['476-481', '123-129', '307-356', '4']
    """
    start, end = start.strip(), end.strip()
    if start.isdigit() and end.isdigit() and len(end) >= len(start):
        return start if start == end else f"{start}-{end}"
    if not end or end == start or DASHES.search(start.strip("-")):
        return expand_pages(start or end)
    if not start or DASHES.search(end):
        return expand_pages(end if DASHES.search(end) else start or end)
    return expand_pages(f"{start}-{end}")

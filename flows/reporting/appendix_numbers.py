"""Numbers the appendices in the order of a report, for the document, the tables and the text."""

from dataclasses import replace

from pipeline.studies.scheme import TableScheme

PARTS = (
    "request",
    "searches",
    "included",
    "countries",
    "outcomes",
    "literature",
    "earlier",
    "excluded",
    "checklists",
    "references",
)
"""The parts of the appendix document, in order."""


def appendix_numbers(present: frozenset[str], given: dict[str, str]) -> dict[str, str]:
    """The number of each existing part; numbers that review.toml has `given` are kept.

    Other parts continue from the part before them, and no number is used twice.

    >>> parts = frozenset(("searches", "included", "countries", "references"))
    >>> list(appendix_numbers(parts, {}).values())
    ['1', '2', '3', '4']
    >>> list(appendix_numbers(parts, {"countries": "4"}).values())
    ['1', '2', '4', '5']
    """
    numbers: dict[str, str] = {}
    last = 0
    for part in PARTS:
        if part not in present:
            continue
        if number := given.get(part, ""):
            last = max(last, int(number)) if number.isdecimal() else last
        else:
            last = next(n for n in range(last + 1, last + 20) if str(n) not in given.values())
            number = str(last)
        numbers[part] = number
    return numbers


def numbered(scheme: TableScheme, numbers: dict[str, str]) -> TableScheme:
    """The scheme with the numbers of the appendices of countries and outcomes in its tables."""
    countries = numbers.get("countries", scheme.by_country.number)
    outcomes = numbers.get("outcomes", scheme.by_outcome.number)
    return replace(
        scheme,
        by_country=replace(scheme.by_country, number=countries),
        by_outcome=replace(scheme.by_outcome, number=outcomes),
    )

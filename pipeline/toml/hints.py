"""Says in plain words what is probably wrong in a text that is not TOML."""

import re
from collections.abc import Iterator

ODD_DATE = re.compile(
    r"\s*[\w-]+\s*=\s*(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?:(?P<year>\d{4})|\d{2})\s*(?:#|$)"
)
"""A date written as in most languages, which TOML does not accept."""

NO_DATE = re.compile(r"\s*[\w-]+\s*=\s*\d{4}-\d{1,2}-\d{1,2}\s*(?:#|$)")
"""A date in the right order, which is wrong only if TOML refuses its line."""

CURLY = re.compile(r"[\w-]+\s*=\s*(?:\[.*)?[“”„‘’«]")
"""A value in typographic quotation marks."""

OPEN = re.compile(r"""[\w-]+\s*=\s*(?:\[\s*)?(?:"[^"]*"\s*,\s*)*"[^"]*$""")
"""A value whose last quotation mark is missing."""

SINGLE = re.compile(r"\[(?P<name>round|search|element|words)\]\s*(?:#|$)")
"""The header of a section that is written with two brackets, with only one."""

KEY = r"(?:[\w-]+\s*=\s*)?(?:\[\s*)?"
"""The beginning of a line before its first value; a line within a list has none."""

TEXTS = r'(?:"[^"]*"\s*,\s*)*'
"""Texts of a list that are written as they should be."""

WRONG_LINES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"[\w-]+\s*=\s*-?\d+,\d+\s*(?:#|$)"),
        "write the number with a decimal point, like 0.05",
    ),
    (
        re.compile(r"[\w-]+\s*=\s*[\d.,]+\s*%"),
        "write the number without a percent sign, like 0.05 for 5 %",
    ),
    (
        re.compile(r"[\w-]+\s*=\s*(?:yes|no|ja|nei|on|off|true|false)\s*(?:#|$)", re.IGNORECASE),
        "write true or false, in small letters",
    ),
    (re.compile(r"[\w-]+\s*:"), "write = instead of the colon"),
    (
        re.compile(r"\[\[[\w.]+\]\s*(?:#|$)|\[[\w.]+\]\]"),
        "write the same number of brackets on each side of the name",
    ),
    (
        re.compile(rf"[\w-]+\s*=\s*(?:\[\s*)?{TEXTS}[^\W\d]|{TEXTS}[^\W\d][^=]*$"),
        'put straight quotation marks (") around each text',
    ),
    (
        re.compile(rf'{KEY}{TEXTS}"[^"]*"\s*\w'),
        "put single quotation marks (') around a text that contains double quotation marks",
    ),
    (re.compile(rf'{KEY}{TEXTS}"[^"]*"\s+"'), "put a comma between two texts"),
    (re.compile(r'[\w-]+\s*=\s*\{.*"[^"]*"\s+\w+\s*='), "put a comma between two entries"),
)
"""Lines that people write by mistake, each with what to correct; the first that fits counts."""

MONTHS = 12


def toml_hint(text: str, line: int) -> str:
    r"""What to correct in a text in which TOML finds a fault at a line; "" if unknown.

    >>> toml_hint("[[search]]\nrun_on = 12.05.2020", 2)
    ' Line 2: write this date as 2020-05-12, without quotes.'
    >>> toml_hint("run_on = 5/12/20", 1)
    ' Line 1: write dates like 2023-08-31, without quotes.'
    >>> toml_hint('title = “Tea”', 1)
    ' Line 1: replace the curly quotation marks with straight ones (").'
    >>> toml_hint('title = "Tea', 1)
    ' Line 1: add the closing quotation mark (").'
    >>> toml_hint("random_share = 0,05", 1)
    ' Line 1: write the number with a decimal point, like 0.05.'
    """
    lines = text.splitlines()
    own = lines[line - 1] if 0 < line <= len(lines) else ""
    return next((f" Line {at}: {told}." for at, told in _hints(lines, own, line)), "")


def _hints(lines: list[str], own: str, line: int) -> Iterator[tuple[int, str]]:
    """The likely faults with their lines; those in the line that TOML names come first."""
    if CURLY.search(own):
        yield line, 'replace the curly quotation marks with straight ones (")'
    if NO_DATE.match(own):
        yield line, "no calendar has this date; write dates like 2023-08-31, without quotes"
    if OPEN.search(own) and '"""' not in own:
        yield line, 'add the closing quotation mark (")'
    yield from ((line, told) for wrong, told in WRONG_LINES if wrong.match(own.strip()))
    for number, each in enumerate(lines, start=1):
        if found := ODD_DATE.match(each):
            yield number, _date(found)
    if own.lstrip().startswith("["):
        for number, each in enumerate(lines, start=1):
            if found := SINGLE.match(each.strip()):
                yield number, f"write [[{found['name']}]] with two brackets on each side"


def _date(found: re.Match[str]) -> str:
    """How to write a date that has another form."""
    day, month, year = found["day"], found["month"], found["year"]
    clear = year and "." in found[0] and int(month) <= MONTHS
    own = f"this date as {year}-{int(month):02}-{int(day):02}"
    return f"write {own if clear else 'dates like 2023-08-31'}, without quotes"

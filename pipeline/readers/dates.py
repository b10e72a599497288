"""Years and dates, as exports write them."""

import re

YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?:(?!\d)|(?=[01]\d(?:[0-3]\d)?(?!\d)))")
"""Four digits that can be a year of publication, perhaps with month and day written on to it."""

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12, "mai": 5, "okt": 10, "des": 12, "dez": 12, "maj": 5,
}  # fmt: skip
"""By their first three letters; English, and those of Norwegian and German that differ."""

NUMBERS = re.compile(r"\s*(\d{4})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{1,2}))?(?!\d)")
PACKED = re.compile(r"\s*(\d{4})([01]\d)([0-3]\d)?\s*$")
AMERICAN = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*$")
WORD = re.compile(
    r"(?:(?<!\d)(\d{1,2})[\s.-]+)?([A-Za-zä]{3})[a-z]*\.?(?:[\s.,-]*(\d{1,2})(?!\d))?"
)


def year_of(text: str) -> int | None:
    """The first year in a text.

    >>> [year_of(one) for one in ("2021//", "2020 Feb", "20240403", "SEP 22", "10 15", "c2005")]
    [2021, 2020, 2024, None, None, 2005]
    """
    match = YEAR.search(text)
    return int(match[1]) if match else None


def date_of(text: str, year: int | None) -> str | None:
    """A date as precisely as the text has it, ISO 8601; of several months the first.

    >>> [date_of(one, 2020) for one in ("2024/04/03/", "2020/11//Nov/Dec2020", "SEP 22", "2020///")]
    ['2024-04-03', '2020-11', '2020-09-22', '2020']
    >>> [date_of(one, 2020) for one in ("2020 Jan-Feb", "9/30/2019", "20190412", "winter", "")]
    ['2020-01', '2019-09-30', '2019-04-12', '2020', '2020']
    """
    if match := NUMBERS.match(text) or PACKED.match(text):
        return _iso(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := AMERICAN.match(text):
        month, day = int(match[1]), int(match[2])
        return _iso(int(match[3]), *((day, month) if month > 12 else (month, day)))
    year = year_of(text) or year
    if year is None:
        return None
    for match in WORD.finditer(text):
        month = MONTHS.get(match[2].lower(), 0)
        if month:
            return _iso(year, month, int(match[1] or match[3] or 0))
    return str(year)


def _iso(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year:04}-{month:02}"

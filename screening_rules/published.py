"""Whether a record was published before or after a day, where its date settles that."""

import re

from pipeline.records import Record

NAMES = (
    "jan january januar|feb february februar|mar march mars|apr april|may mai|jun june juni|"
    "jul july juli|aug august|sep sept september|oct okt october oktober|nov november|"
    "dec des december desember"
)
"""Names of the months, English and Norwegian, from January on."""

MONTHS = {
    name: number for number, names in enumerate(NAMES.split("|"), start=1) for name in names.split()
}


def published(record: Record, *, before: str = "", since: str = "") -> bool:
    """Whether the record's date says for certain that it lies before, or on or after, a day.

    A record that tells only its year settles nothing in the year of the day itself, unless the
    day is the first of January.

    >>> published(Record(year=2021), before="2021-06-01")
    False
    >>> published(Record(year=2021), since="2021-01-01")
    True
    """
    span = _span(record)
    if span is None:
        return False
    first, last = span
    return last < before if before else first >= since


def _span(record: Record) -> tuple[str, str] | None:
    """First and last day, ISO, on which the record can have been published."""
    if record.year is None:
        return None
    year, text = str(record.year), (record.date or "").lower()
    whole = re.search(rf"{year}[-/](\d\d?)(?:[-/](\d\d?))?", text)
    if whole and 1 <= int(whole[1]) <= 12:
        month, day = int(whole[1]), int(whole[2] or 0)
    else:
        named = [MONTHS[word] for word in re.findall(r"[a-z]+", text) if word in MONTHS]
        month, day = (named[0] if year in text and len(named) == 1 else 0), 0
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= day <= 31:
        return f"{year}-{month:02}-01", f"{year}-{month:02}-31"
    return f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}"

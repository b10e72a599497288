"""Numbers of trial registrations, in whatever way a source writes them."""

import re

_NUMBERS = (
    r"NCT\d{8}",
    r"ISRCTN ?\d{5,8}",
    r"(?:EUCTR|EudraCT)?[ :-]*(?:19|20)\d\d-\d{6}-\d\d(?!\d)",
    r"ACTRN ?\d{14}",
    r"ChiCTR[-A-Z]*\d{8,12}",
    r"DRKS ?\d{8}",
    r"CTRI/\d{4}/\d{2,3}/\d{6}",
    r"(?:JPRN-)?UMIN\d{9}",
    r"(?:JPRN-)?jRCTs?\d{9,10}",
    r"(?:NTR|NL)-?\d{4}(?!\d)",
    r"KCT\d{7}",
    r"IRCT\d{11,16}N\d{1,3}",
    r"PACTR\d{15}",
    r"TCTR\d{11}",
    r"RBR-\w{6,8}",
    r"CRD\d{11}",
)
_NUMBER = re.compile("|".join(f"(?<![A-Za-z0-9])(?:{one})" for one in _NUMBERS), re.IGNORECASE)
_EUROPEAN = re.compile(r"(\d{4}-\d{6}-\d\d)$")


def registration_numbers(text: str) -> list[str]:
    """The numbers in a text, as their register writes them, each once, in the order found.

    A number of the EU's register is that of the trial, without the country.

    >>> registration_numbers("See https://clinicaltrials.gov/show/nct09000009 (isrctn 12345678).")
    ['NCT09000009', 'ISRCTN12345678']
    >>> registration_numbers("EUCTR2023-000001-10-NO"), registration_numbers("2023-000001-10")
    (['EUCTR2023-000001-10'], ['EUCTR2023-000001-10'])
    >>> registration_numbers("NCT123 and pages 1-10")
    []
    """
    return list(dict.fromkeys(map(_written, _NUMBER.findall(text))))


def _written(found: str) -> str:
    bare = found.replace(" ", "").upper()
    european = _EUROPEAN.search(bare)
    return f"EUCTR{european[1]}" if european else bare.removeprefix("JPRN-")

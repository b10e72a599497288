"""Registration numbers in any text, in one spelling for all sources."""

from pipeline.text.registrations import TRIAL, WITHIN, registration

EUROPEAN = frozenset(["euctr", "eudract"])
"""Registers that number each trial, whatever the country of the registration."""


def registration_numbers(text: str) -> list[str]:
    """The numbers in a text, without repeats, in the order found.

    >>> registration_numbers("See https://clinicaltrials.gov/show/nct09000009 (isrctn 12345678).")
    ['NCT09000009', 'ISRCTN12345678']
    >>> registration_numbers("EUCTR2023-000001-10-NO"), registration_numbers("2023-000001-10")
    (['2023-000001-10'], ['2023-000001-10'])
    >>> registration_numbers("NCT123 and pages 1-10")
    []
    """
    found = (registration(match[0]) for match in WITHIN.finditer(text))
    return list(dict.fromkeys(_number(*one) for one in found if one))


def _number(register: str, number: str) -> str:
    trial = TRIAL.search(number) if register in EUROPEAN else None
    return trial[0] if trial else number.upper().removeprefix("JPRN-")

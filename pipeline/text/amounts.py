"""Numbers and names of things in English sentences."""

from collections.abc import Sequence


def amount(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in the plural where that is due; thousands have commas.

    >>> amount(1, "record"), amount(12_345, "record"), amount(2, "study")
    ('1 record', '12,345 records', '2 studies')
    >>> amount(0, "abstract added", "abstracts added"), amount(12, "day")
    ('0 abstracts added', '12 days')
    """
    changes = noun.endswith("y") and not noun.endswith(("ay", "ey", "oy", "uy"))
    regular = f"{noun[:-1]}ies" if changes else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural or regular}"


def in_series(names: Sequence[str], word: str = "and") -> str:
    """Names in a row, the last after a word.

    >>> in_series(["Crossref"]), in_series(["Crossref", "PubMed", "OpenAlex"])
    ('Crossref', 'Crossref, PubMed and OpenAlex')
    >>> in_series(["include", "exclude"], "or")
    'include or exclude'
    """
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

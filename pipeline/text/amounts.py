"""Numbers of things in English sentences, singular and plural."""


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

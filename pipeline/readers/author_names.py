"""Authors as "Family, Given", however a vendor wrote them."""

import re

INITIALS = re.compile(r"(?:[A-Z]\.?(?:-?[A-Z]\.?){0,3}|[A-Z][a-z]?\.)")
"""LA, L.A., L-A, Yu. : what stands for given names, one word of it."""

FIRST = re.compile(r"(?:[A-Z]\.-?){1,3}")
ROLE = re.compile(r"(?<=\S)\s*\[[^\]]*\]?")
"""What Ovid writes of an author in brackets, after the name."""

APA = re.compile(r"(?:,\s*+|(?<![\s,])\s*+)&\s*+|(?<=\.),\s+")
APA_NAME = re.compile(r"[^,.]+,(?:\s*[A-Z]\.-?)+")
"""Names as APA style strings them together: Nordmann, K., & Nordmann, O. B."""

WORD_STOP = re.compile(r"(?<=[^\W\d_][^\W\d_][a-zæøå])\.$")
"""A full stop behind a name that is written out."""

SUFFIX = re.compile(r"(?:Jr|Sr|2nd|3rd|II|III|IV)\.?", re.IGNORECASE)
PLAIN = re.compile(
    r"([^\W\d_][^\s\W\d_]*(?:[-'’][^\s\W\d_]+)*), ?"
    r"((?:[^\W\d_]+(?: [A-Z]\.?)?|[A-Z]\.(?: ?[A-Z]\.)?))"
)
"""One family name, a comma, a given name and initials: most names, taken as they are."""

PERSON = re.compile(r"[^,;]++,\s*+[^,;]++")
AFTER_INITIAL = re.compile(r"(?<=[A-Z]\.) +")
NUMBERED = re.compile(r"(?<!\s)\s*+\(\d{6,}\)")
"""Scopus' number of an author, after the name."""

NOBODY = re.compile(r"\W*et\.? al\.?\W*|and others", re.IGNORECASE)


def authors_of(values: list[str]) -> list[str]:
    """All authors of the values, each once, in the order given.

    >>> authors_of(["Brownstein C D", "Keefer,Amy", "World Health Organization"])
    ['Brownstein, C D', 'Keefer, Amy', 'World Health Organization']
    >>> authors_of(["Yang, Z.; Jiang, B.", "et al."]), authors_of(["Smith J, van der Berg AB"])
    (['Yang, Z.', 'Jiang, B.'], ['Smith, J', 'van der Berg, AB'])
    >>> authors_of(["Hansen K. Lie O."]), authors_of(["Hansen K, Lie OB."])
    (['Hansen, K.', 'Lie, O.'], ['Hansen, K', 'Lie, OB'])
    >>> authors_of(["Nordmann, K. B., & Nordmann, O."])
    ['Nordmann, K. B.', 'Nordmann, O.']
    >>> authors_of(["Wilson, Lauren (57190000001); Lie, O."]), authors_of(["A, B and C, D"])
    (['Wilson, Lauren', 'Lie, O.'], ['A, B', 'C, D'])
    """
    found: dict[str, None] = {}
    for value in values:
        plain = PLAIN.fullmatch(value)
        if plain and not plain[1].isupper():
            found[f"{plain[1]}, {plain[2]}"] = None
            continue
        for name in _split(value):
            author = author_of(name)
            if author and not NOBODY.fullmatch(author):
                found[author] = None
    return list(found)


def author_of(name: str) -> str:
    """One author: "Family, Given", or the name of a group without a comma.

    A name without a comma is a person's where its last words can only be initials, or where one
    in the middle is ("John R. Kitchin"); else it stays as it is, since nobody can tell a person
    from a group then.

    >>> [author_of(one) for one in ("McGuinness LA", "John R. Kitchin", "King, M., Jr.", "STAMI")]
    ['McGuinness, LA', 'Kitchin, John R.', 'King, M., Jr.', 'STAMI']
    >>> [author_of(one) for one in ("A. B. van der Eksempel", "Nordmann, O. [Author; o@a.no]")]
    ['van der Eksempel, A. B.', 'Nordmann, O.']
    """
    name = " ".join(ROLE.sub("", name).split()).strip(" ;,")
    name = WORD_STOP.sub("", name)
    if "," in name:
        return ", ".join(part.strip() for part in name.split(",") if part.strip())
    words = name.split(" ")
    tail = len(words)
    while tail > 1 and (INITIALS.fullmatch(words[tail - 1]) or SUFFIX.fullmatch(words[tail - 1])):
        tail -= 1
    if 1 <= tail < len(words) and not (tail == 1 and words[0].isupper() and len(words[0]) < 3):
        return f"{' '.join(words[:tail])}, {' '.join(words[tail:])}"
    lead = 0
    while lead < len(words) - 1 and FIRST.fullmatch(words[lead]):
        lead += 1
    if lead:
        return f"{' '.join(words[lead:])}, {' '.join(words[:lead])}"
    middle = words[1:-1]
    if middle and all(re.fullmatch(r"(?:[A-Z]\.)+", one) for one in middle):
        return f"{words[-1]}, {' '.join(words[:-1])}"
    return name


def _split(value: str) -> list[str]:
    """The names in one value: apart at semicolons, at lines, or at commas between "Family AB"."""
    parts = value.split("\n")
    whole = all(PERSON.fullmatch(part.strip()) or _short(part) for part in parts)
    if len(parts) > 1 and not whole:
        parts = [" ".join(part.strip() for part in parts)]
    return [name for part in parts for name in _apart(part)]


def _apart(value: str) -> list[str]:
    value = NUMBERED.sub("", value) if "(" in value else value
    value = ROLE.sub("", value) if "[" in value else value
    names = APA.split(value) if "," in value else []
    if len(names) > 1 and all(APA_NAME.fullmatch(name) for name in names):
        return names
    if ";" in value:
        return value.split(";")
    if " and " in value:
        names = value.split(" and ")
        if len(names) > 1 and all("," in name or _short(name) for name in names):
            return names
    names = value.split(",")
    if len(names) > 1 and all(_short(name) for name in names):
        last = names[-1].rstrip(".") if not any("." in one for one in names[:-1]) else names[-1]
        return [*names[:-1], last]
    names = AFTER_INITIAL.split(value)
    return names if len(names) > 1 and all(_short(name) for name in names) else [value]


def _short(name: str) -> bool:
    """Whether a name is of the form "Family AB", with both."""
    words = name.split()
    return (
        len(words) > 1
        and re.fullmatch(r"[A-Z]{1,4}\.?|(?:[A-Z]\.-?){1,4}", words[-1]) is not None
        and not re.fullmatch(r"[A-Z]\.?", words[0])
    )


def group_of(name: str) -> str:
    """A group's name in one piece, without commas.

    >>> group_of("Working Group, Norway")
    'Working Group Norway'
    """
    return " ".join(name.replace(",", " ").split())

"""Authors as "Family, Given", however a vendor wrote them."""

import re

from pipeline.readers.name_lists import PARTICLE, names_in
from pipeline.readers.name_order import turned
from pipeline.readers.name_patterns import (
    DEGREE,
    FIRST,
    INITIALS,
    LOWER,
    NOBODY,
    SUFFIX,
    SURE_DEGREE,
    TITLE,
    UPPER,
    is_group,
    plain,
)

WORD_STOP = re.compile(rf"(?<=[^\W\d_][^\W\d_][{LOWER}])\.$")
"""A full stop after a name that is not abbreviated."""

PLAIN = re.compile(
    r"([^\W\d_]++(?:[-'’][^\W\d_]++)*+), ?"
    rf"([{UPPER}]\.(?: ?[{UPPER}]\.)?|[^\W\d_]++(?: [{UPPER}]\.?)?)"
)
"""One family name, a comma, a given name and initials: most names, which need no change."""

_WORD = rf"[{UPPER}][{LOWER}]{{2,}}"
IN_FULL = re.compile(
    rf"((?:{PARTICLE} ){{0,3}}[{UPPER}][{UPPER}{LOWER}'’-]*[{LOWER}]), ?"
    rf"((?:{_WORD}(?:[ -]{_WORD})*)?(?:[ -]?[{UPPER}]\.)*)(?<=[.{LOWER}])"
)
"""One person with particles, or several given names or initials: certainly only one person."""

CAPITALS = re.compile(r"(?!.*[A-Z]$)[^\W\d_]{2,3}")
"""Capitals that may be a name as well as initials, such as LÜ."""

MIDDLE = re.compile(rf"(?:[{UPPER}]\.)+")
GROUP_END = re.compile(
    r"(?:(?:study|working) )?(?:group|team|investigators|trialists|consortium|network)",
    re.IGNORECASE,
)
"""What programs give as the family or given name of a group."""

FEW_WORDS = 3
"""Fewest words of a name with a comma and a group word that counts as a group."""


def authors_of(values: list[str]) -> list[str]:
    """All authors of the values, without repeats, in the order given.

    >>> authors_of(["Brownstein C D", "Keefer,Amy", "World Health Organization"])
    ['Brownstein, C D', 'Keefer, Amy', 'World Health Organization']
    >>> authors_of(["Yang, Z.; Jiang, B.", "et al."]), authors_of(["Smith J, van der Berg AB"])
    (['Yang, Z.', 'Jiang, B.'], ['Smith, J', 'van der Berg, AB'])
    >>> authors_of(["Hansen Ø. Lie O."]), authors_of(["Hansen Ø, Lie OB."])
    (['Hansen, Ø.', 'Lie, O.'], ['Hansen, Ø', 'Lie, OB'])
    >>> authors_of(["Nordmann, K. B., & Nordmann, Å."])
    ['Nordmann, K. B.', 'Nordmann, Å.']
    >>> authors_of(["Wilson, Lauren (57190000001); Lie, O."]), authors_of(["A, B and C, D"])
    (['Wilson, Lauren', 'Lie, O.'], ['A, B', 'C, D'])
    >>> authors_of(["Testmann, A., Jr., Łukasz, Ł."]), authors_of(["K Nordmann, Ø Hansen, ..."])
    (['Testmann, A., Jr.', 'Łukasz, Ł.'], ['Nordmann, K', 'Hansen, Ø'])
    """
    found: dict[str, None] = {}
    for value in values:
        match = PLAIN.fullmatch(value)
        if match and not match[1].isupper() and not match[2].islower():
            found[f"{match[1]}, {match[2]}"] = None
            continue
        match = IN_FULL.fullmatch(value)
        people = [_with_comma([match[1], match[2]])] if match else map(author_of, names_in(value))
        for author in people:
            if author and not NOBODY.fullmatch(author):
                found[author] = None
    return list(found)


def author_of(name: str) -> str:
    """One author: "Family, Given", or the name of a group without a comma.

    A name without a comma is a person's if its last words can only be initials, or if one in the
    middle is ("John R. Kitchin"); otherwise it stays unchanged, since a person and a group cannot
    then be told apart.

    >>> [author_of(one) for one in ("McGuinness LA", "John R. Kitchin", "King, M., Jr.", "STAMI")]
    ['McGuinness, LA', 'Kitchin, John R.', 'King, M., Jr.', 'STAMI']
    >>> [author_of(one) for one in ("Å. B. van der Eksempel", "Nordmann, O. [Author; o@a.no]")]
    ['van der Eksempel, Å. B.', 'Nordmann, O.']
    >>> [author_of(one) for one in ("Y. -H. Kim", "Bakke ÅM", "Lie, Ola, MD, PhD", "Иванов И.И.")]
    ['Kim, Y.-H.', 'Bakke, ÅM', 'Lie, Ola', 'Иванов, И.И.']
    """
    name = " ".join(plain(name).split()).strip(" ;,")
    name = WORD_STOP.sub("", TITLE.sub("", name))
    if "," in name:
        return _with_comma([part.strip() for part in name.split(",") if part.strip()])
    words = name.split(" ")
    if len(words) > 1 and DEGREE.fullmatch(words[-1]) and SURE_DEGREE.fullmatch(words[-1]):
        words.pop()
    return _without_comma(words)


def _with_comma(parts: list[str]) -> str:
    """A name that had commas, without degrees; a group's name without commas."""
    while len(parts) > 1 and DEGREE.fullmatch(parts[-1]):
        given = len(parts) > 2 or "," in _without_comma(parts[0].split(" "))
        if not (SURE_DEGREE.fullmatch(parts[-1]) or given):
            break
        parts = parts[:-1]
    if len(parts) == 1:
        name = _without_comma(parts[0].split(" "))
        return name if "," in name else turned(name)
    if len(parts) == 2 and SUFFIX.fullmatch(parts[1]) and " " in parts[0]:
        return f"{turned(parts[0])}, {parts[1]}"
    name = ", ".join(parts)
    if len(name.split()) < FEW_WORDS or INITIALS.fullmatch(name.split()[-1]):
        return name
    if len(parts) == 2 and GROUP_END.fullmatch(parts[0]) and " " in parts[1]:
        return f"{parts[1]} {parts[0]}"
    if GROUP_END.fullmatch(parts[-1]) or (" " in parts[0] and is_group(parts[0])):
        return group_of(name)
    return name


def _without_comma(words: list[str]) -> str:
    name = " ".join(words)
    tail = len(words)
    while tail > 1 and (INITIALS.fullmatch(words[tail - 1]) or SUFFIX.fullmatch(words[tail - 1])):
        tail -= 1
    initials = [word for word in words[tail:] if not SUFFIX.fullmatch(word)]
    if name.isupper() and CAPITALS.fullmatch(initials[-1] if initials else ""):
        return name
    if initials and not (tail == 1 and words[0].isupper() and len(words[0]) < 3):
        return f"{' '.join(words[:tail])}, {' '.join(words[tail:])}"
    lead = 0
    while lead < len(words) - 1 and FIRST.fullmatch(words[lead]):
        lead += 1
    if lead:
        return f"{' '.join(words[lead:])}, {' '.join(words[:lead])}"
    middle = words[1:-1]
    if middle and all(MIDDLE.fullmatch(word) for word in middle):
        return f"{words[-1]}, {' '.join(words[:-1])}"
    if len(words) == 2 and len(words[0]) == 1 and words[0].isupper() and len(words[1]) > 1:
        return f"{words[1]}, {words[0]}"
    return name


def group_of(name: str) -> str:
    """A group's name in one piece, without commas.

    >>> group_of("Working Group, Norway")
    'Working Group Norway'
    """
    return " ".join(name.replace(",", " ").split())

"""Authors of the sources that write given names first, as "Family, Given"."""

import re

from pipeline.readers.name_patterns import NOBODY, SUFFIX, is_group, plain

PARTICLES = frozenset(["van", "von", "de", "del", "della", "da", "dos", "du", "der", "den"])
"""Words that begin a family name even with a capital, as in "Ana De la Prueba"."""

BOTH = frozenset(["y", "e", "i", "und"])
"""Words between two family names of one person."""

UNENDED = frozenset(["Mc", "Mac", "De", "Di", "Da", "Du", "La", "Le", "Fitz", "Van", "Von", "Ó"])
"""Beginnings of names after which a capital continues the same name."""

FAMILY_FIRST = re.compile(r"[^\s,;]+,\s*[^,;]+|[^,;]+,\s*(?![^\W\d_]{3,}$)[^\s,;]+(?: [^\s,;]\.?)*")
"""One person, family name first, in sources that write several with commas."""

CUT = re.compile(r"(?:\.{2,}|…|\bet al\b\.?)\s*$")


def people_of(value: str, order: str, between: str) -> list[str]:
    """The persons and groups of one value, in the order given.

    `order` is "given", "initials" (before the whole family name, without full stops) or "joined"
    (with nothing between two names). `between` separates them.

    >>> people_of("Ana María de la Prueba; J. K. Test; WHO Invented Group", "given", ";")
    ['de la Prueba, Ana María', 'Test, J. K.', 'WHO Invented Group']
    >>> people_of("K Nordmann, PA Berg, Ø Hansen Moe, ...", "initials", ",")
    ['Nordmann, K', 'Berg, PA', 'Hansen Moe, Ø']
    >>> people_of("Kari NordmannOle McLieSvein (Per) Berg", "joined", "")
    ['Nordmann, Kari', 'McLie, Ole', 'Berg, Svein (Per)']
    """
    if between == "," and FAMILY_FIRST.fullmatch(value.strip()):
        return [value]
    parts = joined_apart(value) if order == "joined" else re.split(_pattern(between), value)
    names = [" ".join(CUT.sub("", part).split()) for part in parts]
    turn = initials_turned if order == "initials" else turned
    return [turn(name) for name in names if name and not NOBODY.fullmatch(name)]


def _pattern(between: str) -> str:
    return re.escape(between) if between != "," else r",(?!\s*(?:Jr|Sr|I{2,3}|IV)\b)|;| and "


def turned(name: str) -> str:
    """A person's name, given name first, as "Family, Given"; single words and groups are unchanged.

    >>> turned("Kari Nordmann"), turned("Anne B. van der Eksempel"), turned("Nordmann, Kari")
    ('Nordmann, Kari', 'van der Eksempel, Anne B.', 'Nordmann, Kari')
    >>> turned("Y. -H. Kim"), turned("José Prueba y Ejemplo"), turned("Jan Van den Berg")
    ('Kim, Y.-H.', 'Prueba y Ejemplo, José', 'Van den Berg, Jan')
    >>> turned("Ola Lie, Jr."), turned("Ola Lie III"), turned("University of Invention")
    ('Lie, Ola, Jr.', 'Lie, Ola, III', 'University of Invention')
    """
    name = plain(name)
    if is_group(name):
        return " ".join(name.replace(",", " ").split())
    words = name.split()
    suffix = ""
    if len(words) > 2 and SUFFIX.fullmatch(words[-1]):
        suffix = f", {words.pop()}"
        words[-1] = words[-1].rstrip(",")
    if len(words) < 2 or "," in " ".join(words):
        return name
    at = _family(words)
    return f"{' '.join(words[at:])}, {' '.join(words[:at])}{suffix}"


def _family(words: list[str]) -> int:
    """The index of the word that begins the family name; never the first word."""
    for at in range(1, len(words) - 1):
        word = words[at]
        if word in BOTH and at > 1:
            return at - 1
        if (word.islower() and word not in BOTH) or word.lower() in PARTICLES:
            return at
    return len(words) - 1


def initials_turned(name: str) -> str:
    """A name that begins with undotted initials: all that follows is the family name.

    >>> initials_turned("C de la Prueba"), initials_turned("Kari Nordmann")
    ('de la Prueba, C', 'Nordmann, Kari')
    """
    first, _, rest = name.partition(" ")
    initials = first.replace("-", "").replace(".", "")
    if rest and initials.isalpha() and initials.isupper() and len(initials) < 5:
        return f"{rest}, {first}"
    return turned(name)


def joined_apart(value: str) -> list[str]:
    """Names written without a break, split where a capital follows a small letter or a bracket."""
    found, start = [], 0
    for at in range(1, len(value)):
        before, after = value[at - 1], value[at]
        if after.isupper() and (before.islower() or before == ")"):
            word = value[start:at].rpartition(" ")[2]
            if word not in UNENDED:
                found.append(value[start:at])
                start = at
    return [*found, value[start:]]

"""Splits a line or cell with several authors, in any of the usual styles."""

import re
from collections.abc import Callable

from pipeline.readers.name_order import turned
from pipeline.readers.name_patterns import (
    BARE_FIRST,
    CJK,
    FIRST,
    INITIALS,
    LOWER,
    OTHERS,
    SUFFIX,
    UPPER,
    ends_small,
    is_group,
    plain,
)

ALONE = re.compile(r"[^\s,;|&、]+, ?[^,;|&、]+")
"""A family name of one word, a comma, and given names: certainly one person."""

PERSON = re.compile(r"[^,;]++,\s*+[^,;]++")
AND = re.compile(r"(?<!\s)\s++(?:(?:and|og|och|und)\s++|&\s*+)|(?<=[^\s&])&(?=[^\s&])")
"""The separator before the last of several names."""

NO_MORE = re.compile(r"(?<!\s)\s++(?:and|&)\s*+$")
"""A list that was cut off after "and"."""

APA = re.compile(r"(?:,\s*+|(?<![\s,])\s*+)&\s*+|(?<=\.),\s+")
APA_NAME = re.compile(rf"[^,.]+,(?:\s*[{UPPER}][{LOWER}]?\.-?)+")
"""Names as APA style strings them together: Nordmann, K., & Nordmann, O. B."""

AFTER_INITIAL = re.compile(rf"(?<=[{UPPER}]\.) +(?=[^\s.]{{2,}})")
SHORT_INITIALS = re.compile(
    rf"[{UPPER}]{{1,4}}\.?|[{UPPER}]-[{UPPER}]\.?|(?:[{UPPER}][{LOWER}]?\.-?){{1,4}}"
)
WORD = rf"(?:(?:[dl]|[ae]l)['’-])?[{UPPER}][\w'’.-]*"
LAST = rf"(?:(?:[dl]|[ae]l)['’-])?[{UPPER}][\w'’-]+"
PARTICLE = (
    r"(?:v[ao]n|de[nrls]?|dell[ao]|d[aiou]s?|la|le|el|al|b[ie]n|ibn|te[nr]?|'t|zu[mr]?|a[fv]|y|e)"
)
NAME = re.compile(rf"(?:{WORD}|-?[{UPPER}]\.)(?: (?:{PARTICLE}|{WORD}))*? {LAST}")
"""Two or more capitalised words, perhaps with particles between them: a name, given name first."""

MIDDLE = re.compile(rf"(?<= )[{UPPER}]\.(?= )")

WORDS_OF_GROUP = 3
"""Most words after "and" that still belong to the name of the same group."""

FEWEST_FULL = 3
"""Fewest full names with commas between them that are certainly several people: two of them may be
one name with two family and two given names."""


def names_in(value: str) -> list[str]:
    """The names in one value, split at semicolons, lines, bars, or commas between whole names.

    >>> names_in("Kari R. Nordmann, Emma S. Bakke"), names_in("García López, María José")
    (['Nordmann, Kari R.', 'Bakke, Emma S.'], ['García López, María José'])
    """
    value = plain(value).strip()
    if ends_small(value) or value.endswith((".", "…", "等", "]")):
        value = OTHERS.sub("", value).strip()
    parts = value.split("\n")
    if len(parts) > 1 and not all(PERSON.fullmatch(part.strip()) or short(part) for part in parts):
        parts = [" ".join(part.strip() for part in parts)]
    return [name for part in parts for name in _apart(part)]


def _apart(value: str) -> list[str]:
    if ALONE.fullmatch(value) and not AND.search(value):
        return [value]
    for sign in (";", "|", "、"):
        if sign in value:
            return [one for part in value.split(sign) for one in _one_or_more(part.strip())]
    for style in (
        _apa,
        _joined,
        _short_list,
        _initials_in_pairs,
        _pairs,
        _given_first,
        _dotted,
        _asian,
    ):
        names = style(value)
        if len(names) > 1:
            return names
    return [value]


def _one_or_more(part: str) -> list[str]:
    """The names in a part between semicolons: one name, or the last two joined by "and"."""
    names = _joined(part)
    return names if len(names) > 1 else [part]


def _apa(value: str) -> list[str]:
    names = APA.split(value) if "," in value else []
    return names if all(APA_NAME.fullmatch(name) for name in names) else []


def _joined(value: str) -> list[str]:
    """Names with "and" before the last one, each a person's or a group's whole name."""
    pieces = [piece.strip() for piece in AND.split(NO_MORE.sub("", value)) if piece.strip(" ,")]
    if len(pieces) < 2:
        return []
    names: list[str] = []
    for piece in pieces:
        styles = (_short_list, _initials_in_pairs, *([] if "," in pieces[-1] else [_plain_list]))
        bare = piece.strip(" ,")
        names += next((found for style in styles if (found := style(bare))), [piece])
    if not all(map(_is_name, names)):
        return []
    if is_group(pieces[0]) and not all("," in piece or short(piece) for piece in pieces[1:]):
        # The Department of Health and Social Care is one.
        return []
    if _is_one_group(pieces):
        return []
    return [turned(name) if _given_name_first(name) and not short(name) else name for name in names]


def _is_one_group(pieces: list[str]) -> bool:
    """Whether "and" is part of a group's name, as in Norwegian Labour and Welfare Administration.

    This is the case if a full name before "and" is followed by a few words that occur only in
    groups' names: a person named beside a group is written with a comma, with initials, or as a
    separate value.
    """
    first, last = pieces[0], pieces[-1]
    plain_words = not any("," in piece or short(piece) for piece in pieces)
    few = last.count(" ") < WORDS_OF_GROUP
    return len(pieces) == 2 and plain_words and few and is_group(last) and not is_group(first)


def _plain_list(piece: str) -> list[str]:
    """Names separated by commas, given name first; [] if the piece has another form."""
    names = [name.strip() for name in piece.split(",")]
    return names if all(_given_name_first(name) or _is_group_name(name) for name in names) else []


def _is_name(name: str) -> bool:
    return bool("," in name or short(name) or _given_name_first(name) or is_group(name))


def _given_name_first(name: str) -> bool:
    return NAME.fullmatch(name) is not None and not is_group(name)


def _short_list(value: str) -> list[str]:
    """Family AB, Family C: as MEDLINE writes them; there may be groups among them."""
    names = [name.strip() for name in value.split(",")]
    if len(names) < 2 or not short(names[0]):
        return []
    if all(short(name) for name in names):
        dotted = any("." in name for name in names[:-1])
        return [*names[:-1], names[-1] if dotted else names[-1].rstrip(".")]
    return names if all(short(name) or _is_group_name(name) for name in names) else []


def _is_group_name(name: str) -> bool:
    return is_group(name) and " " in name


def _initials_in_pairs(value: str) -> list[str]:
    """Family, A.B., Family, C., Jr., ...: as Scopus wrote them."""
    return _in_pairs([part.strip() for part in value.split(",")], _are_initials)


def _pairs(value: str) -> list[str]:
    """Family, Given, Family, Given: full names, with family and given names alternating."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) < 4:
        return []
    single = all(re.fullmatch(r"[^\W\d_][\w'’-]+", part) for part in parts)
    return _in_pairs(parts, lambda part: not SUFFIX.fullmatch(part)) if single else []


def _in_pairs(parts: list[str], is_given: Callable[[str], bool]) -> list[str]:
    """Alternating family and given names, with suffixes; [] if they do not alternate."""
    names: list[str] = []
    at = 0
    while at < len(parts):
        if at + 1 >= len(parts) or _are_initials(parts[at]) or not is_given(parts[at + 1]):
            return []
        step = 2 + (at + 2 < len(parts) and SUFFIX.fullmatch(parts[at + 2]) is not None)
        names.append(", ".join(parts[at : at + step]))
        at += step
    return names if len(names) > 1 else []


def _are_initials(text: str) -> bool:
    words = text.split()
    return (
        bool(words)
        and all(
            INITIALS.fullmatch(word) or FIRST.fullmatch(word) or SUFFIX.fullmatch(word)
            for word in words
        )
        and not all(SUFFIX.fullmatch(word) for word in words)
    )


def _given_first(value: str) -> list[str]:
    """A. Family, B. Family, or K Family, or at least three full names."""
    names = [name.strip() for name in value.split(",")]
    if len(names) < 2 or not all(_given_name_first(name) for name in names):
        return []
    initials = [FIRST.match(name) or BARE_FIRST.fullmatch(name.split()[0]) for name in names]
    if all(initials) or MIDDLE.search(names[0]) or len(names) >= FEWEST_FULL:
        return [turned(name) for name in names]
    return []


def _dotted(value: str) -> list[str]:
    """Family A.B. Family C.: as Embase writes them, without separators."""
    names = AFTER_INITIAL.split(value)
    return names if all(short(name) for name in names) else []


def _asian(value: str) -> list[str]:
    """Names in Chinese, Japanese or Korean characters, which contain no blanks."""
    if not CJK.match(value):
        return []
    names = [name.strip() for name in value.split(",")]
    return names if len(names) > 2 or ", " not in value else []


def short(name: str) -> bool:
    """Whether a name has the form "Family AB", with family name and initials.

    >>> [short(one) for one in ("Bakke ÅM", "Kim Y.-H.", "King ML Jr", "Kari Nordmann", "M. AB")]
    [True, True, True, False, False]
    """
    words = name.split()
    while len(words) > 2 and SUFFIX.fullmatch(words[-1]):
        words.pop()
    return (
        len(words) > 1
        and SHORT_INITIALS.fullmatch(words[-1]) is not None
        and not SUFFIX.fullmatch(words[-1])
        and not re.fullmatch(rf"[{UPPER}]\.?", words[0])
    )

"""Writes cells of the studies sheet as full phrases, as in a printed appendix."""

import re
from functools import cache

from exports.language.catalogue import Language, Words, number
from pipeline.languages import languages
from pipeline.studies.study import UNKNOWN, split

WHOLE = r"\d{1,3}(?:[ \u00a0.,]\d{3})+|\d+"
GROUP = re.compile(
    rf"(?P<name>.*?)[\s:,]*(?P<said>\(?\b[nN]\s*=\s*)?(?<![\w.,–-])"
    rf"(?P<n>{WHOLE}|\?)(?:\s*[-–]\s*(?P<to>{WHOLE}))?\)?(?P<more>\s+\([^()]*\))?"
)
"""A group of participants and its size: "kontor 80", "Kontor: n = 80 (52 %)", "home ?"."""

YEARS = range(1900, 2101)

POINTS = re.compile(r"(?P<sign><=|≤|>=|≥)?\s*(?P<low>\d+)\s*(?:[-–]\s*(?P<high>\d+))?(?P<more>\+)?")
"""Points in time as sheets have them: 2, 2+, 1-16, <=24, >=3."""

BETWEEN_DESIGNS = re.compile(r"(\s+(?:og|and|&)\s+|\s*/\s*|\s*\+\s*|,\s*)")


def capital(text: str) -> str:
    """The text with a capital first letter; a name such as iPad is unchanged.

    >>> capital("kontor"), capital("iPad"), capital("")
    ('Kontor', 'iPad', '')
    """
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def design_phrase(text: str, language: Language) -> str:
    """A design as a phrase; a design whose words the catalogue lacks is unchanged.

    >>> design_phrase("Longitudinell (før-etter)", "nb"), design_phrase("Tverrsnitt", "nb")
    ('Longitudinell studie (før-etter)', 'Tverrsnittstudie')
    >>> design_phrase("RCT, parallel groups", "en")
    'RCT, parallel groups'
    """
    known = _designs(language)
    main, bracket, rest = text.partition(" (")
    parts = BETWEEN_DESIGNS.split(main.strip())
    named = [known.get(part.casefold(), "") for part in parts[::2]]
    if not all(named):
        return capital(text)
    parts[::2] = named
    return capital("".join(parts)) + bracket + rest


@cache
def _designs(language: Language) -> dict[str, str]:
    """The phrases of designs, by the words that sheets use for them."""
    lines = Words(language, "study_phrases")["designs"].strip().splitlines()
    return {word.strip(): said.strip() for word, _, said in (one.partition(":") for one in lines)}


def points_phrase(text: str, language: Language) -> str:
    """Points in time in words; anything that is not a number is unchanged.

    >>> [points_phrase(text, "nb") for text in ("2", "1", "2+", "<=24", "1-16")]
    ['to måletidspunkter', 'ett måletidspunkt', 'to eller flere måletidspunkter', \
'inntil 24 måletidspunkter', '1–16 måletidspunkter']
    >>> points_phrase("flere", "nb"), points_phrase("flere", "en"), points_phrase("?", "nb")
    ('flere måletidspunkter', 'several measurements', 'ukjent antall måletidspunkter')
    """
    words = Words(language, "study_phrases")
    text = text.strip()
    if not text:
        return ""
    if text == UNKNOWN:
        return words["points_unknown"]
    several = words["several"].split("|")
    if text.casefold() in several:
        return words("points", n=text.casefold())
    if any(text.casefold() in _several(other) for other in languages()):
        return words("points", n=several[0])
    found = POINTS.fullmatch(text)
    if not found:
        return text
    low, high = int(found["low"]), found["high"]
    if high:
        return words("points", n=f"{low}–{int(high)}")
    kind = "most" if found["sign"] in {"<=", "≤"} else "least"
    if found["sign"] or found["more"]:
        return words(f"points_{kind}", n=_letters(low, words))
    return words["one_point"] if low == 1 else words("points", n=_letters(low, words))


def _several(language: Language) -> list[str]:
    """The words for several points in time in a language."""
    return Words(language, "study_phrases")["several"].split("|")


def _letters(value: int, words: Words) -> str:
    """A number in letters, as far as running text uses letters."""
    letters = dict(enumerate(Words(words.language, "texts").each("numbers")))
    return letters.get(value) or number(value, words.language)


def group_lines(text: str, language: Language) -> list[str]:
    r"""Groups of participants, one line each: their name and their size.

    >>> group_lines("kontor 80; hjemmekontor 62252; ?", "nb")
    ['Kontor: n = 80', 'Hjemmekontor: n = 62\xa0252', 'n = ?']
    >>> group_lines("7 radiologists; n = 9216; T1 10367 (52 % at home); born in 1958", "en")
    ['7 radiologists', 'n = 9,216', 'T1: n = 10,367 (52 % at home)', 'Born in 1958']
    """
    return [_group(part, language) for part in split(text)]


def _group(part: str, language: Language) -> str:
    found = GROUP.fullmatch(part)
    if not found or (not found["said"] and _is_no_count(found)):
        return capital(part)
    count = "–".join(_count(found[one], language) for one in ("n", "to") if found[one])
    name = capital(found["name"].strip(" :,("))
    return f"{name}: n = {count}{found['more'] or ''}" if name else f"n = {count}"


def _is_no_count(found: re.Match[str]) -> bool:
    """Whether the numbers are years, or follow a word such as "over"; these texts are unchanged."""
    every = [
        int(re.sub(r"\D", "", found[one])) for one in ("n", "to") if (found[one] or "?") != "?"
    ]
    words = found["name"].casefold().split()
    years = len(every) == 2 and all(one in YEARS for one in every)
    return years or bool(words and words[-1].strip(":,") in _before_numbers())


@cache
def _before_numbers() -> frozenset[str]:
    """Words, in any language, after which a number is not a count: over 40, born in 1958."""
    each = (Words(language, "study_phrases")["no_count"].split("|") for language in languages())
    return frozenset(word for words in each for word in words)


def _count(text: str, language: Language) -> str:
    return text if text == UNKNOWN else number(int(re.sub(r"\D", "", text)), language)


def listed_phrase(text: str) -> str:
    """The entries of a cell as one phrase, separated by commas, or by semicolons if an entry has
    one.

    >>> listed_phrase("stress; arbeidsevne"), listed_phrase("smerte i rygg, nakke; søvn")
    ('Stress, arbeidsevne', 'Smerte i rygg, nakke; søvn')
    """
    parts = split(text)
    joint = "; " if any("," in part for part in parts) else ", "
    return capital(joint.join(parts))

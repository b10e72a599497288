"""How much sense the letters of a text make, which shows whether its encoding is right.

A wrong encoding shows in letters that no language combines, in signs within words and in capitals
after small letters. Each such finding adds or subtracts about one point.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tomli

WORD = re.compile(r"[^\W\d_²³¹½¼¾ªº]+")
BEYOND = re.compile(r"[^\x00-\x7f]")
SIGN = re.compile(r"(?<!.)|[^\x00-\x7f\w]|[²³¹½¼¾ªº]")
VOWELS = frozenset("aeiouyæøåäöüéèêëáàâãíìîïóòôõúùûýőűůěąęıăāēīūœėįų")
VOWEL_RUN = re.compile(f"[{''.join(sorted(VOWELS))}]{{3,}}")
CONSONANT_RUN = re.compile(rf"(?:(?![{''.join(sorted(VOWELS))}])[^\W\d_]){{4,}}")

COMMON, RARE, STRANGE = 1.0, 0.3, -2.0
"""Points of a letter that a language writes often, rarely, never."""

FREQUENT = 1.0
"""Points of a word that is among a language's most frequent ones."""

ONE_MORE = 1.5
"""Points that a further language must explain, since few texts are in many languages."""

BROKEN = -3.0
"""Points of bytes that do not exist in the encoding, and of control characters."""

QUOTES, OPENING = "“”«»‘’", "„‚¿¡"
DASHES = "–—"
AFTER_LETTERS = "®™©²³¹°ªº…"
BY_NUMBERS = "±×÷½¼¾£€¥¢§†‡•·≤≥≈"

LONE_LETTERS = frozenset("åöàèéóáíôøúýåæивскоуаі")
"""Letters beyond a to z that are words by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The letters of a language beyond a to z, and frequent words that have some."""

    common: frozenset[str]
    rare: frozenset[str]
    words: frozenset[str]
    never: re.Pattern[str] | None

    def points(self, word: str) -> float:
        """The points of the word, in lower case, in this language; negative if foreign to it."""
        letters = BEYOND.findall(word)
        known = self.common.union(self.rare).issuperset(letters)
        if not known or (self.never and self.never.search(word)):
            return STRANGE * len(letters)
        points = sum(COMMON if letter in self.common else RARE for letter in letters)
        return points + FREQUENT * (word in self.words)


@cache
def _tables() -> Mapping[str, Mapping[str, object]]:
    return tomli.loads((files("pipeline.text") / "alphabets.toml").read_text("utf-8"))


@cache
def _languages(script: str) -> tuple[Language, ...]:
    made = []
    for table in _tables()[script].values():
        assert isinstance(table, dict)
        made.append(
            Language(
                common=frozenset(table["common"]),
                rare=frozenset(table["rare"]),
                words=frozenset(table["words"].split()),
                never=re.compile(table["never"]) if "never" in table else None,
            )
        )
    return tuple(made)


def characters(manner: str) -> frozenset[str]:
    """The most frequent characters of an East Asian script."""
    return frozenset(str(_tables()["characters"][manner]))


def sense(text: str, ideographs: Callable[[str], float] | None = None) -> float:
    """Points for the letters and signs of a text beyond ASCII; 0 for plain ASCII.

    `ideographs` gives the points of a run of East Asian characters, if the encoding has them.

    >>> sense("søvn på Østlandet") > 0 > sense("sÃ¸vn pÃ¥ Ã˜stlandet")
    True
    """
    latin: Counter[str] = Counter()
    other: Counter[str] = Counter()
    points = 0.0
    for word in {found[0] for found in WORD.finditer(text) if not found[0].isascii()}:
        script = _script(word)
        points += _shape(word)
        if script == "asian":
            points += ideographs(word) if ideographs else STRANGE * len(word)
        elif script == "mixed":
            points += STRANGE * len(BEYOND.findall(word))
        else:
            (latin if script == "latin" else other)[_small(word)] += 1
    points += _explained(latin, _languages("latin")) + _explained(other, _languages("other"))
    return points + _neighbours(text)


def _small(word: str) -> str:
    return "".join(letter if letter == "İ" else letter.lower() for letter in word)


def _script(word: str) -> str:
    """The script of a word; "mixed" for more than one."""
    kinds = {
        "latin" if code < 0x250 else "other" if code < 0x1100 else "asian"
        for code in map(ord, word)
    }
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _shape(word: str) -> float:
    """Points against a word: capitals after small letters, no vowel, nothing but accents."""
    beyond = BEYOND.findall(word)
    points = 0.0
    if not word.isupper():
        points -= 1.5 * sum(letter.isupper() and not letter.isascii() for letter in word[1:])
    small = word.lower()
    if len(word) == 1 and small not in LONE_LETTERS and small < "\u1100":
        points -= 1.5
    if ord(max(word)) >= 0x250:
        return points
    if len(word) > 2 and not word.isupper():
        points -= 1.0 * (not VOWELS.intersection(small))
        points -= 3.0 * (len(beyond) == len(word))
    runs = VOWEL_RUN.findall(small) + CONSONANT_RUN.findall(small)
    return points - 0.5 * any(not run.isascii() for run in runs)


def _explained(words: Counter[str], languages: Iterable[Language]) -> float:
    """The points of the words in the few languages that explain most of them."""
    worth = [{word: language.points(word) for word in words} for language in languages]
    best = {word: STRANGE * len(BEYOND.findall(word)) for word in words}
    total, first = sum(best.values()), True
    while worth and words:
        gains = [sum(max(0.0, one[word] - best[word]) for word in words) for one in worth]
        most = max(gains)
        if most <= (0 if first else ONE_MORE):
            break
        taken = worth[gains.index(most)]
        best = {word: max(best[word], taken[word]) for word in words}
        total += most - (0 if first else ONE_MORE)
        first = False
    return total


def _neighbours(text: str) -> float:
    """Points for signs by their neighbours, and for letters beside digits."""
    points = 0.0
    for found in SIGN.finditer(text):
        if not found[0]:
            continue
        at = found.start()
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        points += _sign(found[0], before, after)
    beside = re.findall(r"(?<=\d)[^\W\d_\x00-\x7f²³¹½¼¾ªºµ]|[^\W\d_\x00-\x7f²³¹½¼¾ªºµ](?=\d)", text)
    return points - 2.0 * sum(ord(letter) < 0x250 for letter in beside)


def _sign(sign: str, before: str, after: str) -> float:
    if "\x80" <= sign <= "\x9f" or "\ud800" <= sign <= "\udfff" or sign == "\ufffd":
        return BROKEN
    left, right = before.isalnum(), after.isalnum()
    if sign in "\xa0\xad\u200b\ufeff":
        return 0.0
    if sign in OPENING:
        return 0.5 if right and not left else -1.5
    if sign in QUOTES:
        if left and right:
            return 1.0 if sign in "’‘" else -1.5
        return 1.0 if left != right or before.isspace() != after.isspace() else -0.5
    if sign in DASHES:
        return (
            1.0
            if before.isspace() == after.isspace() and before.isdigit() == after.isdigit()
            else 0.0
        )
    if sign in AFTER_LETTERS and not after.isalpha():
        return 0.5
    if sign in BY_NUMBERS and not (before.isalpha() or after.isalpha()):
        return 0.3
    if 0x3000 <= ord(sign) <= 0x303F or 0xFF00 <= ord(sign) <= 0xFFEF:
        return 0.5
    return -1.5 if before.isalpha() or after.isalpha() else -0.5

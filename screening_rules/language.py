"""Detects an abstract's language, by spaCy's lists of each language's commonest words."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import as_file, files
from runpy import run_path
from unicodedata import name

from pipeline.records import Record

LANGUAGES = {
    "en": "English",
    "nb": "Norwegian (bokmål)",
    "nn": "Norwegian (nynorsk)",
    "sv": "Swedish",
    "da": "Danish",
    "fi": "Finnish",
    "is": "Icelandic",
    "de": "German",
    "nl": "Dutch",
    "fr": "French",
    "es": "Spanish",
    "ca": "Catalan",
    "pt": "Portuguese",
    "it": "Italian",
    "ro": "Romanian",
    "pl": "Polish",
    "cs": "Czech",
    "sk": "Slovak",
    "hr": "Croatian",
    "sl": "Slovenian",
    "hu": "Hungarian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "et": "Estonian",
    "tr": "Turkish",
    "id": "Indonesian",
    "ru": "Russian",
    "uk": "Ukrainian",
    "bg": "Bulgarian",
    "el": "Greek",
    "ar": "Arabic",
    "fa": "Persian",
    "he": "Hebrew",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
    "th": "Thai",
}
"""The languages that are distinguished, by their ISO 639-1 code."""


def language_meant(said: str) -> str:
    """The code of a language by its English name, ignoring case; "" if unknown.

    >>> [language_meant(one) for one in ("english", "Norwegian", "no", "klingon")]
    ['en', 'nb', 'nb', '']
    """
    word = said.strip().casefold()
    codes = (code for code, name in LANGUAGES.items() if name.casefold().split()[0] == word)
    return "nb" if word == "no" else next(codes, "")


BY_WORDS = tuple(
    code for code in LANGUAGES if code not in {"el", "ar", "he", "ja", "ko", "zh", "th"}
)

SCRIPTS = {
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "THAI": "th",
}
"""The languages identified by their letters, by the first word of the letters' Unicode names."""

ENGLISH = frozenset(
    ["the", "of", "and", "in", "to", "with", "for", "was", "were", "that", "is", "on", "by", "from"]
)
PLAINLY_ENGLISH = 0.12
"""Least share of these words, 0 to 1, at which an abstract is English without further tests."""

LEAST_WORDS = 3
"""Fewest different common words, 1 upwards, that identify a language."""

LEAST_SHARE = 0.15
"""Least share of a text's words, 0 to 1, that are common words of its language."""

ALSO = 0.6
"""Least share of the best language's score, 0 to 1, at which another also counts as a language of
the text: an abstract in Norwegian and English, or one that may be Danish or Norwegian."""


def unread_language(record: Record, languages: Collection[str]) -> str:
    """The language of a record's abstract if it is none of these; "" if it is one, or unknown.

    >>> french = Record(abstract="Nous avons suivi les enfants de la naissance à huit ans.")
    >>> unread_language(french, ["en"]), unread_language(french, ["fr"])
    ('fr', '')
    """
    if not languages or not record.abstract:
        return ""
    found = languages_of(record.abstract)
    return found[0] if found and set(found).isdisjoint(languages) else ""


def languages_of(text: str) -> list[str]:
    """The possible languages of a text, the likeliest first; none if there is too little evidence.

    >>> languages_of("Vi fulgte ansatte som ikke jobbet hjemme, og de hadde mindre smerter.")[0]
    'nb'
    """
    words = text.lower().split()
    if sum(map(ENGLISH.__contains__, words)) >= PLAINLY_ENGLISH * len(words):
        return ["en"]
    if script := _by_script(text):
        return [script]
    return _by_words(Counter(word.strip(".,;:()[]\"'«»!?") for word in words))


def _by_script(text: str) -> str:
    """The language of more than half of a text's letters, if they identify one."""
    letters = [sign for sign in text[:400] if sign.isalpha()]
    scripts = Counter(
        SCRIPTS.get(name(sign, "").split(" ")[0], "") for sign in letters if sign > "ʯ"
    )
    scripts.pop("", None)
    if not scripts or 2 * scripts.total() < len(letters):
        return ""
    return "ja" if "ja" in scripts else scripts.most_common(1)[0][0]


def _by_words(words: Mapping[str, int]) -> list[str]:
    known, score, different, common = (
        _common_words(),
        Counter[str](),
        Counter[str](),
        Counter[str](),
    )
    for word, times in words.items():
        codes = known.get(word, ())
        for code in codes:
            score[code] += times / len(codes)  # type: ignore[assignment]
            different[code] += 1
            common[code] += times
    total = sum(words.values())
    sure = {
        code: points
        for code, points in score.items()
        if different[code] >= LEAST_WORDS and common[code] >= LEAST_SHARE * total
    }
    best = max(sure.values(), default=0)
    ordered = sorted(sure, key=lambda code: (-sure[code], code))
    return [code for code in ordered if sure[code] >= ALSO * best]


@cache
def _common_words() -> Mapping[str, tuple[str, ...]]:
    """The languages that each common word belongs to."""
    codes: dict[str, tuple[str, ...]] = {}
    for code in BY_WORDS:
        for word in _stop_words(code):
            codes[word] = (*codes.get(word, ()), code)
    return codes


NYNORSK = (
    "berre dei deira dykk eg ein eit ei frå gjekk hjå ho høgare ikkje kva korleis kvar kven lågare "
    "med meir mellom mykje noko nokon og også òg om på seg sidan si som til tilsette var vart ved "
    "vera vere vert vore å"
)
"""Common words of nynorsk, for which spaCy has no list."""


def _stop_words(code: str) -> Iterable[str]:
    if code == "nn":
        return NYNORSK.split()
    # The list alone: importing a whole language also loads its tokeniser's rules, seconds for
    # French.
    with as_file(files("spacy.lang") / code / "stop_words.py") as path:
        words: Collection[str] = run_path(str(path))["STOP_WORDS"]
    return sorted(word.lower() for word in words if word.isalpha())

"""Letters and words reduced so that one text looks the same from two databases."""

import html
import re
import unicodedata

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu",
    "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
"""Names of Greek letters, which databases without them write out."""

UNDECOMPOSED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
     "ħ": "h", "ŋ": "n", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "\ufffd": "?"}
)  # fmt: skip
"""Letters that Unicode does not split into a letter and its diacritic."""

NUMERALS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4",
    "first": "1", "second": "2", "third": "3", "fourth": "4",
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
    "ix": "9", "xi": "11", "xii": "12",
}  # fmt: skip
"""Small numbers, as words and Roman numerals. X is left out: it is more often a letter."""

_ENTITY = re.compile(r"&#?\w{1,8};")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_LONE_GREEK = re.compile(r"(?<![α-ω])([α-ω])(?![α-ω])")
LONE_MARK = re.compile(r"(?<=\w)\?(?=\w)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")
WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Lower case, without entities, tags and diacritics, and with single Greek letters written out.

    >>> folded("TNF-&alpha; and <i>Bj&oslash;rn</i> ÅKESSON’s β2")
    "tnf- alpha  and bjorn akesson's  beta 2"
    """
    if "&" in text:
        text = html.unescape(html.unescape(text)) if _ENTITY.search(text) else text
    if "<" in text:
        text = _TAG.sub("", text)
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _LONE_GREEK.sub(lambda found: f" {GREEK.get(found[1], found[1])} ", text)


def words(text: str) -> list[str]:
    """The words of a text, folded, with apostrophes closed up and "&" read as "and".

    >>> words("Crohn's disease & beta–blockers: 1,000 patients")
    ['crohns', 'disease', 'and', 'beta', 'blockers', '1000', 'patients']
    """
    return folded_words(folded(text))


def folded_words(text: str) -> list[str]:
    """The words of a text that is already folded.

    >>> folded_words("crohn's disease")
    ['crohns', 'disease']
    """
    text = text.replace("'", "").replace("&", " and ")
    if "?" in text:
        # A database that lost a letter writes a question mark in its place.
        text = LONE_MARK.sub("", text)
    if "," in text:
        text = _GROUPED.sub("", text)
    return WORD.findall(text)


def given(text: str | None) -> str:
    """The text, or "" if it is a database's mark for a missing value.

    >>> given("UNKNOWN"), given(" N/A "), given("12 "), given(None)
    ('', '', '12', '')
    """
    stripped = text.strip() if text else ""
    return "" if stripped.lower() in _MISSING else stripped


_MISSING = frozenset(
    ["", "unknown", "na", "n/a", "nan", "none", "null", "-", "--", "n.a.", "s.n.", "[s.n.]", "."]
)

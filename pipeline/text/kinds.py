"""The kind of report that a title names: an erratum, a reply, a protocol, an editorial."""

import re

from pipeline.text.letters import folded, given

_ERRATUM = (
    r"errat(?:um|a)|corrigend(?:um|a)|(?:publisher|author)s?'?s? correction|addendum|"
    r"corrections?(?=\W*$|\s*:| (?:to|of|in|for)\b)|expression of concern|berichtigung|rettelse"
)
_REPLY = (
    r"(?:in )?reply|(?:the )?authors?'?s? (?:reply|response)|(?:an? )?response to|replies|rejoinder"
)
_REPLIED = (
    r"(?:(?:the )?authors?'?s? )?(?:reply|response|rejoinder)(?: (?:to|by|from) .*)?|authors' reply"
)
_COMMENT = (
    r"(?:invited |editorial )?comment(?:s|ary)? (?:on|to)\b|comments?(?=\s*[:.])|re(?=\s*:)|"
    r"letter to the editor|discussion (?:of|on)\b"
)
_COMMENTED = (
    r"(?:an? |invited )?"
    r"(?:comment|commentary|letter to the editor|discussion)(?: (?:on|to) .*)?"
)
_PROTOCOL = r"(?:study |trial |research )?protocol (?:for|of) (?:an?|the)\b"
_PROTOCOLLED = (
    r"(?:an? |the )?(?:[\w\s-]{0,60} )?(?<!treatment )(?<!therapy )(?<!care )protocol"
    r"(?: (?:for|of) (?:an?|the)\b.*)?"
)

_RETRACTION = (
    r"notice of retraction|retraction of [\"\u201c]|withdraw(?:al|n)|retracted(?=\s*:)|"
    r"retraction(?=\W*$|\s*:| (?:note|notice|statement|to)\b)"
)

_SAID: tuple[tuple[str, str, str], ...] = (
    ("erratum", _ERRATUM, r"erratum|corrigendum|correction|addendum"),
    (
        "retraction",
        _RETRACTION,
        r"retraction(?: note| notice)?|withdrawal|withdrawn",
    ),
    ("reply", _REPLY, _REPLIED),
    ("comment", _COMMENT, _COMMENTED),
    ("protocol", _PROTOCOL, _PROTOCOLLED),
    ("editorial", r"(?:guest )?editorial|editors'? (?:note|introduction|comments?)", r"editorial"),
    ("book review", r"book reviews?", r"(?:a )?book review"),
    ("abstract", r"(?:conference |meeting )?abstracts?(?=\s*[:.])", r"(?:[a-z]+ )?abstract"),
)
"""A kind, how its titles begin, and how they end after a colon, full stop or dash."""

KINDS = tuple(kind for kind, _, _ in _SAID)
"""Kinds of report that may share a title with the article they belong to."""

_PATTERNS = tuple(
    re.compile(rf"^\W*(?:{begins})(?!\w)|(?:[:.(\[–—]\s*|\s-+\s*)(?:{ends})\W*$")
    for _, begins, ends in _SAID
)
_WITHIN = """
errat corrig correct adden concern bericht rettel retract withdraw repl respon rejoin comment letter
discussion protocol editor book abstract
"""
_HINTS = tuple(_WITHIN.split())
"""Strings in every title of a kind; a quick first test."""


def _hinted(text: str) -> bool:
    for hint in _HINTS:
        if hint in text:
            return True
    return "re:" in text or "re :" in text or "(vol" in text


_APPEARS = re.compile(
    r"\[[^\]]*\b(?:appears?|see|in|for|on|published|corrected|comments?)\b[^\]]*\]?"
)
"""Notes that point to another record: [Erratum appears in ...], [see comment]."""


_CORRECTS = re.compile(
    r"\s*\((?:correction (?:to|of) )?vol(?:ume)?s?\W+\d[^()]*\b(?:19|20)\d\d\)?\W*$"
)
_RETRACTS = re.compile(r"\s*\(retraction of\b[^()]*\)?\W*$")
"""Web of Science's note that a title is another record's: "(vol 14, e0219, 2019)"."""

_RETRACTED = re.compile(
    r"^\W*retracted(?: article| paper| publication)?\s*[:\])\u2013\u2014-]+\s*(?=\w.{19})"
    r"|\W*[\[(]retracted(?: article| paper)?\b[^\])]*[\])]?\W*$"
    r"|\s*[:.]\s*retracted(?: article)?\W*$"
)
"""The mark before or after the title of a retracted article: it is still the article."""

_NOTICE = re.compile(
    r"^\W*(?:errat(?:um|a)|corrigend(?:um|a)|(?:(?:publisher|author)s?'?s? )?corrections?|addendum|"
    r"(?:notice of )?retraction(?: note| notice)?|expression of concern)"
    r"(?: (?:to|for|of|in|on)\b)?(?: the (?:article|paper))?\s*[:.\u2013\u2014-]*\s*"
)
_CITED = re.compile(
    r"[\"'\u201c\u201d.,\s]*(?=[\[(].*(?:19|20)\d\d)"
    r"(?:\[[^\[\]]*\]|\((?:[^()]|\([^()]*\))*\))\W*$"
)
"""The place of the article after its title, in a notice: "[J. Sci. 12 (2010) 1-9]"."""

ERRATUM, RETRACTION, PROTOCOL, ABSTRACT = (
    1 << KINDS.index(kind) for kind in ("erratum", "retraction", "protocol", "abstract")
)
NOTICES = ERRATUM | RETRACTION
"""Kinds whose title, apart from a word before it, is that of the article they refer to."""

BASE = 3
"""Words (2 to 5) from which the text in a notice is the title of an article."""


def without_marks(text: str) -> tuple[str, int, bool]:
    """A folded title without the words of a notice, its kinds, and whether it is retracted.

    >>> without_marks("retracted article: ventilation and the working mind")
    ('ventilation and the working mind', 0, True)
    >>> without_marks("sleep of nurses at home (vol 14, e0219, 2019)")
    ('sleep of nurses at home', 1, False)
    >>> without_marks('retraction notice to "sleep of nurses at home" [j. sleep 12 (2010) 1-9]')
    ('sleep of nurses at home', 2, False)
    """
    if not _hinted(text):
        return text, 0, False
    found = 0
    text, marks = _RETRACTED.subn("", text)
    for bit, mark in ((ERRATUM, _CORRECTS), (RETRACTION, _RETRACTS)):
        text, times = mark.subn("", text)
        found |= bit if times else 0
    found |= _said(text)
    if found & NOTICES and (notice := _NOTICE.match(text)):
        base = _CITED.sub("", text[notice.end() :]).strip("\"'\u201c\u201d ")
        text = base if base.count(" ") + 1 >= BASE else text
    return text, found, bool(marks)


def kinds(title: str | None) -> int:
    """The kinds that a title names, as bits in the order of `KINDS`; 0 for an article.

    >>> kinds("Erratum to: Memory after stroke"), kinds("Memory after stroke")
    (1, 0)
    >>> kinds("Memory after stroke.[Erratum appears in Stroke. 2010;41(2)]")
    0
    >>> kinds("Correction of refractive errors in children: a survey") == kinds("Reply") >> 2
    True
    """
    return without_marks(folded(given(title)))[1]


def _said(text: str) -> int:
    """The kinds that a folded title begins or ends with."""
    if "[" in text:
        text = _APPEARS.sub(" ", text)
    return sum(1 << bit for bit, pattern in enumerate(_PATTERNS) if pattern.search(text))


def kind_names(kind: int) -> str:
    """The kinds in some bits, in words.

    >>> kind_names(5), kind_names(0)
    ('erratum and reply', 'article')
    """
    return " and ".join(name for bit, name in enumerate(KINDS) if kind >> bit & 1) or "article"

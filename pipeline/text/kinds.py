"""What kind of report a title says it is of: an erratum, a reply, a protocol, an editorial."""

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

_SAID: tuple[tuple[str, str, str], ...] = (
    ("erratum", _ERRATUM, r"erratum|corrigendum|correction|addendum"),
    (
        "retraction",
        r"(?:notice of )?retract(?:ion|ed)|withdraw(?:al|n)",
        r"retraction|retracted(?: article)?|withdrawal|withdrawn",
    ),
    ("reply", _REPLY, _REPLIED),
    ("comment", _COMMENT, _COMMENTED),
    ("protocol", _PROTOCOL, _PROTOCOLLED),
    ("editorial", r"(?:guest )?editorial|editors'? (?:note|introduction|comments?)", r"editorial"),
    ("book review", r"book reviews?", r"(?:a )?book review"),
    ("abstract", r"(?:conference |meeting )?abstracts?(?=\s*[:.])", r"(?:[a-z]+ )?abstract"),
)
"""A kind, how titles of that kind begin, and how they end after a colon, full stop or dash."""

KINDS = tuple(kind for kind, _, _ in _SAID)
"""Kinds of report that may share a title with the article they belong to."""

_PATTERNS = tuple(
    re.compile(rf"^\W*(?:{begins})(?!\w)|(?:[:.(\[–—]\s*|\s-+\s*)(?:{ends})\W*$")
    for _, begins, ends in _SAID
)
_HINT = re.compile(
    "errat|corrig|correct|adden|concern|bericht|rettel|retract|withdraw|repl|respon|rejoin|comment|"
    r"letter|discussion|protocol|editor|book|abstract|re\s*:"
)
_APPEARS = re.compile(
    r"\[[^\]]*\b(?:appears?|see|in|for|on|published|corrected|comments?)\b[^\]]*\]?"
)
"""Notes that point to another record: [Erratum appears in ...], [see comment]."""


def kinds(title: str | None) -> int:
    """The kinds that a title says, as bits in the order of `KINDS`; 0 for an article.

    >>> kinds("Erratum to: Memory after stroke"), kinds("Memory after stroke")
    (1, 0)
    >>> kinds("Memory after stroke.[Erratum appears in Stroke. 2010;41(2)]")
    0
    >>> kinds("Correction of refractive errors in children: a survey") == kinds("Reply") >> 2
    True
    """
    text = folded(given(title))
    if not _HINT.search(text):
        return 0
    if "[" in text:
        text = _APPEARS.sub(" ", text)
    return sum(1 << bit for bit, pattern in enumerate(_PATTERNS) if pattern.search(text))


def kind_names(kind: int) -> str:
    """The kinds that bits stand for, in words.

    >>> kind_names(5), kind_names(0)
    ('erratum and reply', 'article')
    """
    return " and ".join(name for bit, name in enumerate(KINDS) if kind >> bit & 1) or "article"

"""Titles reduced to comparison keys, and what they say of the kind of a report."""

import re
from dataclasses import dataclass

from pipeline.text.letters import NUMERALS, folded, given, words

_NOTE = re.compile(
    r"""\.{0,3}\s*[\[(]\s*(?:
        (?:published\s+)?(?:erratum|errata|corrigendum|corrected|correction|retraction|retracted|
           see\s+comments?|comment|review|republished|update|summary|reprint|original|
           letter|editorial|abstract|conference|meeting|dissertation|
           in\s+process\s+citation|french|german|proceedings)\b[^\])]*
        | \d+\s+ref(?:s|erences)?\.?
        | in\s+\w+ | article\s+in\s+\w+
        )\s*[\])]?""",
    re.VERBOSE,
)
"""What databases add to a title in brackets: "[Review] [33 refs]", "[Erratum appears in ...]"."""

LANGUAGES = [
    "arabic",
    "bulgarian",
    "chinese",
    "croatian",
    "czech",
    "danish",
    "dutch",
    "english",
    "estonian",
    "farsi",
    "finnish",
    "french",
    "german",
    "greek",
    "hebrew",
    "hungarian",
    "icelandic",
    "italian",
    "japanese",
    "korean",
    "latvian",
    "lithuanian",
    "norwegian",
    "persian",
    "polish",
    "portuguese",
    "romanian",
    "russian",
    "serbian",
    "slovak",
    "slovene",
    "slovenian",
    "spanish",
    "swedish",
    "thai",
    "turkish",
    "ukrainian",
    "vietnamese",
]
"""Languages that databases name after a translated title."""

_LANGUAGE = re.compile(
    rf"\W*\b\[?\(?(?:{'|'.join(LANGUAGES)})\]\)?\W*$|\W*\((?:{'|'.join(LANGUAGES)})\)\W*$"
)
_SECOND = re.compile(r"^\s*(\S.*?)\s*(?:\[([^\[\]]{20,})\]|=\s+(.{20,}))\W*$")
_PREFIXED = re.compile(
    r"^\W*(?:original (?:research )?(?:article|paper)|research (?:article|paper|report)|"
    r"review article|article|paper|technical note|full length article)s?\s*[:.–—]\s*(?=\S.{20})"
)


@dataclass(frozen=True, slots=True)
class TitleKeys:
    """A title for comparison: the whole of it, and the other language's where it holds two."""

    whole: str
    other: str = ""


def title_keys(title: str | None, translated: str | None = None) -> TitleKeys:
    """The words of a title without what databases add to it.

    >>> title_keys("[Acute stroke: a survey]. [Russian]").whole
    'acute stroke a survey'
    >>> title_keys("Memory after stroke. [Review] [33 refs]").whole
    'memory after stroke'
    >>> title_keys("Working in the platform economy [Arbeiten in der Plattformökonomie]").other
    'arbeiten in der plattformokonomie'
    """
    text = folded(given(title))
    if "[" in text or "(" in text:
        text = _NOTE.sub(" ", text)
        text = _LANGUAGE.sub("", text)
    text = _PREFIXED.sub("", text)
    other = given(translated)
    if ("[" in text or " = " in text) and (two := _SECOND.match(text)) and len(two[1]) >= 20:
        text, other = two[1], other or two[2] or two[3]
    key = " ".join(words(text)) or " ".join(words(given(title)))
    second = " ".join(words(other)) if other else ""
    return TitleKeys(key, second if second != key else "")


def numbers(key: str) -> frozenset[str]:
    """The numbers in a title key, written in whatever way.

    >>> sorted(numbers("phase ii trial of il2 part one"))
    ['1', '2']
    """
    found = set(_DIGITS.findall(key))
    words_of_key = key.split()
    found.update(
        NUMERALS[word]
        for at, word in enumerate(words_of_key, start=1)
        if word in NUMERALS and (len(word) > 1 or at == len(words_of_key))
    )
    return frozenset(number.lstrip("0") or "0" for number in found)


_DIGITS = re.compile(r"\d+")

_PART = re.compile(
    r"\b(part|phase|study|studies|volume|paper|chapter|section|stage|wave|round|cohort|trial|"
    r"experiment|session|report|update|module|teil|parte|partie|del|edition|version|series|no|nr)s?"
    r" (\w+)"
)


def parts(key: str) -> frozenset[tuple[str, str]]:
    """Numbered parts that a title key names.

    >>> sorted(parts("platform work part ii phase 3"))
    [('part', '2'), ('phase', '3')]
    """
    found = set()
    for word, number in _PART.findall(key):
        number = NUMERALS.get(number, number)
        if number.isdigit() or (len(number) == 1 and number not in "a"):
            found.add((word, number.lstrip("0") or "0"))
    return frozenset(found)


KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("erratum", re.compile(
        r"^\W*(?:erratum|errata|corrigend(?:um|a)|corrections?\b(?=\W*$|\W* (?:to|of|in|for)\b|\W*[:.-])|"
        r"publisher'?s? correction|author correction|addendum|expression of concern|berichtigung)|"
        r"\b(?:erratum|corrigendum)\W*$|[:.(-]\s*correction\W*$")),
    ("retraction", re.compile(r"^\W*(?:retraction|retracted|withdrawal|withdrawn|notice of retraction)\b|\b(?:retraction|withdrawal)\W*$")),
    ("reply", re.compile(
        r"^\W*(?:in )?(?:reply|(?:the )?authors?'? (?:reply|response)|response to|replies|rejoinder|a response to)\b|"
        r"[:.(\-–—]\s*(?:(?:the )?authors?'?s? )?(?:reply|response|rejoinder)(?: (?:to|by|from) .*)?\W*$")),
    ("comment", re.compile(
        r"^\W*(?:(?:invited )?comment(?:s|ary)? (?:on|to)\b|comments?\s*[:.]|re\s*:|letter to the editor|discussion (?:of|on)\b)|"
        r"[:.(\-–—]\s*(?:a |an |invited )?(?:comment|commentary|letter to the editor|discussion)(?: on .*)?\W*$")),
    ("protocol", re.compile(r"\bprotocol\b(?=\W*$|\W* (?:for|of) (?:a|an|the)\b)|[:.\-–—]\s*(?:a |the )?(?:study |trial |research )?protocol\b|\bstudy protocol\b")),
    ("editorial", re.compile(r"^\W*(?:guest )?(?:editorial|editors'? (?:note|introduction|comments))\b")),
    ("book review", re.compile(r"^\W*book reviews?\b|[:.(]\s*book review\W*$")),
    ("abstract", re.compile(r"^\W*(?:conference |meeting )?abstracts?\s*[:.]|\[(?:meeting |conference )?abstract\]|\(abstract\)")),
)  # fmt: skip
"""Kinds of report that share a title with the article they belong to."""


def kinds(title: str | None) -> int:
    """The kinds that a title says, as bits in the order of `KINDS`; 0 for an article.

    >>> kinds("Erratum to: Memory after stroke"), kinds("Memory after stroke")
    (1, 0)
    >>> kinds("Memory after stroke.[Erratum appears in Stroke. 2010;41(2)]")
    0
    """
    text = folded(given(title))
    if not _ANY_KIND.search(text):
        return 0
    if "[" in text:
        text = _NOTE.sub(lambda found: " [abstract]" if "abstract" in found[0] else " ", text)
    return sum(1 << bit for bit, (_, pattern) in enumerate(KINDS) if pattern.search(text))


_ANY_KIND = re.compile(
    "errat|corrig|correct|addend|concern|bericht|retract|withdraw|repl|respon|rejoin|comment|letter|"
    r"discussion|protocol|editor|book|abstract|re\s*:"
)

GENERIC = frozenset(
    [
        "abstract",
        "abstracts",
        "acknowledgement",
        "acknowledgements",
        "announcement",
        "announcements",
        "preface",
        "foreword",
        "afterword",
        "introduction",
        "conclusion",
        "conclusions",
        "editorial",
        "editorials",
        "guest",
        "editors",
        "editor",
        "note",
        "notes",
        "news",
        "letter",
        "letters",
        "book",
        "review",
        "reviews",
        "reply",
        "response",
        "comment",
        "comments",
        "commentary",
        "commentaries",
        "correspondence",
        "erratum",
        "correction",
        "corrections",
        "corrigendum",
        "index",
        "contents",
        "table",
        "of",
        "the",
        "in",
        "this",
        "issue",
        "from",
        "to",
        "and",
        "for",
        "a",
        "an",
        "on",
        "special",
        "section",
        "conference",
        "proceedings",
        "meeting",
        "calendar",
        "obituary",
        "obituaries",
        "interview",
        "interviews",
        "summary",
        "summaries",
        "discussion",
        "author",
        "authors",
        "authors'",
        "chair",
        "message",
        "title",
        "page",
        "front",
        "matter",
        "back",
        "cover",
        "masthead",
        "viewpoint",
        "perspective",
        "perspectives",
        "overview",
        "research",
        "abstracts",
        "poster",
        "posters",
        "session",
        "sessions",
        "oral",
        "presentation",
        "presentations",
        "program",
        "invited",
        "our",
        "by",
        "with",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
    ]
)
"""Words of titles that many reports bear: Editorial, Introduction to the special issue."""


def generic(key: str) -> bool:
    """Whether a title is one that many different reports bear.

    >>> generic("introduction to the special issue"), generic("editorial"), generic("loneliness")
    (True, True, False)
    """
    return all(word in GENERIC for word in key.split())

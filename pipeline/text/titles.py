"""Titles reduced to comparison keys."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.text.kinds import without_marks
from pipeline.text.letters import NUMERALS, folded, folded_words, given, words

_SERVER = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|edarxiv|techrxiv|engrxiv|ssrn|"
    r"osf preprints?|social science research network|research square|preprints?(?:\.org)?|zenodo|"
    r"authorea|qeios|repec|nber working papers?|iza discussion papers?)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"10\.(?:1101/(?:\d{6}$|20\d\d\.)|2139/ssrn|21203/rs|3123[45]/osf|35542/osf|48550/arxiv|"
    r"20944/preprints|36227/techrxiv|22541/au|26434/chemrxiv|32388/)",
    re.IGNORECASE,
)
"""DOI prefixes (and stems) that Crossref and DataCite list for preprint servers."""


@lru_cache(maxsize=20_000)
def _server(journal: str | None) -> bool:
    return bool(_SERVER.search(given(journal)))


def preprint(journal: str | None, doi: str | None = None) -> bool:
    """Whether a record describes a preprint or working paper.

    >>> preprint("medRxiv"), preprint(None, "10.21203/rs.3.rs-1/v1"), preprint("Preventive Care")
    (True, True, False)
    """
    return _server(journal) or bool(doi and not given(journal) and _PREFIX.match(doi))


_LANGUAGES = """
afrikaans albanian arabic bulgarian catalan chinese croatian czech danish dutch english estonian
farsi finnish french german greek hebrew hungarian icelandic italian japanese korean latvian
lithuanian macedonian norwegian persian polish portuguese romanian russian serbian slovak slovene
slovenian spanish swedish thai turkish ukrainian vietnamese
"""
LANGUAGES = tuple(_LANGUAGES.split())
"""Languages that databases name after a translated title."""

_IN_BRACKETS = r"""
    (?:published\s+)?(?:erratum|errata|corrigendum|corrected|correction|retraction|retracted)\b[^\]]*
    | (?:see\s+)?comments?\b[^\]]* | review(?:\s+article)? | \d+\s+ref(?:s|erences)?\.?
    | (?:meeting\s+|conference\s+)?abstract\b[^\]]* | letter | editorial | case\s+reports?
    | in\s+process\s+citation | proceedings | careers | author'?s?\s+transl\w* | article\s+in\s+\w+
    | dissertation | in\s+\w+
"""
_NOTE = re.compile(
    rf"[.\s]*\[\s*(?:{_IN_BRACKETS})\s*(?:\]|$)"
    r"|\s*\((?:author'?s\s+transl\w*|letter|abstract|review|in\s\w+)\)\W*$",
    re.VERBOSE,
)
"""Databases' additions to a title: "[Review] [33 refs]", "[Erratum appears in ...]"."""

_LANGUAGE = re.compile(
    rf"\W*[\[(](?:{'|'.join(LANGUAGES)})[\])]\W*$|(?<=\])[.\s]*(?:{'|'.join(LANGUAGES)})\W*$"
)
_LABEL = re.compile(
    r"^\W*(?:original (?:research )?(?:article|paper)|research (?:article|paper|report)|"
    r"review article|technical note|full length article)s?\s*[:.–—]\s*(?=\S.{20})"
)
"""Journals' headings before a title: "Original article: ..."."""

_TWO = re.compile(r"^\s*(\S.{19,}?)\s*(?:\[([^\[\]]{20,})\]|=\s+(.{20,}))\W*$")
"""A title in two languages: "Working in the crowd [Arbeiten in der Crowd]"."""


class TitleKeys(NamedTuple):
    """A title for comparison: the whole title, and that in the other language if there are two.

    A notice has the title of the article that it refers to; `kinds` distinguishes the two.
    `translated` says that the title is marked as a translation, by brackets or a language after it.
    `main` is the title without its subtitle, "" if it has none.
    """

    whole: str
    other: str = ""
    kinds: int = 0
    retracted: bool = False
    translated: bool = False
    main: str = ""


def title_keys(title: str | None, translated: str | None = None) -> TitleKeys:
    """The words of a title without databases' additions.

    >>> title_keys("[Acute stroke: a survey]. [Russian]").whole
    'acute stroke a survey'
    >>> title_keys("Memory after stroke. [Review] [33 refs]").whole
    'memory after stroke'
    >>> title_keys("Working in the platform economy [Arbeiten in der Plattformökonomie]").other
    'arbeiten in der plattformokonomie'
    """
    text, kinds, retracted = without_marks(folded(given(title)))
    foreign = False
    if "[" in text or "(" in text:
        foreign = text.startswith("[") or bool(_LANGUAGE.search(text))
        text = _LANGUAGE.sub("", _NOTE.sub(" ", text))
    if ":" in text or "." in text or "\u2013" in text or "\u2014" in text:
        text = _LABEL.sub("", text)
    other = given(translated) if translated else ""
    if ("[" in text or " = " in text) and (two := _TWO.match(text)):
        text, other = two[1], other or two[2] or two[3]
    key = " ".join(folded_words(text)) or " ".join(words(given(title)))
    second = " ".join(words(other)) if other else ""
    second = second if second != key else ""
    return TitleKeys(key, second, kinds, retracted, foreign, _main(text))


def _main(text: str) -> str:
    """The words before a subtitle."""
    before, sign, _ = text.partition(":")
    if not sign:
        before, sign, _ = text.partition(". ")
    return " ".join(folded_words(before)) if sign else ""


_DIGITS = re.compile(r"\d+")


def numbers(key: str, split: Sequence[str] = ()) -> tuple[str, ...]:
    """The numbers in a title key, however they are written, sorted, without repeats.

    `split` are the key's words, if they are known already.

    I, V and X are letters more often than numbers, and count only at the end of a title.

    >>> numbers("phase ii trial of il2 part one"), numbers("vitamin k and factor v levels")
    (('1', '2'), ())
    """
    every = split or key.split()
    found = set(_DIGITS.findall(key))
    if not _NUMBER_WORDS.isdisjoint(every):
        found.update(NUMERALS[word] for word in every if word in _NUMBER_WORDS)
    if every and every[-1] in NUMERALS:
        found.add(NUMERALS[every[-1]])
    return tuple(sorted([number.lstrip("0") or "0" for number in found])) if found else ()


_NUMBER_WORDS = frozenset(word for word in NUMERALS if len(word) > 1)

_NUMBERED = """
part phase study studie volume paper chapter section stage wave round cohort trial experiment
session report module del teil parte partie tome band edition version
"""
_PARTS = tuple(_NUMBERED.split())
_PART_WORDS = frozenset([*_PARTS, *(f"{word}s" for word in _PARTS)])
_PART = re.compile(
    rf"\b({'|'.join(_PARTS)})s? "
    r"(\d+|[ivx]+|[b-h]|one|two|three|four|five|six)\b"
)


def parts(key: str, split: Sequence[str] = ()) -> tuple[str, ...]:
    """The numbered parts that a title key names, sorted; `split` as for `numbers`.

    >>> parts("platform work part ii phase 3"), parts("taking part in a study")
    (('part 2', 'phase 3'), ())
    """
    if _PART_WORDS.isdisjoint(split or key.split()):
        return ()
    found = _PART.findall(key)
    return tuple(sorted({f"{word} {NUMERALS.get(number, number)}" for word, number in found}))


_GENERIC = """
a abstract abstracts acknowledgement acknowledgements acknowledgment acknowledgments afterword
an and announcement announcements author authors back book books by calendar chair
comment commentaries commentary comments conclusion conclusions conference congress contents
correction corrections correspondence corrigendum cover desk discussion edition editor editorial
editorials editors erratum for foreword from front guest highlights in index information
interview interviews introduction introductory invited issue journal journals letter letters
masthead matter meeting message minutes news note notes obituaries obituary of on oral our
overview page papers perspective perspectives poster posters preface presentation presentations
president presidents proceedings program programme publisher publishers quarterly remarks reply
research response review reviewer reviewers reviews section selected session sessions special
summaries summary symposium table thank thanks the this title to viewpoint volume we welcome
with workshop year you your
"""
GENERIC = frozenset(_GENERIC.split())
"""Words of titles that many reports share: Editorial, Introduction to the special issue."""


def generic(key: str, journal: str = "") -> bool:
    """Whether many reports share a title key; the words of the journal's name are ignored.

    >>> generic("introduction to the special issue"), generic("editorial"), generic("loneliness")
    (True, True, False)
    >>> generic("remarks from the editor of work and stress", "work stress")
    True
    """
    own: list[str] | None = None
    for word in key.split():
        if word not in GENERIC and not word.isdigit():
            own = journal.replace("|", " ").split() if own is None else own
            if word not in own:
                return False
    return True

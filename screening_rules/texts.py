"""A record as a row of numbered words: what the criteria are matched against."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby
from typing import Any

from pipeline.records import Record

FIELDS = (
    "title",
    "title_translated",
    "abstract",
    "aim",
    "background",
    "methods",
    "results",
    "conclusions",
    "keywords",
    "type",
    "language",
    "journal",
)
"""The fields of words. The sections are parts of a structured abstract, or moves of one that is
not divided (moves.py); "abstract" is the text without a label or a move."""

SECTIONS = ("aim", "background", "methods", "results", "conclusions")
KEYWORDS_JOINED_BY = "; "

NO_WORDS = re.compile(r"([\W_][\W_]*)")
"""The separator of two words. Every sign splits words: spaCy's tokeniser for English would keep
"COVID-19" whole and split "don't" in two. Written so that it begins with a set of signs, which
Python looks for faster than for a set with a plus.
"""

SENTENCE_SIGN = re.compile(r"[.!?;]")
"""Signs that end sentences, except those of abbreviations and numbers."""

NO_END = re.compile(
    r"\b(?:e\.g|i\.e|et al|vs|cf|approx|f\.eks|bl\.a)\..?$|\b(?:e\.g|i\.e|f\.e|bl\.a)$|\d\.\d$",
    re.IGNORECASE,
)
"""Abbreviations and numbers, up to one sign after a full stop."""

LABELS = {
    "aim": "purpose aim aims objective objectives goal goals hypothesis formål mål hensikt",
    "background": "background introduction context rationale importance originality bakgrunn "
    "innledning",
    "methods": "method methods methodology design setting participants sample procedure "
    "procedures measures measurements analysis exposure exposures metode metoder",
    "results": "result results finding findings resultat resultater funn",
    "conclusions": "conclusion conclusions discussion implication implications limitation "
    "limitations significance interpretation value application konklusjon konklusjoner",
}
"""First words of labels, by the section that they open."""

SECTION_OF = {label: section for section, labels in LABELS.items() for label in labels.split()}

LABEL = re.compile(
    r"(?:^|[.!?;\]]\s+|\n\s*)(?P<label>"
    + "|".join(sorted({f"{word.capitalize()}|{word.upper()}" for word in SECTION_OF}))
    + r")(?P<rest>(?:[ ,/&]+(?:[A-Za-z]+)){0,5}?)\s*(?P<mark>:|\s[–—-]\s|[–—](?=\s))"
)
"""A label at the start of a sentence: a known word with a capital, up to five words after it, and
a colon or a dash. Applied once for each abstract, to its text and not to its words."""

BARE = re.compile(
    r"(?:^|[.!?]\s+)(?P<label>"
    + "|".join(sorted(word.capitalize() for word in SECTION_OF))
    + r")(?P<rest>)\s+(?=[A-Z])"
)
"""A label without punctuation, as some publishers' abstracts have it: "Methods We asked ..."."""

OPENING = re.compile(r"[.!?;\]\n]\s*([^\W\d_]+)")
"""The first word after a sign that can end a sentence: if fewer than two of them are labels, an
abstract has none."""

BRACKETS = re.compile(r"\([^()]*\)")
THOUSAND = re.compile(r"[,.\u00a0\u202f]\d{3}")
LONG_NUMBER = re.compile(r"\d{1,3}(?:[,.\u00a0\u202f]\d{3})+(?!\d)")

LEAST = 2
"""Fewest labels, 1 upwards, at which an abstract counts as structured: one alone may be a
sentence that happens to begin so."""

Bound = tuple[int, int, int]
"""The first character of a stretch of text, and the numbers of its segment and its field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The words of a record, numbered. `content` is all fields joined; `doc` is spaCy's, with the
    words of `content` and its sentences.

    `starts` and `ends` give the characters of each word in `content`. `segments` and `fields` (in
    FIELDS) are lists by word; no phrase spans two segments, and each keyword is a segment. `begins`
    say where each field begins in `content`. `headings` pair each keyword's words with its first
    and last word.
    """

    content: str
    doc: Any
    starts: list[int]
    ends: list[int]
    segments: list[int]
    fields: list[int]
    begins: dict[str, int]
    headings: dict[tuple[str, ...], tuple[int, int]]
    record: Record

    @property
    def words(self) -> list[str]:
        """The words, in lower case."""
        return self.between(0, len(self.starts))

    def between(self, first: int, after: int) -> list[str]:
        """The words from one index up to another, in lower case."""
        places = zip(self.starts[first:after], self.ends[first:after], strict=True)
        return [self.content[start:end].lower() for start, end in places]

    def span(self, first: int, last: int) -> tuple[str, int, int, str]:
        """The field of some words, the characters where they start and end in it, and the words."""
        field = FIELDS[self.fields[first]]
        field = "abstract" if field in SECTIONS else field
        begin = self.begins[field]
        start, end = self.starts[first], self.ends[last]
        return field, start - begin, end - begin, self.content[start:end]


def read_text(record: Record) -> Text:
    """The record as words with places."""
    from spacy.tokens import Doc

    contents = dict(_contents(record))
    bounds, begins = _bounds(record, contents)
    content = "\n".join(contents.values())
    # Words and separators alternate: their places are the sums of the lengths.
    pieces = NO_WORDS.split(content)
    places = [0, *accumulate(map(len, pieces))]
    words, starts, ends = pieces[::2], places[:-1:2], places[1::2]
    kept = slice(not words[0], len(words) - (len(words) > 1 and not words[-1]))
    words, starts, ends = words[kept], starts[kept], ends[kept]
    segments, fields = _rows(bounds, starts)
    first = {bisect_left(starts, place) for place in _sentence_starts(content, begins.values())}
    numbered: list[Any] = list(map(_numbers().__getitem__, words))
    text = Text(
        content=content,
        doc=Doc(
            vocabulary(),
            words=numbered,
            sent_starts=list(map(first.__contains__, range(len(words)))),
        ),
        starts=starts,
        ends=ends,
        segments=segments,
        fields=fields,
        begins=begins,
        headings={},
        record=record,
    )
    if record.keywords:
        _add_headings(text)
    return text


def _contents(record: Record) -> Iterator[tuple[str, str]]:
    """The fields that are not empty, in the order of FIELDS, and their text."""
    for field in FIELDS:
        if field in SECTIONS:
            continue
        value = getattr(record, field)
        if content := KEYWORDS_JOINED_BY.join(value) if field == "keywords" else value:
            yield field, content


def _bounds(record: Record, contents: dict[str, str]) -> tuple[list[Bound], dict[str, int]]:
    """The starts of stretches in the fields' text, joined by one sign, and those of the fields."""
    bounds: list[Bound] = []
    begins: dict[str, int] = {}
    begin = segment = 0
    for field, content in contents.items():
        begins[field], code = begin, FIELDS.index(field)
        place = begin
        for part in record.keywords if field == "keywords" else (content,):
            bounds.append((place, segment, code))
            place += len(part) + len(KEYWORDS_JOINED_BY)
            segment += 1
        if field == "abstract":
            bounds += [
                (begin + start, segment - 1, FIELDS.index(section))
                for start, section in section_starts(content)
            ]
        begin += len(content) + 1
    return bounds, begins


def _sentence_starts(content: str, begins: Iterable[int]) -> list[int]:
    """The characters where sentences begin: after signs that end one, and at field starts.

    The Sentencizer of spaCy ends one at a decimal point and after "e.g." too.
    """
    ends = [
        found.end()
        for found in SENTENCE_SIGN.finditer(content)
        if found[0] != "." or not NO_END.search(content, max(0, found.start() - 6), found.end() + 1)
    ]
    return sorted({*ends, *begins})


def _rows(bounds: Sequence[Bound], starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """The segment and the field of each word."""
    segments: list[int] = []
    fields: list[int] = []
    firsts = [bisect_left(starts, start) for start, _, _ in bounds]
    for (_, segment, field), first, after in zip(
        bounds, firsts, [*firsts[1:], len(starts)], strict=False
    ):
        segments.extend([segment] * (after - first))
        fields.extend([field] * (after - first))
    return segments, fields


@cache
def vocabulary() -> Any:
    """The words that spaCy has seen, each with its number in lower case.

    The vocabulary of a language would compute many other attributes of each word.
    """
    from spacy.attrs import LOWER
    from spacy.vocab import Vocab

    return Vocab(lex_attr_getters={LOWER: str.lower})


class _Numbers(dict[str, int]):
    """Caches spaCy's number for each word as it is written.

    Making a Doc from numbers takes two thirds of the time of making it from words.
    """

    def __missing__(self, word: str) -> int:
        number = self[word] = int(vocabulary()[word].orth)
        return number


@cache
def _numbers() -> _Numbers:
    return _Numbers()


def _add_headings(text: Text) -> None:
    """Each keyword whole, and without the subheading that follows its slash."""
    keywords = [word for word, code in enumerate(text.fields) if FIELDS[code] == "keywords"]
    for _, group in groupby(keywords, key=lambda word: text.segments[word]):
        places = list(group)
        first, last = places[0], places[-1]
        words = tuple(text.between(first, last + 1))
        text.headings.setdefault(words, (first, last))
        slash = text.content.find("/", text.starts[first], text.ends[last])
        if slash > 0:
            before = words[: bisect_left(text.starts, slash) - first]
            text.headings.setdefault(before, (first, last))


def in_brackets(text: Text) -> frozenset[int]:
    """The words in round brackets."""
    return _words_in(text, BRACKETS)


def in_long_numbers(text: Text) -> frozenset[int]:
    """The words that are part of a number with a thousands separator: "3" and "500" of "3,500"."""
    return _words_in(text, LONG_NUMBER) if THOUSAND.search(text.content) else frozenset()


def _words_in(text: Text, pattern: re.Pattern[str]) -> frozenset[int]:
    stretches = [found.span() for found in pattern.finditer(text.content)]
    if not stretches:
        return frozenset()
    starts = text.starts
    return frozenset(
        word
        for start, end in stretches
        for word in range(bisect_left(starts, start), bisect_left(starts, end))
    )


def section_starts(abstract: str) -> list[tuple[int, str]]:
    """The start of each section (the character of its label) and its name, in order.

    >>> section_starts("METHODS: A survey. RESULTS: Less pain.")
    [(0, 'methods'), (19, 'results')]
    >>> section_starts("Purpose of this survey is to see how people work.")
    []
    """
    opened = sum(word.lower() in SECTION_OF for word in OPENING.findall(f"\n{abstract}"))
    for pattern in (LABEL, BARE) if opened >= LEAST else ():
        found = [
            (label.start("label"), SECTION_OF[label["label"].lower()])
            for label in pattern.finditer(abstract)
        ]
        if len(found) >= LEAST:
            return found
    return []

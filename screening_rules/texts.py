"""A record as words with places: what the criteria are matched against."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.records import Record
from screening_rules.sections import section_starts

FIELDS = (
    "title",
    "title_translated",
    "abstract",
    "background",
    "methods",
    "results",
    "conclusions",
    "keywords",
    "type",
    "language",
    "journal",
)
"""Where words can stand. The sections are parts of a structured abstract; "abstract" is one that
is not divided, or what stands before its first label."""

SECTIONS = ("background", "methods", "results", "conclusions")
SENTENCE_ENDS = ".!?;"
KEYWORDS_JOINED_BY = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The words of a record, lower-case, with parallel lists for each word.

    `segments` number the stretches over which no phrase runs (each keyword is one), `sentences`
    the sentences, `fields` index into FIELDS, `starts` and `ends` count characters of the field.
    `headings` pair each keyword's words with its first and last word.
    """

    words: list[str]
    segments: list[int]
    sentences: list[int]
    fields: list[int]
    starts: list[int]
    ends: list[int]
    headings: dict[tuple[str, ...], tuple[int, int]]
    record: Record


class Reader:
    """A blank spaCy pipeline that splits at every sign that is no letter or digit."""

    def __init__(self) -> None:
        self._tokenizer = _tokenizer()
        self._known: dict[int, str] = {}
        self._letters = _Letters()

    def text(self, record: Record) -> Text:
        """The record as words with places."""
        text = Text(
            words=[], segments=[], sentences=[], fields=[], starts=[], ends=[], headings={},
            record=record,
        )  # fmt: skip
        for segment, (field, content, offset) in enumerate(_segments(record)):
            first = len(text.words)
            self._add_words(text, content, offset)
            added = len(text.words) - first
            text.segments.extend([segment] * added)
            text.fields.extend([FIELDS.index(field)] * added)
            if field == "keywords" and len(text.words) > first:
                _add_heading(text, first, content)
            if field == "abstract":
                _divide(text, first, content)
        return text

    def _add_words(self, text: Text, content: str, offset: int) -> None:
        """The words of a stretch of text that begins at an offset in its field."""
        tokens = self._tokenizer(content.translate(self._letters))
        lower, starts, lengths = tokens.to_array(["LOWER", "IDX", "LENGTH"]).T.tolist()
        words = self._words(lower, tokens.vocab.strings)
        kept = [place for place, word in enumerate(words) if not word.isspace()]
        sentence = text.sentences[-1] + 1 if text.sentences else 0
        ends = _sentence_ends(content)
        text.words.extend([words[place] for place in kept])
        text.sentences.extend([sentence + bisect_left(ends, starts[place]) for place in kept])
        text.starts.extend([starts[place] + offset for place in kept])
        text.ends.extend([starts[place] + lengths[place] + offset for place in kept])

    def _words(self, lower: Sequence[int], strings: Any) -> list[str]:
        """The words behind spaCy's numbers; each is looked up once."""
        known = self._known
        for number in lower:
            if number not in known:
                known[number] = strings[number]
        return [known[number] for number in lower]


def _sentence_ends(content: str) -> list[int]:
    """The places of signs that end sentences, in order; a decimal point counts as one too."""
    ends = []
    for sign in SENTENCE_ENDS:
        place = content.find(sign)
        while place >= 0:
            ends.append(place)
            place = content.find(sign, place + 1)
    return sorted(ends)


class _Letters(dict[int, str]):
    """Leaves letters and digits as they are and makes a space of every other sign, so that places
    in the text stay and the tokeniser need only split at spaces.
    """

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = sign if sign.isalnum() else " "
        return self[code]


@cache
def _tokenizer() -> Any:
    """The tokeniser of a blank English pipeline, without its exceptions and affixes."""
    import spacy
    from spacy.tokenizer import Tokenizer

    return Tokenizer(spacy.blank("en").vocab, rules={})


def _segments(record: Record) -> Iterator[tuple[str, str, int]]:
    """Field, text and the place of its first character in the field."""
    for field in ("title", "title_translated", "abstract"):
        if content := getattr(record, field):
            yield field, content, 0
    place = 0
    for keyword in record.keywords:
        yield "keywords", keyword, place
        place += len(keyword) + len(KEYWORDS_JOINED_BY)
    for field in ("type", "language", "journal"):
        if content := getattr(record, field):
            yield field, content, 0


def _add_heading(text: Text, first: int, keyword: str) -> None:
    """The keyword whole, and without the subheading that follows its slash."""
    words = tuple(text.words[first:])
    last = len(text.words) - 1
    text.headings.setdefault(words, (first, last))
    before = sum(start - text.starts[first] < keyword.find("/") for start in text.starts[first:])
    if "/" in keyword and before:
        text.headings.setdefault(words[:before], (first, last))


def _divide(text: Text, first: int, content: str) -> None:
    """Give the words after each label of a structured abstract their section."""
    starts = section_starts(content)
    if not starts:
        return
    at = 0
    code = FIELDS.index("abstract")
    for index in range(first, len(text.words)):
        while at < len(starts) and starts[at][0] <= text.starts[index]:
            code = FIELDS.index(starts[at][1])
            at += 1
        text.fields[index] = code

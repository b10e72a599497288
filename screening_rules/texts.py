"""A record as words with places: what the criteria are matched against."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from re import compile as pattern
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
SENTENCE_ENDS = frozenset(".!?;")
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

    def text(self, record: Record) -> Text:
        """The record as words with places."""
        text = Text(
            words=[], segments=[], sentences=[], fields=[], starts=[], ends=[], headings={},
            record=record,
        )  # fmt: skip
        for segment, (field, content, offset) in enumerate(_segments(record)):
            first = len(text.words)
            self._add(text, segment, field, content, offset)
            if field == "keywords" and len(text.words) > first:
                _add_heading(text, first, content)
            if field == "abstract":
                _divide(text, first, content)
        return text

    def _add(self, text: Text, segment: int, field: str, content: str, offset: int) -> None:
        tokens = self._tokenizer(content)
        known, strings, code = self._known, tokens.vocab.strings, FIELDS.index(field)
        sentence = text.sentences[-1] + 1 if text.sentences else 0
        for lower, start, length in tokens.to_array(["LOWER", "IDX", "LENGTH"]).tolist():
            word = known.get(lower)
            if word is None:
                word = known[lower] = strings[lower]
            if word.isalnum():
                text.words.append(word)
                text.segments.append(segment)
                text.sentences.append(sentence)
                text.fields.append(code)
                text.starts.append(start + offset)
                text.ends.append(start + length + offset)
            elif word in SENTENCE_ENDS:
                sentence += 1


@cache
def _tokenizer() -> Any:
    """The tokeniser of a blank English pipeline, without its exceptions: a hyphen splits words."""
    import spacy
    from spacy.tokenizer import Tokenizer

    signs = r"(?:[^\w]|_)"
    return Tokenizer(
        spacy.blank("en").vocab,
        rules={},
        prefix_search=pattern(f"^{signs}").search,
        suffix_search=pattern(f"{signs}$").search,
        infix_finditer=pattern(signs).finditer,
    )


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

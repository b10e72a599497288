"""Possible duplicates side by side for manual review, and the decisions made on them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from exports.cells import cleaned
from exports.language.catalogue import Language, Words
from exports.lists.candidates import ListHead
from exports.lists.layout import ListColumn, ListForm, Shown
from exports.lists.list_sheet import (
    Dropdown,
    ListRow,
    facts,
    guide_lines,
    offer_choices,
    write_list,
)
from exports.lists.workbook import Parts, opened, write_guide, write_hidden
from pipeline.errors import Fault
from pipeline.languages import EARLIER, PROGRAM_LANGUAGE, catalogue
from pipeline.records import Record
from pipeline.text.documents import DOCUMENTS
from pipeline.text.kinds import KINDS

BESIDE = ("title", "authors", "published", "identifiers", "abstract", "source")
WIDTHS = (40, 26, 24, 24, 60, 16)


def _beside(start: int, end: int) -> tuple[ListColumn, ...]:
    """Columns for the two records side by side, part by part."""
    parts = list(zip(BESIDE, WIDTHS, strict=True))[start:end]
    return tuple(
        ListColumn(key=f"{part}_{side}", width=width)
        for part, width in parts
        for side in ("one", "other")
    )


COLUMNS = (
    ListColumn(key="rank", width=6, kind="number"),
    ListColumn(key="verdict", width=14, kind="input"),
    ListColumn(key="note", width=20, kind="input"),
    *_beside(0, 4),
    ListColumn(key="because", width=30),
    ListColumn(key="against", width=30),
    ListColumn(key="score", width=9, kind="number"),
    *_beside(4, 6),
    ListColumn(key="id_one", width=16),
    ListColumn(key="id_other", width=16),
)

COMPARED = 400
"""Maximum number of words compared; comparing two texts takes time by the product of their lengths.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that may be of one report, the evidence for and against, and their similarity (0
    to 1). `same` and `note` hold an earlier decision on them.
    """

    one: Record
    other: Record
    score: float | None = None
    because: str = ""
    against: str = ""
    same: bool | None = None
    note: str | None = None


def duplicates_xlsx(head: ListHead, pairs: Sequence[Pair], path: Path) -> tuple[Fault, ...]:
    """Write the pairs in the order given; return what the workbook could not hold."""
    book = opened(path, head)
    words = Words(head.language, "duplicates")
    write_guide(book, guide_lines(head, "duplicates", len(pairs)))
    form = ListForm(
        sheet=words["sheet"],
        columns=COLUMNS,
        headings=[words[column.key] for column in COLUMNS],
        frozen=2,
    )
    sheet, known = write_list(book, form, _rows(words, pairs))
    offered = (words["same"], words["different"])
    help_text = Words(head.language, "candidates")("verdict_help", choices=", ".join(offered))
    choice = Dropdown(key="verdict", words=offered, title=words["verdict"], help=help_text)
    offer_choices(book, sheet, form, [(choice, len(pairs))])
    write_hidden(book, facts("duplicates", head), [offered], known)
    book.workbook.close()
    return tuple(book.losses)


def _rows(words: Words, pairs: Sequence[Pair]) -> Iterator[ListRow]:
    for rank, pair in enumerate(pairs, start=1):
        one, other = _told(pair.one, words), _told(pair.other, words)
        values: dict[str, Shown] = {
            "rank": rank,
            "verdict": None if pair.same is None else words["same" if pair.same else "different"],
            "note": pair.note,
            "because": pair_words(pair.because, words.language),
            "against": pair_words(pair.against, words.language),
            "score": pair.score,
            "id_one": pair.one.id,
            "id_other": pair.other.id,
        }
        values |= {f"{part}_one": one[part] for part in BESIDE}
        values |= {f"{part}_other": other[part] for part in BESIDE}
        marks = {f"{part}_one": partial(differing, other[part]) for part in BESIDE if other[part]}
        marks |= {f"{part}_other": partial(differing, one[part]) for part in BESIDE if one[part]}
        name = f"pair {pair.one.id}, {pair.other.id}"
        yield ListRow(name=name, values=values, marks=marks, known=(pair.one.id, pair.other.id))


def _told(record: Record, words: Words) -> dict[str, str]:
    """A record in the words of the sheet."""
    place = "; ".join(
        f"{words[name]} {value}"
        for name, value in (
            ("volume", record.volume),
            ("issue", record.issue),
            ("pages", record.pages),
        )
        if value
    )
    published = [str(record.year or ""), record.journal or "", place, record.type or ""]
    return {
        "title": record.title or "",
        "authors": "; ".join(record.authors),
        "published": "\n".join(part for part in published if part),
        "identifiers": "\n".join(part for part in (record.doi, record.pmid) if part),
        "abstract": record.abstract or "",
        "source": " · ".join(part for part in (record.source, record.search) if part),
    }


def beside_each_other(pair: Pair, language: Language) -> dict[str, Any]:
    """A pair as plain values: each part of both records in segments, and whether they differ."""
    words = Words(language, "duplicates")
    one, other = _told(pair.one, words), _told(pair.other, words)
    return {
        "one": pair.one.id,
        "other": pair.other.id,
        "because": pair_words(pair.because, language),
        "against": pair_words(pair.against, language),
        "score": pair.score,
        "fields": [
            {
                "name": part,
                "one": _stretches(one[part], other[part]),
                "other": _stretches(other[part], one[part]),
            }
            for part in BESIDE
        ],
        "said": None if pair.same is None else "same" if pair.same else "different",
        "note": pair.note or "",
    }


def _stretches(text: str, other: str) -> list[list[Any]]:
    """The text in segments, each with whether the other text lacks it."""
    found: list[list[Any]] = []
    at = 0
    for start, end, _ in differing(other, text) if other else ():
        found += [[text[at:start], False]] if start > at else []
        found.append([text[start:end], True])
        at = end
    return [*found, [text[at:], False]] if text[at:] else found


def differing(other: str, text: str) -> Parts:
    """The segments of a text whose words the other text does not have in the same order.

    >>> differing("Work at home: a protocol", "Work at home: a cohort")
    [(16, 22, 'not met')]
    """
    pieces = re.findall(r"\w+|\W+", text)
    theirs = re.findall(r"\w+|\W+", cleaned(other, "")[0])
    starts = [0, *accumulate(len(piece) for piece in pieces)]
    mine = [piece.casefold() for piece in pieces[: 2 * COMPARED]]
    compared = SequenceMatcher(
        None, mine, [piece.casefold() for piece in theirs[: 2 * COMPARED]], autojunk=False
    )
    blocks = compared.get_matching_blocks()
    found = []
    at = 0
    for block in blocks:
        if any(piece.strip() for piece in mine[at : block.a]):
            found.append((starts[at], starts[block.a], "not met"))
        at = block.a + block.size
    return found


PLACE = re.compile(r"\\\{(\w+)\\\}")
END = r"(?=, |; |$)"
"""A phrase ends at a comma or semicolon, unless that is within a quotation."""


def pair_words(text: str, language: Language) -> str:
    """The phrases of a reason, each in the given language.

    Deduplication writes reasons as phrases and codes, as the store keeps them. The catalogue has
    words for them in every language; anything unknown is left unchanged.

    >>> pair_words("titles agree (98), same year; other-doi (10.1/a and 10.1/b)", "nb")
    'titlene er like (98), samme år; ulik DOI (10.1/a og 10.1/b)'
    """
    told, rest = [], text
    while rest:
        said, rest = _first(rest, language)
        told.append(said)
    return "".join(told)


def _first(text: str, language: Language) -> tuple[str, str]:
    """The first phrase in the other language, with its separator from the next; and the rest."""
    words = Words(language, "pair_words")
    for key, pattern in _phrases():
        if found := pattern.match(text):
            return words(key, **found.groupdict()), text[found.end() :]
    if found := _vetoes().match(text):
        seen = found["seen"]
        told = f" ({_values(seen, language)})" if seen else ""
        return Words(language, "vetoes")[found["veto"]] + told, text[found.end() :]
    end = re.search(r"[,;] ", text)
    return (text[: end.end()], text[end.end() :]) if end else (text, "")


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The phrases of the store as patterns, by key; English lists may word a phrase differently."""
    words = catalogue(PROGRAM_LANGUAGE)["pair_words"]
    stored = {
        key: words.get(key + EARLIER, words[key]) for key in words if not key.endswith(EARLIER)
    }
    return tuple(
        (key, re.compile(PLACE.sub(_place, re.escape(phrase)) + END))
        for key, phrase in stored.items()
    )


def _place(found: re.Match[str]) -> str:
    return rf"(?P<{found[1]}>\d+)" if found[1] == "n" else rf"(?P<{found[1]}>.+?)"


@cache
def _vetoes() -> re.Pattern[str]:
    """A veto by name, with its evidence in brackets."""
    names = "|".join(map(re.escape, catalogue(PROGRAM_LANGUAGE)["vetoes"]))
    return re.compile(rf"(?P<veto>{names})(?: \((?P<seen>.*?)\))?(?=; |$)")


def _values(seen: str, language: Language) -> str:
    """A veto's evidence from the two records; text quoted from the records is unchanged."""
    words, kinds = Words(language, "pair_values"), Words(language, "kinds")
    values = seen.split(" and ")
    told = [
        words["none"]
        if value == "none"
        else kinds[value]
        if value in (*KINDS, *DOCUMENTS)
        else value
        for value in values
    ]
    return f" {words['and']} ".join(told)

"""Compare: how far the fields of paired records agree, in batches."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Postfix, Prefix

from pipeline.dedupe.documents import FIRST
from pipeline.dedupe.prepare import Codes, Columns, Words, objects
from pipeline.text.journals import abbreviates, same_journal
from pipeline.text.names import families_of, shared_people
from pipeline.text.places import electronic_page, other_issue, supplement_page

Flags = NDArray[np.bool_]
Scores = NDArray[np.float32]

UNKNOWN, CONFLICT, AGREE, WHOLLY = 0, -1, 1, 2
"""The result of comparing two values: one is missing, they differ, they agree, or are the same.

Pages agree if they begin alike, and are the same if they also end alike. Journals agree if one
name is part of the other, and are the same if it is the same name or its abbreviation.
"""

JOURNAL_AGREES = 85.0
"""Least token-set ratio, 0 to 100, at which journal names are alike: a word in seven differs."""

JOURNAL_CONFLICTS = 60.0
"""Token-set ratio, 0 to 100, below which journals' names differ; above it they may be the same."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"

WORDED = 90.0
"""Ratio, 0 to 100, from which titles agree as written, so their word order does not matter."""

SLIP = 80.0
"""Least ratio, 0 to 100, at which family names in order are the same except for spelling."""

CONTAINED = 3
"""Least number of words (2 to 6) of a main title, or subtitle, that can represent the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """How far pairs agree, one row per pair.

    Ratios are 0 to 100, and -1 if one record has no value; signs are AGREE, UNKNOWN or CONFLICT.
    `title` is the best ratio of the titles in any language; `wording` is the ratio of their words
    in any order, if that is higher. `contained` says that one title is the beginning or the end of
    the other. `pages` is 2 if first and last page are the same.
    """

    title: Scores
    wording: Scores
    contained: Flags
    names: Scores
    years: Codes
    journal: Codes
    volume: Codes
    issue: Codes
    pages: Codes
    doi: Codes
    pmid: Codes


def compare(columns: Columns, one: Codes, other: Codes) -> Agreements:
    """How far the records in the rows `one` agree with those in the rows `other`."""
    title, contained = _titles(columns, one, other)
    years = np.abs(columns.year[one] - columns.year[other])
    missing = (columns.year[one] == 0) | (columns.year[other] == 0)
    names = _names(columns, one, other, title)
    return Agreements(
        title=title,
        wording=_wording(columns, (one, other), title, names),
        contained=contained,
        names=names,
        years=np.where(missing, -1, years),
        journal=_journals(columns.journal[one], columns.journal[other]),
        volume=_volumes(columns, one, other),
        issue=_issues(columns, one, other),
        pages=_pages(columns, one, other, title),
        doi=_signs(columns.doi, one, other),
        pmid=_signs(columns.pmid, one, other),
    )


CUT_OFF = 60
"""Letters (40 to 200) from which a title may be the start of another that a database cut off."""


def _ratios(ones: Words, others: Words, scorer: Callable[..., Any]) -> Scores:
    """The scorer's result for each pair of words, computed in two threads."""
    scores: Scores = process.cpdist(ones, others, scorer=scorer, dtype=np.float32, workers=2)
    return scores


def _titles(columns: Columns, one: Codes, other: Codes) -> tuple[Scores, Flags]:
    """The best ratio of the titles, in any language, and whether one contains the other."""
    ones, others = columns.title[one], columns.title[other]
    score = _ratios(ones, others, fuzz.ratio)
    contained = _held(ones, others)
    for mine, theirs in (
        ("other_title", "title"),
        ("title", "other_title"),
        ("other_title", "other_title"),
    ):
        first, second = getattr(columns, mine)[one], getattr(columns, theirs)[other]
        rows = np.flatnonzero((first != "") & (second != ""))
        if len(rows):
            score[rows] = np.maximum(score[rows], _ratios(first[rows], second[rows], fuzz.ratio))
            contained[rows] |= _held(first[rows], second[rows])
    return score, contained


def _wording(columns: Columns, pairs: tuple[Codes, Codes], title: Scores, names: Scores) -> Scores:
    """The ratio of the words in any order, if authors are alike and titles are far apart."""
    one, other = pairs
    score = title.copy()
    rows = np.flatnonzero((title < WORDED) & (names > 0))
    ones, others = columns.title[one[rows]], columns.title[other[rows]]
    score[rows] = np.maximum(title[rows], _ratios(ones, others, fuzz.token_sort_ratio))
    return score


def _held(ones: Words, others: Words) -> Flags:
    """Whether the shorter of two titles has enough words and begins or ends the longer one."""
    lengths = (
        np.fromiter(map(len, ones), np.int64, len(ones)),
        np.fromiter(map(len, others), np.int64, len(others)),
    )
    shorter = np.where(lengths[0] <= lengths[1], ones, others)
    longer = np.where(lengths[0] <= lengths[1], others, ones)
    least = np.minimum(*lengths)
    held = (
        np.maximum(
            _ratios(ones, others, Prefix.similarity), _ratios(ones, others, Postfix.similarity)
        )
        >= least
    )
    for row in np.flatnonzero(held):
        short, long = shorter[row], longer[row]
        whole = short.count(" ") >= CONTAINED - 1 and f" {short} " in f" {long} "
        held[row] = whole or (len(short) >= CUT_OFF and long.startswith(short))
    return held


def _names(columns: Columns, one: Codes, other: Codes, title: Scores) -> Scores:
    """The token-set ratio of all names; -1 if one side names nobody, or only a group.

    If it is low, family names in order are compared for spelling; and under one title authors are
    compared one by one, since names may be swapped or reduced to initials.
    """
    ones, others = columns.names[one], columns.names[other]
    scores = np.asarray(_ratios(ones, others, fuzz.token_set_ratio))
    missing = (columns.people[one] == "") | (columns.people[other] == "")
    missing |= columns.groups[one] != columns.groups[other]
    scores[(ones == "") | (others == "")] = 0
    alone = np.minimum(columns.authors[one], columns.authors[other]) == 1
    unlike = np.flatnonzero(((scores < SLIP) | alone & (scores < WORDED)) & ~missing)
    mine, theirs = (
        objects(list(map(families_of, columns.people[side[unlike]]))) for side in (one, other)
    )
    spelt = _ratios(mine, theirs, fuzz.ratio)
    scores[unlike] = np.where(spelt >= SLIP, spelt, scores[unlike])
    for row in unlike[(title[unlike] >= WORDED) & (spelt < SLIP)].tolist():
        shared, least = shared_people(columns.people[one[row]], columns.people[other[row]])
        shares = 100 * shared / max(least, 1)
        # A shared given name alone is not agreement: "Kim, Zoltan" and "Park, Zoltan".
        scores[row] = (
            min(scores[row], SLIP * 0.75) if alone[row] and not shared else max(scores[row], shares)
        )
    return np.where(missing, np.float32(-1), scores)


def _signs(column: Words, one: Codes, other: Codes) -> Codes:
    ones, others = column[one], column[other]
    sign = np.where(ones == others, AGREE, CONFLICT)
    return np.where((ones == "") | (others == ""), UNKNOWN, sign)


def _volumes(columns: Columns, one: Codes, other: Codes) -> Codes:
    """Signs as elsewhere, but volume and issue may be swapped, and 12A may match 12."""
    sign = _signs(columns.volume, one, other)
    for row in np.flatnonzero(sign == CONFLICT):
        mine, theirs = one[row], other[row]
        first, second = columns.volume[mine], columns.volume[theirs]
        crossed = (first == columns.issue[theirs]) + (second == columns.issue[mine])
        alone = not columns.issue[mine] or not columns.issue[theirs]
        lettered = first.rstrip(_LETTERS) == second.rstrip(_LETTERS) != ""
        if crossed + alone >= 2 or (lettered and first.isdigit() != second.isdigit()):
            sign[row] = UNKNOWN
    return sign


def _issues(columns: Columns, one: Codes, other: Codes) -> Codes:
    """Signs as elsewhere, but months and supplements may be written as numbers.

    A page of a supplement and a page of an issue are never the same.
    """
    sign = _signs(columns.issue, one, other)
    paged = (columns.page[one] != "") & (columns.page[other] != "")
    apart = paged & (columns.supplement[one] != columns.supplement[other])
    for row in np.flatnonzero((sign == CONFLICT) & ~apart):
        first, second = columns.issue[one[row]], columns.issue[other[row]]
        if not other_issue(first, second):
            monthly = first.lstrip("m") == second.lstrip("m")
            sign[row] = AGREE if monthly else UNKNOWN
    return sign


def _pages(columns: Columns, one: Codes, other: Codes, title: Scores) -> Codes:
    """2 if the page range is the same, AGREE if the first page is, CONFLICT, or UNKNOWN.

    Pages that are no real place never agree. Those that begin at 1 do not conflict with others of
    the same year, and neither do two ways of numbering one article.
    """
    first = _page_signs(columns.page, one, other)
    last = _page_signs(columns.last_page, one, other)
    unnumbered = _ahead(columns, one, other) | _ahead(columns, other, one)
    first = np.where((first == CONFLICT) & unnumbered, UNKNOWN, first)
    loose = np.maximum(columns.loose[one], columns.loose[other]) > 0
    same_year = columns.year[one] == columns.year[other]
    from_one = (columns.loose[one] == FIRST) | (columns.loose[other] == FIRST)
    first = np.where(loose & (first == AGREE), UNKNOWN, first)
    first = np.where(from_one & (first == CONFLICT) & same_year, UNKNOWN, first)
    first = np.where((first == AGREE) & (last == AGREE), WHOLLY, first)
    for row in np.flatnonzero((first == CONFLICT) & (title >= WORDED) & same_year):
        if _numbered_twice(columns, int(one[row]), int(other[row])):
            first[row] = UNKNOWN
    return first


EDITION = 4
"""Pages (3 to 6) from which an equal page count identifies two editions of one article."""


def _numbered_twice(columns: Columns, one: int, other: int) -> bool:
    """Whether two page ranges may be one article's: online and print, overlapping, translated."""
    pages = columns.page[one], columns.page[other]
    if electronic_page(pages[0]) != electronic_page(pages[1]):
        return not any(map(supplement_page, pages)) or any(page.startswith("e") for page in pages)
    mine, theirs = (_numeric(columns.page[row], columns.last_page[row]) for row in (one, other))
    if mine is None or theirs is None:
        return False
    (start, end), (begin, stop) = mine, theirs
    shared = min(end, stop) - max(start, begin) + 1
    length = min(end - start, stop - begin) + 1
    if shared * 2 >= length and shared >= 2:
        return True
    translated = columns.foreign[one] != columns.foreign[other]
    return bool(translated and end - start == stop - begin and length >= EDITION)


def _numeric(page: str, last: str) -> tuple[int, int] | None:
    if page.isdigit() and last.isdigit() and int(page) <= int(last):
        return int(page), int(last)
    return None


def _ahead(columns: Columns, rows: Codes, others: Codes) -> Flags:
    """Whether pages begin at 1 only because the publisher gives the article no page numbers.

    That is: ahead of print in the same year without a volume, or an article whose number the
    other record gives.
    """
    same_year = columns.year[rows] == columns.year[others]
    ahead = (columns.volume[rows] == "") & same_year
    numbered = (columns.last_page[rows] != "") & (columns.last_page[others] == "")
    flags: Flags = (columns.page[rows] == "1") & (ahead | numbered)
    return flags


def _page_signs(column: Words, one: Codes, other: Codes) -> Codes:
    """Pages also agree if one database dropped the letter before the number: viii108 and 108."""
    sign = _signs(column, one, other)
    for row in np.flatnonzero(sign == CONFLICT):
        first, second = column[one[row]], column[other[row]]
        if first.isdigit() != second.isdigit() and first.lstrip(_LETTERS) == second.lstrip(
            _LETTERS
        ):
            sign[row] = AGREE
    return sign


def _journals(ones: Words, others: Words) -> Codes:
    """AGREE, CONFLICT or UNKNOWN; each pair of names is judged only once."""
    judged: dict[tuple[str, str], int] = {}
    pairs = list(zip(ones, others, strict=True))
    new = list({pair for pair in pairs if pair[0] != pair[1] and pair[0] and pair[1]})
    if new:
        first, second = (objects([pair[side].partition("|")[0] for pair in new]) for side in (0, 1))
        for pair, ratio in zip(new, _ratios(first, second, fuzz.token_set_ratio), strict=True):
            judged[pair] = _journal_sign(*pair, float(ratio))
    return np.fromiter(
        (
            judged[pair] if pair in judged else (WHOLLY if pair[0] and pair[1] else UNKNOWN)
            for pair in pairs
        ),
        np.int64,
        len(pairs),
    )


def _journal_sign(one: str, other: str, ratio: float) -> int:
    if same_journal(one, other):
        return WHOLLY
    mine, theirs = one.partition("|")[0], other.partition("|")[0]
    if ratio >= JOURNAL_AGREES or abbreviates(mine, theirs) or abbreviates(theirs, mine):
        return AGREE
    return CONFLICT if ratio < JOURNAL_CONFLICTS else UNKNOWN

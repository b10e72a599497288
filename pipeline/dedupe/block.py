"""Block: which pairs of records are worth comparing at all.

Comparing all pairs of 20,000 records is 200 million comparisons; records of one report nearly
always share one of these keys. No key depends on other records, so a record is compared with the
same partners whatever else is in the library.
"""

import numpy as np

from pipeline.dedupe.prepare import Codes, Columns, Words, hashed, objects

WIDE = 50
"""Records (20 to 100) sharing a key that are all compared: at most 25 pairs a record."""

WINDOW = 10
"""Records (5 to 20), next by title, that each record of a larger block is compared with."""

BEGINNING = 28
"""Letters (15 to 40) from the start of a title: about five words, before subtitles can differ."""

ENDING = 4
"""Words (3 to 6) from the end of a title, which still match if its start is mistyped."""

LONGEST = 3
"""Words (2 to 4), the longest of a title, which survive a different order or a typing error."""

Pairs = tuple[Codes, Codes]


def block(columns: Columns, keys: Codes, old: int = 0) -> Pairs:
    """Rows of the pairs to compare, the lower row first, sorted; no pair is within the first `old`
    rows.

    `keys` are the `blocking_keys` of the columns.

    A block of more than `WIDE` records is sorted by title, names, pages and id, and each record is
    compared with the next `WINDOW` records. So the number of pairs grows in proportion to the
    records.
    """
    size = max(1, len(columns))
    packed = np.empty(0, dtype=np.int64)
    for key in keys.T:
        one, other = _pairs(columns, key, old)
        packed = _united(packed, one * size + other)
    return packed // size, packed % size


def _united(packed: Codes, more: Codes) -> Codes:
    """The sorted union of two sorted arrays. A stable sort merges runs; np.unique would hash."""
    both = np.concatenate([packed, np.sort(more)])
    both.sort(kind="stable")
    once: Codes = both[np.diff(both, prepend=-1) != 0]
    return once


def blocking_keys(columns: Columns) -> Codes:
    """The keys that records of one report share, one row per record; 0 if a key is missing."""
    first, page, volume, trial = (
        hashed(column)
        for column in (columns.first, columns.page, columns.volume, _first_trial(columns.trials))
    )
    page = np.where(columns.loose == 0, page, 0)
    titles = _title_keys(columns.title)
    others = _title_keys(columns.other_title)
    every = [
        _whole(columns),
        hashed(columns.doi),
        hashed(columns.pmid),
        trial,
        *titles.T,
        *(np.where(other != 0, other, own) for own, other in zip(titles.T, others.T, strict=True)),
        _mixed(columns.year, volume, page),
        _mixed(first, page),
        _mixed(first, columns.year, volume),
        _mixed(hashed(columns.leading), columns.year),
        _mixed(first, hashed(columns.longest)),
    ]
    return np.stack(every, axis=1)


def _whole(columns: Columns) -> Codes:
    """One code for all content of a record, so a record without a title matches its copy."""
    said = [
        hashed(column) for column in (columns.title, columns.names, columns.journal, columns.page)
    ]
    whole = np.ones(len(columns), dtype=np.int64)
    for code in (*said, columns.year):
        whole = _mixed(whole, code + 1)
    return whole


def _first_trial(trials: Words) -> Words:
    """The first registration that each record describes or names."""
    return objects([every.partition(" ")[0] for every in trials])


def _title_keys(titles: Words) -> Codes:
    """Start, end and longest words of each title, as codes."""
    codes = np.zeros((len(titles), 3), dtype=np.int64)
    for row, title in enumerate(titles):
        if title:
            words = title.split()
            longest = sorted(sorted(set(words)), key=len, reverse=True)[:LONGEST]
            codes[row] = (
                hash(title.replace(" ", "")[:BEGINNING]),
                hash(" ".join(words[-ENDING:])),
                hash(" ".join(longest)),
            )
    return codes


def _mixed(*parts: Codes) -> Codes:
    """Combines several codes into one; 0 if any of them is 0."""
    mixed = np.full(len(parts[0]), 0x14650FB0739D0383, dtype=np.int64)
    present = np.ones(len(parts[0]), dtype=bool)
    with np.errstate(over="ignore"):
        for part in parts:
            present &= part != 0
            mixed = (mixed ^ part) * np.int64(1099511628211)
            mixed ^= mixed >> np.int64(29)
    return np.where(present, mixed, 0)


def _pairs(columns: Columns, key: Codes, old: int) -> Pairs:
    """The pairs that share one key, except pairs of two old rows."""
    rows = np.flatnonzero(key)
    if old:
        rows = rows[(rows >= old) | np.isin(key[rows], key[old:])]
    rows, length, place = _blocks(columns, key, rows[np.argsort(key[rows], kind="stable")])
    shared = [np.empty((2, 0), dtype=np.int64)]
    at = np.flatnonzero(length > 1)
    step = 1
    while len(at):
        at = at[(place[at] + step < length[at]) & ((length[at] <= WIDE) | (step <= WINDOW))]
        shared.append(np.sort(np.stack([rows[at], rows[at + step]]), axis=0))
        step += 1
    one, other = np.concatenate(shared, axis=1)
    return one[other >= old], other[other >= old]


def _blocks(columns: Columns, key: Codes, rows: Codes) -> tuple[Codes, Codes, Codes]:
    """Rows sorted by key (wide blocks by title), and each row's block size and place in it."""
    starts = np.flatnonzero(np.diff(key[rows], prepend=0))
    lengths = np.diff(starts, append=len(rows))
    rows = rows.copy()
    wide = lengths > WIDE
    for start, length in zip(starts[wide].tolist(), lengths[wide].tolist(), strict=True):
        rows[start : start + length] = sorted(
            rows[start : start + length].tolist(),
            key=lambda row: (
                columns.title[row],
                columns.names[row],
                columns.page[row],
                columns.ids[row],
            ),
        )
    return rows, np.repeat(lengths, lengths), np.arange(len(rows)) - np.repeat(starts, lengths)

"""Words the notes of a report on the imported files."""

from exports.language.catalogue import Language, Words, number
from pipeline.readers.batches import BatchNote

MANY = frozenset({"left_out", "again", "gap"})
"""Kinds of note that are worded differently for a single record."""


def batch_note_words(note: BatchNote, language: Language) -> str:
    """A sentence on what is unusual about the files of a search.

    >>> batch_note_words(BatchNote(kind="missing", came=433, expected=434), "en")
    'the source reported 434 hits, but 433 records were imported: 1 missing'
    """
    words = Words(language, "batch_notes")
    records = note.last - note.first + 1 if note.first else note.came
    key = f"{note.kind}_one" if note.kind in MANY and records == 1 else note.kind
    return words(
        key,
        file=note.file,
        other=note.other,
        came=number(note.came, language),
        expected=number(note.expected, language),
        gap=number(abs(note.expected - note.came), language),
        first=number(note.first, language),
        last=number(note.last, language),
    )

"""What is odd about the files of a search is told in the report's own language."""

from typing import get_args

import pytest

from exports.manuscript.batch_notes import batch_note_words
from pipeline.readers.batches import BatchNote

KINDS = get_args(BatchNote.__annotations__["kind"])


@pytest.mark.parametrize(
    ("note", "nb", "en"),
    [
        (
            BatchNote(kind="missing", came=433, expected=12434),
            "kilden oppga 12\u00a0434 treff, men 433 referanser ble importert: 12\u00a0001 mangler",
            "the source reported 12,434 hits, but 433 records were imported: 12,001 missing",
        ),
        (
            BatchNote(kind="too_many", came=436, expected=434),
            "kilden oppga 434 treff, men 436 referanser ble importert: 2 for mange",
            "the source reported 434 hits, but 436 records were imported: 2 too many",
        ),
        (
            BatchNote(kind="gap", file="b.txt", first=11, last=20),
            "referansene 11 til 20 mangler (før b.txt fortsetter)",
            "records 11 to 20 are missing (before b.txt continues)",
        ),
        (
            BatchNote(kind="gap", file="b.txt", first=1001, last=1001),
            "referanse 1001 mangler (før b.txt fortsetter)",
            "record 1,001 is missing (before b.txt continues)",
        ),
        (
            BatchNote(kind="left_out", file="a.ris", came=1),
            "a.ris: én referanse med feil ble utelatt",
            "a.ris: one record with errors was left out",
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, BatchNote) else "",
)
def test_a_note_is_worded_in_the_language_of_the_report(note: BatchNote, nb: str, en: str) -> None:
    assert batch_note_words(note, "nb") == nb
    assert batch_note_words(note, "en") == en


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_note_is_without_words(kind: str) -> None:
    for count in (1, 2):
        note = BatchNote(kind=kind, file="a", other="b", came=count, first=1, last=count)  # type: ignore[arg-type]
        told = {batch_note_words(note, language) for language in ("nb", "en")}  # type: ignore[arg-type]
        assert len(told) == 2

"""Sentences and check lists of a report, filled from the review's numbers."""

from exports.texts.batch_notes import batch_note_words
from exports.texts.checklists import (
    Answer,
    SearchFacts,
    prisma_s,
    prisma_s_missing,
    prisma_s_table,
    scr_14,
    told_from_toml,
)
from exports.texts.from_studies import study_values
from exports.texts.sentences import TextValues, default_template, methods_and_results
from exports.texts.word import text_docx

__all__ = [
    "Answer",
    "SearchFacts",
    "TextValues",
    "batch_note_words",
    "default_template",
    "methods_and_results",
    "prisma_s",
    "prisma_s_missing",
    "prisma_s_table",
    "scr_14",
    "study_values",
    "text_docx",
    "told_from_toml",
]

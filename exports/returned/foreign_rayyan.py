"""Rayyan: verdicts by person, from the notes of its csv and RIS, or from its log."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from exports.returned.foreign_asreview import LABELS as ASREVIEW
from exports.returned.foreign_covidence import COVIDENCE
from exports.returned.foreign_rows import ForeignRow, ForeignRows, columns_of
from exports.returned.formats import ReadOptions
from exports.returned.workbooks import IncomingFile, incoming
from pipeline.decisions import Verdict
from pipeline.errors import shortened
from pipeline.review.decision_rows import DecisionRow, NamedReport, ReturnedFile

LOG_COLUMNS = {"created_at", "user_id", "article_id", "key", "value"}
WORDS = {
    "included": Verdict.INCLUDE,
    "excluded": Verdict.EXCLUDE,
    "maybe": Verdict.MAYBE,
}
LOGGED = {"1": Verdict.INCLUDE, "-1": Verdict.EXCLUDE, "0": Verdict.MAYBE}
TAKEN_BACK = ("deleted", "")
REASON = "__EXR__"

INCLUSION = re.compile(r"RAYYAN-INCLUSION:\s*\{(.*?)\}(?=\s*(?:\||$))", re.DOTALL)
SAID = re.compile(r'(?<!\\)"((?:[^"\\]|\\.)*)"\s*=>\s*"((?:[^"\\]|\\.)*)"')
REASONS = re.compile(r"RAYYAN-EXCLUSION-REASONS:\s*([^|]*)")
LABELS = re.compile(r"RAYYAN-LABELS:\s*([^|]*)")
NOTES = re.compile(r"USER-NOTES:\s*\{(.*?)\}(?=\s*(?:\||$))", re.DOTALL)
NOTED = re.compile(r'(?<!\\)"((?:[^"\\]|\\.)*)"\s*=>\s*\[(.*?)\](?=\s*(?:,\s*"|$))', re.DOTALL)

LONGEST_NOTES = 200_000
"""Maximum number of characters of one article's notes to search with patterns."""


def recognises(file: IncomingFile) -> bool:
    """Whether it is Rayyan's log, or a csv of titles and notes that no other program wrote."""
    columns = columns_of(file).keys()
    others = {COVIDENCE, *ASREVIEW}
    return columns >= LOG_COLUMNS or (columns >= {"notes", "title"} and not columns & others)


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """Rayyan's csv of articles, or its log; the columns tell which."""
    rows = ForeignRows(file, options)
    if columns_of(file).keys() >= LOG_COLUMNS:
        _read_log(rows, _articles(rows, options.articles, options) if options.articles else {})
        return rows.reading("Rayyan log")
    for row in rows.of_csv():
        add_from_notes(rows, row.number, row.cells.get("notes", ""), row.report)
    return rows.reading("Rayyan")


def _articles(log: ForeignRows, path: Path, options: ReadOptions) -> dict[str, NamedReport]:
    """The reports in Rayyan's csv of articles, by their number in it."""
    rows = ForeignRows(incoming(path), options)
    found = {row.cells.get("key", "").removeprefix("rayyan-"): row.report for row in rows.of_csv()}
    log.faults += rows.faults
    return found


def add_from_notes(rows: ForeignRows, row: int, notes: str, report: NamedReport) -> None:
    """Add one decision for each person in Rayyan's notes; "Undecided" adds none.

    Rayyan does not say who gave an exclusion reason, so everyone who excluded gets it. Labels go
    into the note of each.
    """
    before = len(rows.rows)
    if len(notes) > LONGEST_NOTES:
        rows.fault(
            row, f"found notes of {len(notes):,} characters; expected at most {LONGEST_NOTES:,}"
        )
        notes = ""
    inclusion = INCLUSION.search(notes)
    own_notes = _user_notes(notes)
    for name, word in SAID.findall(inclusion[1]) if inclusion else ():
        verdict = WORDS.get(word.strip().casefold())
        if verdict is None:
            if word.strip().casefold() != "undecided":
                expected = "expected Included, Excluded, Maybe or Undecided"
                rows.fault(row, f"found “{shortened(word, 60)}”; {expected}")
            continue
        reasons = REASONS.search(notes) if verdict is Verdict.EXCLUDE else None
        note = "; ".join(part for part in (own_notes.get(name, ""), _labels(notes)) if part)
        said = DecisionRow(
            origin=rows.origin(row),
            report=report,
            verdict=verdict,
            reviewer=name,
            reason_text=reasons[1].replace(",", ";") if reasons else "",
            note=note,
        )
        rows.add("Rayyan", said)
    rows.undecided += len(rows.rows) == before


def _user_notes(notes: str) -> dict[str, str]:
    block = NOTES.search(notes)
    if not block:
        return {}
    return {
        name: "; ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', texts)).replace('\\"', '"')
        for name, texts in NOTED.findall(block[1])
    }


def _labels(notes: str) -> str:
    labels = LABELS.search(notes)
    return f"labels: {labels[1].strip()}" if labels and labels[1].strip() else ""


def _read_log(rows: ForeignRows, articles: Mapping[str, NamedReport]) -> None:
    """Add the last verdict of each person on each article, from the log of customizations.

    Rows are read in order of time. People are identified by number; addresses are ignored.
    """
    verdicts: dict[tuple[str, str], ForeignRow] = {}
    reasons: dict[tuple[str, str], dict[str, None]] = {}
    for row in sorted(rows.of_csv(), key=lambda row: (row.cells.get("created_at", ""), row.number)):
        who = (row.cells.get("article_id", ""), row.cells.get("user_id", ""))
        key, value = row.cells.get("key", "").strip('"'), row.cells.get("value", "").casefold()
        if key == "included":
            if value not in (*LOGGED, *TAKEN_BACK):
                sentence = (
                    f"found {shortened(value, 60)} for included; expected 1, 0, -1 or deleted"
                )
                rows.fault(row.number, sentence)
            verdicts[who] = row
        elif key.startswith(REASON):
            held = reasons.setdefault(who, {})
            if value in ("1", "true"):
                held[key.removeprefix(REASON)] = None
            else:
                held.pop(key.removeprefix(REASON), None)
    for (article, person), row in verdicts.items():
        verdict = LOGGED.get(row.cells.get("value", ""))
        if verdict is None:
            rows.undecided += 1
            continue
        texts = reasons.get((article, person), ()) if verdict is Verdict.EXCLUDE else ()
        said = DecisionRow(
            origin=rows.origin(row.number),
            report=replace(articles.get(article, NamedReport()), foreign=f"rayyan-{article}"),
            verdict=verdict,
            reviewer=f"Rayyan {person}",
            reason_text="; ".join(texts),
        )
        rows.add("Rayyan", said)

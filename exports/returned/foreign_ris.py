"""RIS with verdicts in its notes or keywords: Rayyan's, ASReview's, or a reviewer's own labels."""

import re
from collections.abc import Mapping
from dataclasses import replace

from exports.cells import folded
from exports.returned.foreign_rayyan import add_from_notes
from exports.returned.foreign_rows import ForeignRows, is_ris, named_report
from exports.returned.formats import ReadOptions
from exports.returned.vocabulary import NO, VERDICTS, YES
from exports.returned.workbooks import IncomingFile
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.records import Record
from pipeline.review.decision_rows import DecisionRow, NamedReport, ReturnedFile

ASREVIEW_NOTES = {
    "asreview_relevant": Verdict.INCLUDE,
    "asreview_irrelevant": Verdict.EXCLUDE,
}

LABELS: Mapping[str, Verdict] = {
    word: verdict for word, verdict in VERDICTS.items() if word not in (*YES, *NO)
}
"""Keywords that are verdicts. "Yes" and "no" alone are not: a keyword can be anything."""


def recognises(file: IncomingFile) -> bool:
    """Whether the file begins like RIS."""
    return is_ris(file)


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """The verdicts of all records that have one."""
    rows = ForeignRows(file, options)
    forms: set[str] = set()
    with reading(file.path, content=file.content) as export:
        for record in export.records():
            before = len(rows.rows)
            form = _add_from_record(rows, record)
            forms |= {form} if len(rows.rows) > before else set()
    if not rows.rows and not rows.faults:
        raise Refused(
            f"{file.name}: the notes (N1) and keywords (KW) of this file contain no "
            f"decisions; expected decisions of Rayyan or ASReview, or a keyword such as "
            f"include or inkluder."
        )
    return rows.reading(", ".join(sorted(forms)))


def _add_from_record(rows: ForeignRows, record: Record) -> str:
    """Add the decisions on one record; return the program whose format they have."""
    texts = {"notes": " ".join(record.notes), "keywords": " ".join(record.keywords)}
    report = named_report(record, texts)
    for note in record.notes:
        if "RAYYAN-INCLUSION" in note:
            add_from_notes(rows, record.line, note, report)
            return "Rayyan"
        if verdict := ASREVIEW_NOTES.get(note.strip().casefold()):
            rows.add("ASReview", _labelled(rows, record, report, verdict))
            return "ASReview"
    words = {LABELS[word] for word in map(_label, record.keywords) if word in LABELS}
    if len(words) == 1:
        said = _labelled(rows, record, report, words.pop())
        rows.add("RIS", replace(said, reviewer=_owner(record)))
        return "labels"
    if words:
        sentence = f"the keywords say {' and '.join(sorted(words))}; expected one decision"
        rows.fault(record.line, sentence)
    rows.undecided += 1
    return ""


def _labelled(
    rows: ForeignRows, record: Record, report: NamedReport, verdict: Verdict
) -> DecisionRow:
    return DecisionRow(origin=rows.origin(record.line), report=report, verdict=verdict)


def _label(keyword: str) -> str:
    """The forms of a verdict in a keyword: "ajour: include", "decision=include", "Include".

    >>> _label("Decision = Included"), _label("inkluder")
    ('included', 'inkluder')
    """
    return folded(re.split(r"[:=]", keyword)[-1])


def _owner(record: Record) -> str:
    """The reviewer whose list had the record, from the keyword sent out with it."""
    owners = [word.removeprefix("ajour ") for word in record.keywords if word.startswith("ajour ")]
    stages = tuple(stage.value for stage in Stage)
    return next((one for one in owners if not one.startswith(stages)), "")

"""ASReview's labels, Covidence's lists, and labels in a RIS library."""

import re
from collections.abc import Iterable, Mapping

from exports.cells import folded
from exports.returned.foreign_rayyan import from_notes
from exports.returned.foreign_rows import (
    OWN_ID,
    ElsewhereReading,
    Read,
    reason_of,
    report_of,
    without_addresses,
)
from exports.returned.vocabulary import NO, VERDICTS, YES
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault, Refused, shortened
from pipeline.records import Record
from pipeline.review.decision_rows import ForeignDecision

Rows = Iterable[tuple[int, Mapping[str, str]]]

LABELLED = {"1": Verdict.INCLUDE, "0": Verdict.EXCLUDE}
UNSEEN = ("", "-1", "nan", "none")

COVIDENCE_LISTS: Mapping[str, tuple[Stage, Verdict]] = {
    "irrelevant": (Stage.SCREENING, Verdict.EXCLUDE),
    "excluded": (Stage.ELIGIBILITY, Verdict.EXCLUDE),
    "included": (Stage.ELIGIBILITY, Verdict.INCLUDE),
    "extraction": (Stage.ELIGIBILITY, Verdict.INCLUDE),
    "select": (Stage.SCREENING, Verdict.INCLUDE),
}
"""The word in the names that Covidence gives its exports, and what it says."""

EXCLUSION = re.compile(r"Exclusion reason:\s*([^;\n]+)", re.IGNORECASE)

ASREVIEW_NOTES = {
    "asreview_relevant": Verdict.INCLUDE,
    "asreview_irrelevant": Verdict.EXCLUDE,
}

LABELS: Mapping[str, Verdict] = {
    word: verdict for word, verdict in VERDICTS.items() if word not in (*YES, *NO)
}
"""Keywords that are verdicts. "Yes" and "no" alone are not: a keyword can be anything."""


def asreview(read: Read, rows: Rows, label: str) -> ElsewhereReading:
    """A csv with a column of labels 1 and 0; what is empty was not decided."""
    column = label.strip().casefold()
    found: list[ForeignDecision] = []
    undecided = 0
    for row, cells in rows:
        value = re.sub(r"\.0$", "", cells.get(column, "").casefold())
        if value in UNSEEN:
            undecided += 1
            continue
        if value not in LABELLED:
            sentence = f"found “{shortened(value, 60)}” in column {label}; expected 1, 0 or nothing"
            read.faults.append(Fault(read.place(row), sentence))
            continue
        found.append(
            ForeignDecision(
                file=read.path.name,
                row=row,
                stage=read.stage or Stage.SCREENING,
                verdict=LABELLED[value],
                reviewer=read.people.name(cells.get("asreview_user_name", ""), "ASReview"),
                note=without_addresses(cells.get("asreview_note", "")) or None,
                when=cells.get("asreview_time", ""),
                **report_of(cells),  # type: ignore[arg-type]
            )
        )
    return read.reading("ASReview", found, undecided)


def covidence(read: Read, rows: Rows) -> ElsewhereReading:
    """An export of Covidence: one list, all of it of one verdict; reasons stand in the notes."""
    stage, verdict = _covidence_list(read)
    found = []
    for row, cells in rows:
        notes = cells.get("notes", "")
        reason = EXCLUSION.search(notes) if verdict is Verdict.EXCLUDE else None
        found.append(
            ForeignDecision(
                file=read.path.name,
                row=row,
                stage=stage,
                verdict=verdict,
                reviewer="Covidence",
                foreign=cells.get("covidence #", ""),
                note=without_addresses(OWN_ID.sub("", notes).strip()) or None,
                **reason_of(read, reason[1] if reason else ""),  # type: ignore[arg-type]
                **report_of(cells),  # type: ignore[arg-type]
            )
        )
    return read.reading("Covidence", found, 0)


def _covidence_list(read: Read) -> tuple[Stage, Verdict]:
    if read.verdict and read.stage:
        return read.stage, read.verdict
    words = re.findall(r"[a-z]+", read.path.stem.casefold())
    said = {COVIDENCE_LISTS[word] for word in words if word in COVIDENCE_LISTS}
    if len(said) != 1 or read.verdict or read.stage:
        raise Refused(
            f"{read.path.name}: an export of Covidence does not say what was decided; name both "
            "verdict and stage."
        )
    return said.pop()


def labelled_ris(read: Read) -> ElsewhereReading:
    """A RIS file with verdicts in its notes or keywords: Rayyan's, ASReview's, or one's own."""
    from pipeline.readers.read_file import reading

    found: list[ForeignDecision] = []
    undecided = 0
    forms: set[str] = set()
    with reading(read.path) as file:
        for record in file.records():
            form, said = _from_record(read, record)
            found += said
            undecided += not said
            forms |= {form} if said else set()
    if not found and not read.faults:
        raise Refused(
            f"{read.path.name}: no decisions were found in its notes (N1) or keywords (KW): "
            "expected Rayyan's, ASReview's, or a keyword such as include or inkluder."
        )
    return read.reading(", ".join(sorted(forms)), found, undecided)


def _from_record(read: Read, record: Record) -> tuple[str, list[ForeignDecision]]:
    """The decisions on one record, and whose form they have."""
    report = report_of(
        {
            "title": record.title or "",
            "authors": "; ".join(record.authors),
            "year": str(record.year or ""),
            "journal": record.journal or "",
            "doi": record.doi or "",
            "pmid": record.pmid or "",
            "notes": "\n".join(record.notes),
            "keywords": "\n".join(record.keywords),
        }
    )
    for note in record.notes:
        if "RAYYAN-INCLUSION" in note:
            return "Rayyan", from_notes(read, record.line, note, report)
        verdict = ASREVIEW_NOTES.get(note.strip().casefold())
        if verdict:
            return "ASReview", [_labelled(read, record, ("ASReview", verdict), report)]
    words = {LABELS[word] for word in map(_label, record.keywords) if word in LABELS}
    if len(words) > 1:
        sentence = f"the keywords say {' and '.join(sorted(words))}; expected one verdict"
        read.faults.append(Fault(read.place(record.line), sentence))
    if len(words) == 1:
        return "labels", [_labelled(read, record, (_owner(record), words.pop()), report)]
    return "", []


def _label(keyword: str) -> str:
    """A keyword as a verdict may stand in it: "ajour: include", "decision=include", "Include".

    >>> _label("Decision = Included"), _label("inkluder")
    ('included', 'inkluder')
    """
    return folded(re.split(r"[:=]", keyword)[-1])


def _owner(record: Record) -> str:
    """The reviewer whose list the record was on, from the keyword that went out with it."""
    owners = [word.removeprefix("ajour ") for word in record.keywords if word.startswith("ajour ")]
    stages = tuple(stage.value for stage in Stage)
    return next((one for one in owners if not one.startswith(stages)), "")


def _labelled(
    read: Read, record: Record, said: tuple[str, Verdict], report: Mapping[str, object]
) -> ForeignDecision:
    reviewer, verdict = said
    return ForeignDecision(
        file=read.path.name,
        row=record.line,
        stage=read.stage or Stage.SCREENING,
        verdict=verdict,
        reviewer=read.people.name(reviewer, "RIS"),
        **report,  # type: ignore[arg-type]
    )

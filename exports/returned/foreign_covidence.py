"""Covidence's lists: one verdict each, known from the file's name or stated by the user."""

import re
from collections.abc import Mapping
from dataclasses import replace

from exports.returned.foreign_rows import OWN_ID, ForeignRows, columns_of
from exports.returned.formats import ReadOptions
from exports.returned.workbooks import IncomingFile
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Refused
from pipeline.review.decision_rows import DecisionRow, ReturnedFile

COVIDENCE = "covidence"
"""The column of Covidence's numbers, headed Covidence #."""

COVIDENCE_LISTS: Mapping[str, tuple[Stage, Verdict]] = {
    "irrelevant": (Stage.SCREENING, Verdict.EXCLUDE),
    "excluded": (Stage.ELIGIBILITY, Verdict.EXCLUDE),
    "included": (Stage.ELIGIBILITY, Verdict.INCLUDE),
    "extraction": (Stage.ELIGIBILITY, Verdict.INCLUDE),
    "select": (Stage.SCREENING, Verdict.INCLUDE),
}
"""The word in Covidence's export file names, and the verdict it means."""

EXCLUSION = re.compile(r"Exclusion reason:\s*([^;\n]+)", re.IGNORECASE)


def recognises(file: IncomingFile) -> bool:
    """Whether it has Covidence's numbers."""
    return COVIDENCE in columns_of(file)


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """An export of Covidence: all rows have one verdict; reasons are in the notes."""
    stage, verdict = _said_of_all(file, options)
    rows = ForeignRows(file, options)
    for row in rows.of_csv():
        notes = row.cells.get("notes", "")
        reason = EXCLUSION.search(notes) if verdict is Verdict.EXCLUDE else None
        said = DecisionRow(
            origin=rows.origin(row.number),
            report=replace(row.report, foreign=row.cells.get(COVIDENCE, "")),
            stage=stage,
            verdict=verdict,
            reason_text=reason[1] if reason else "",
            note=OWN_ID.sub("", notes).strip(),
        )
        rows.add("Covidence", said)
    return rows.reading("Covidence")


def _said_of_all(file: IncomingFile, options: ReadOptions) -> tuple[Stage, Verdict]:
    if options.verdict and options.stage:
        return options.stage, options.verdict
    words = re.findall(r"[a-z]+", file.path.stem.casefold())
    said = {COVIDENCE_LISTS[word] for word in words if word in COVIDENCE_LISTS}
    if len(said) != 1 or options.verdict or options.stage:
        raise Refused(
            f"{file.name}: a Covidence export does not name the decision. Give the decision "
            f"with --verdict, and the stage with --stage."
        )
    return said.pop()

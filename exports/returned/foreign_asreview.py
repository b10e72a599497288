"""ASReview's csv: a column of labels, 1 for relevant and 0 for irrelevant."""

from exports.returned.foreign_rows import ForeignRows, columns_of
from exports.returned.formats import ReadOptions
from exports.returned.workbooks import IncomingFile
from pipeline.decisions import Verdict
from pipeline.errors import shortened
from pipeline.review.decision_rows import DecisionRow, ReturnedFile

LABELS = (
    *("asreview_label", "label_included", "final_included", "label", "included"),
    *("included_label", "included_final", "included_flag", "include"),
)
"""Columns that hold 1 and 0 in ASReview's exports and imports; the first one present counts."""

VERDICTS = {"1": Verdict.INCLUDE, "0": Verdict.EXCLUDE}
UNSEEN = ("", "-1", "nan", "none")


def recognises(file: IncomingFile) -> bool:
    """Whether it has a column of labels."""
    return not columns_of(file).keys().isdisjoint(LABELS)


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """The decisions in the labels; an empty label means undecided."""
    columns = columns_of(file)
    label = next(name for name in LABELS if name in columns)
    rows = ForeignRows(file, options)
    for row in rows.of_csv():
        value = row.cells.get(label, "").casefold().removesuffix(".0")
        if value in UNSEEN:
            rows.undecided += 1
        elif value in VERDICTS:
            said = DecisionRow(
                origin=rows.origin(row.number),
                report=row.report,
                verdict=VERDICTS[value],
                reviewer=row.cells.get("asreview_user_name", ""),
                note=row.cells.get("asreview_note"),
            )
            rows.add("ASReview", said)
        else:
            found = f"found “{shortened(value, 60)}” in column {columns[label]}"
            rows.fault(row.number, f"{found}; expected 1, 0 or an empty cell")
    return rows.reading("ASReview")

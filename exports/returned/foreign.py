"""Decisions made in other programs: Rayyan, Covidence, ASReview, or labels in a RIS library.

What comes out are rows that name a report as well as the file does; which record of the review
that is, the caller finds out: by id, DOI, PMID, and then by agreement of title and the rest.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from exports.returned.foreign_labels import asreview, covidence, labelled_ris
from exports.returned.foreign_rayyan import LOG_COLUMNS, rayyan, rayyan_log
from exports.returned.foreign_rows import ElsewhereReading, People, Read
from exports.returned.vocabulary import Reasons
from exports.returned.workbooks import DELIMITERS, decoded, file_bytes, is_workbook
from pipeline.decisions import Reason, Stage, Verdict
from pipeline.errors import Fault, Refused

LABELS = (
    *("asreview_label", "label_included", "final_included", "label", "included"),
    *("included_label", "included_final", "included_flag", "include"),
)
"""Columns that hold 1 and 0 in ASReview's exports and imports; the first that is there counts."""


KNOWN = (
    "a list of ajour, of Rayyan (notes), of Rayyan's log (article_id, key, value), of Covidence "
    "(Covidence #) or of ASReview (asreview_label)"
)


def read_elsewhere(
    path: Path,
    *,
    reasons: Sequence[Reason] = (),
    verdict: Verdict | None = None,
    stage: Stage | None = None,
    articles: Path | None = None,
) -> ElsewhereReading:
    """The decisions in a file of another program, known by its columns and not by its name.

    Covidence's exports do not say what they list; `verdict` and `stage` do, or else the word in
    the file's name (included, excluded, irrelevant, select). `articles` is Rayyan's csv of
    articles, from which its log of customizations takes titles and identifiers. Reasons are
    codes where they are known by code or wording; other wordings are kept in `reason_text`.
    E-mail addresses are never in what is returned. Raises Refused where the file holds no
    decisions in a form that is known.
    """
    read = Read(path=path, reasons=Reasons(reasons), people=People(), verdict=verdict, stage=stage)
    if is_workbook(path):
        raise Refused(
            f"{path.name}: this is a workbook; decisions of another program are read from its csv "
            "or RIS."
        )
    if _is_ris(path):
        return labelled_ris(read)
    names, rows = _table(path)
    folded = {name.strip().casefold(): name for name in names}
    if folded.keys() >= LOG_COLUMNS:
        return rayyan_log(read, rows, dict(_articles(articles)) if articles else {})
    if "covidence #" in folded:
        return covidence(read, rows)
    if label := next((folded[name] for name in LABELS if name in folded), None):
        return asreview(read, rows, label)
    if {"notes", "title"} <= folded.keys():
        return rayyan(read, rows)
    sentence = f"expected the columns of {KNOWN}; found {', '.join(names[:12])}"
    raise Refused(f"{path.name}: no decisions were found.", [Fault("row 1", sentence)])


def _is_ris(path: Path) -> bool:
    head = file_bytes(path)[:4000].decode("utf-8-sig", "replace")
    return any(line.startswith("TY  -") for line in head.splitlines())


Lines = Iterator[tuple[int, Mapping[str, str]]]


def _table(path: Path) -> tuple[list[str], Lines]:
    """The headings of a csv, and its rows with their numbers; the delimiter that divides most."""
    text = decoded(path, file_bytes(path))
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names = _names(path, reader)
    return names, _lines(path, names, reader)


def _names(path: Path, reader: Iterator[list[str]]) -> list[str]:
    try:
        return next(reader, [])
    except csv.Error as fault:
        sentence = f"the headings can not be read ({fault})"
        raise Refused(f"{path.name}: nothing was read.", [Fault("row 1", sentence)]) from fault


def _lines(path: Path, names: Sequence[str], reader: Iterator[list[str]]) -> Lines:
    keys = [name.strip().casefold() for name in names]
    row = 1
    try:
        for row, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                # The first of two columns of one name counts.
                yield row, dict(reversed(list(zip(keys, map(str.strip, cells), strict=False))))
    except csv.Error as fault:
        sentence = f"the quotation marks do not close as they should ({fault})"
        raise Refused(
            f"{path.name}: nothing was read.", [Fault(f"after row {row}", sentence)]
        ) from fault


def _articles(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Rayyan's articles by their number."""
    for _, cells in _table(path)[1]:
        yield cells.get("key", "").removeprefix("rayyan-"), cells

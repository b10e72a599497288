"""The formats in which decisions are returned, in the order in which they are tried."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.errors import Fault, Refused
from pipeline.languages import REVIEW_LANGUAGE

# The command line gets the programs' names from here, and its help must not wait for the readers to
# load.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from exports.returned.workbooks import IncomingFile
    from pipeline.decisions import Reason, Stage, Verdict
    from pipeline.review.decision_rows import ReturnedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Context that a file does not contain.

    `verdict` and `stage` are those of a whole file; `articles` is Rayyan's csv of articles, which
    supplies titles and identifiers for its log. Reasons are known by code or wording;
    `earlier_reasons` are codes and wordings sent with earlier lists. `language` is that of the
    review's lists, for a file that does not state its own.
    """

    reasons: "Sequence[Reason]" = ()
    earlier_reasons: "Sequence[tuple[str, str]]" = ()
    verdict: "Verdict | None" = None
    stage: "Stage | None" = None
    articles: "Path | None" = None
    language: str = REVIEW_LANGUAGE


class FormatReader(Protocol):
    """A module that reads one format. Our sheets have no `recognises`: reading them shows it."""

    def recognises(self, file: "IncomingFile") -> bool:
        """Whether a file has this format."""
        ...

    def read(self, file: "IncomingFile", options: ReadOptions) -> "ReturnedFile":
        """All that the file says; raises Refused if it has another format or cannot be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFormat:
    """One format: the module beside this one that reads it, and how messages describe it.

    `program` is its name on the command line, "" for ours; `forms` are the kinds of file it can be.
    `known_by` says how it is recognised.
    """

    module: str
    program: str = ""
    forms: frozenset[str] = frozenset()
    known_by: str = ""

    def reader(self) -> FormatReader:
        """The module that reads it."""
        return cast("FormatReader", import_module(f"exports.returned.{self.module}"))


PAGE = DecisionFormat(module="page_file")
"""The file that the single page saves. It states its format, and is read as nothing else."""

FORMATS = (
    DecisionFormat(module="decisions"),
    DecisionFormat(module="pairs"),
    DecisionFormat(
        module="foreign_rayyan",
        program="rayyan",
        forms=frozenset({"Rayyan", "Rayyan log"}),
        known_by="of Rayyan (notes), of Rayyan's log (article_id, key, value)",
    ),
    DecisionFormat(
        module="foreign_covidence",
        program="covidence",
        forms=frozenset({"Covidence"}),
        known_by="of Covidence (Covidence #)",
    ),
    DecisionFormat(
        module="foreign_asreview",
        program="asreview",
        forms=frozenset({"ASReview"}),
        known_by="of ASReview (asreview_label)",
    ),
    DecisionFormat(
        module="foreign_ris", program="ris", forms=frozenset({"labels", "Rayyan", "ASReview"})
    ),
)
FOREIGN = tuple(each for each in FORMATS if each.program)
PROGRAMS = tuple(each.program for each in FOREIGN)
"""The programs whose decisions can be read, by their names on the command line."""


def read_returned(
    file: "IncomingFile", options: ReadOptions, *, program: str = ""
) -> "ReturnedFile":
    """The content of a file of decisions in any of the formats, or in one of `program`'s.

    Faults in cells are not raised but collected in `faults`. Raises Refused if the file's format is
    unknown, or belongs to a program other than `program`.
    """
    page = PAGE.reader()
    if not program and page.recognises(file):
        return page.read(file, options)
    refused: list[Refused] = []
    for ours in FORMATS if not program else ():
        if not ours.program:
            try:
                return ours.reader().read(file, options)
            except Refused as fault:
                refused.append(fault)
    try:
        reading = read_foreign(file, options)
    except Refused as fault:
        raise _of_no_form(file, refused[0], fault) if refused else fault from None
    allowed = {form for each in FOREIGN if each.program == program for form in each.forms}
    if program and not set(reading.form.split(", ")) - {""} <= allowed:
        raise Refused(f"{file.name}: this file is from {reading.form}, not from {program}.")
    return reading


def _of_no_form(file: "IncomingFile", no_list: Refused, foreign: Refused) -> Refused:
    """Why a file is not one of our lists, and not one of another program either."""
    if file.is_workbook:
        return no_list
    other = Fault("as a file of another program", str(foreign).replace("\n  - ", " "))
    return Refused(no_list.sentence, [*no_list.faults, other])


def read_foreign(file: "IncomingFile", options: ReadOptions) -> "ReturnedFile":
    """The decisions in a file of another program, recognised by its columns, not by its name."""
    from exports.returned.foreign_rows import headings_of

    if file.is_workbook:
        raise Refused(
            f"{file.name}: this is a workbook, but ajour reads decisions from another program "
            f"only as csv or RIS. Save the list as csv."
        )
    for each in FOREIGN:
        reader = each.reader()
        if reader.recognises(file):
            return reader.read(file, options)
    *others, last = [each.known_by for each in FOREIGN if each.known_by]
    sentence = (
        f"expected the columns of a list of ajour, {', '.join(others)} or {last}; found "
        f"{', '.join(headings_of(file)[:12])}"
    )
    raise Refused(f"{file.name}: no decisions were found.", [Fault("row 1", sentence)])

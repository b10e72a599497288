"""The forms in which decisions come back, in the order in which they are tried."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.errors import Fault, Refused

# The command line takes the programs' names from here, and its help must not wait for the readers.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from exports.returned.workbooks import IncomingFile
    from pipeline.decisions import Reason, Stage, Verdict
    from pipeline.review.decision_rows import ReturnedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a file does not say itself.

    `verdict` and `stage` are those of a whole file; `articles` is Rayyan's csv of articles, from
    which its log takes titles and identifiers. Reasons are known by code or wording;
    `earlier_reasons` are codes and wordings that lists were sent with.
    """

    reasons: "Sequence[Reason]" = ()
    earlier_reasons: "Sequence[tuple[str, str]]" = ()
    verdict: "Verdict | None" = None
    stage: "Stage | None" = None
    articles: "Path | None" = None


class FormatReader(Protocol):
    """A module that reads one form. Our sheets have no `recognises`: reading them tells."""

    def recognises(self, file: "IncomingFile") -> bool:
        """Whether a file is of this form."""
        ...

    def read(self, file: "IncomingFile", options: ReadOptions) -> "ReturnedFile":
        """All that the file says; raises Refused where it is of another form or can not be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFormat:
    """One form: the module beside this one that reads it, and how the reader is told of it.

    `program` is the word for it on the command line, "" for ours; `forms` are what a file of it may
    turn out to be. `known_by` says by what it is known.
    """

    module: str
    program: str = ""
    forms: frozenset[str] = frozenset()
    known_by: str = ""

    def reader(self) -> FormatReader:
        """The module that reads it."""
        return cast("FormatReader", import_module(f"exports.returned.{self.module}"))


PAGE = DecisionFormat(module="page_file")
"""What the single page saves. It says itself what it is, and is read as nothing else."""

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
"""The programs whose decisions can be read, by the word of the command line."""


def read_returned(
    file: "IncomingFile", options: ReadOptions, *, program: str = ""
) -> "ReturnedFile":
    """What a file of decisions says, whichever of the forms it has; with `program` one of that.

    Nothing is raised for what stands in cells: that is in `faults`, all at once. Raises Refused
    where the file is of no form that is known, or of another program than was said.
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
        raise Refused(f"{file.name}: this is a file of {reading.form}, not of {program}.")
    return reading


def _of_no_form(file: "IncomingFile", no_list: Refused, foreign: Refused) -> Refused:
    """Why a file is no list of ours, and why it is of no other program either."""
    if file.is_workbook:
        return no_list
    other = Fault("as a file of another program", str(foreign).replace("\n  - ", " "))
    return Refused(no_list.sentence, [*no_list.faults, other])


def read_foreign(file: "IncomingFile", options: ReadOptions) -> "ReturnedFile":
    """The decisions in a file of another program, known by its columns and not by its name."""
    from exports.returned.foreign_rows import headings_of

    if file.is_workbook:
        raise Refused(
            f"{file.name}: this is a workbook; decisions of another program are read from its csv "
            "or RIS."
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

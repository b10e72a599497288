"""`ajour evaluate criteria`: compare the criteria with decisions or with a table of cases."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.terminal import print_json
from flows.review.find_review import refuse_missing
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.text.amounts import amount

if TYPE_CHECKING:
    from screening_rules.calibration import Calibration
    from screening_rules.cases import Cases
    from screening_rules.criteria import Criteria


@click.command()
@click.argument("cases", required=False, type=click.Path(path_type=Path))
@click.option(
    "--criteria",
    "criteria_file",
    type=click.Path(path_type=Path),
    help="Criteria file; default: that of the review, or an example about working from home.",
)
@click.option(
    "--pilot",
    type=click.IntRange(min=1),
    metavar="N",
    help="Print only the ids of N random records, for a pilot.",
)
@click.option(
    "--seed", default=1, show_default=True, help="Seed of the random sample for the pilot."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(
    cases: Path | None,
    criteria_file: Path | None,
    pilot: int | None,
    seed: int,
    *,
    as_json: bool,
) -> None:
    """Measure the criteria on CASES, a csv file with labels or the folder of a review.

    The csv file has the columns title and label_included (1 or 0), and may have the columns
    abstract, year, keywords, type and language. Columns named after elements may contain the
    verdicts "met", "not met" and "unclear". For a review, the labels are the reviewers' decisions.
    The default for CASES is the review in the working folder.
    """
    refuse_missing([cases] if cases else [], folders=True)
    from flows.screening.labelled_cases import cases_of, criteria_for
    from screening_rules.automation import pilot as sample
    from screening_rules.calibration import as_figures, calibrate
    from screening_rules.cases import read_cases

    criteria = criteria_for(criteria_file, cases)
    is_review = cases is None or cases.is_dir()
    labelled: Cases = cases_of(cases) if is_review else read_cases(Path(cases or ""), criteria)
    if pilot:
        ids = sample((record.id for record in labelled.records), pilot, seed=seed)
        if as_json:
            print_json({"pilot": ids, "seed": seed})
        else:
            click.echo("\n".join(ids))
        return
    found = calibrate(labelled, criteria)
    if as_json:
        print_json(as_figures(found))
    else:
        _tell(found, criteria)


def _tell_measures(found: "Calibration", criteria: "Criteria") -> None:
    """Print sensitivity and precision for each labelled element, then each wrong verdict."""
    from rich.table import Table

    from flows.cli.terminal import console

    if not found.measures:
        return
    table = Table("element", "verdict", "labelled", "given", "sensitivity", "precision")
    for one in found.measures:
        shares = (
            "–" if share is None else f"{share:.0%}" for share in (one.sensitivity, one.precision)
        )
        label = criteria.element(one.element).label[PROGRAM_LANGUAGE]
        table.add_row(label, one.verdict, str(one.labelled), str(one.given), *shares)
    console().print(table)
    for wrong in found.wrong:
        by = f" by {wrong.rule}" if wrong.rule else ""
        console().print(
            f"{wrong.record}, {wrong.element}: the criteria give {wrong.given}{by}, but the label "
            f"is {wrong.labelled}"
        )


def _tell(found: "Calibration", criteria: "Criteria") -> None:
    """Print the figures, then what to correct: includes flagged for exclusion, unused lines."""
    from rich.table import Table

    from flows.cli.terminal import console

    printer = console()
    printer.print(
        f"{amount(found.records, 'record')}: {amount(found.includes, 'include')}, "
        f"{amount(found.excludes, 'exclude')}\n"
        f"includes suggested for exclusion: {len(found.includes_thrown_out)}\n"
        f"excludes suggested for exclusion: {found.excludes_suggested} ({found.share:.0%})"
    )
    table = Table(
        "element", "includes: met", "not met", "unclear", "excludes: met", "not met", "unclear"
    )
    for one in found.elements:
        verdicts = ("met", "not met", "unclear")
        cells = [
            str(side.get(name, 0)) for side in (one.includes, one.excludes) for name in verdicts
        ]
        table.add_row(criteria.element(one.element).label[PROGRAM_LANGUAGE], *cells)
    printer.print(table)
    _tell_measures(found, criteria)
    lines = Table("line", "includes", "excludes", "query")
    for line in found.lines:
        if line.includes or line.excludes:
            lines.add_row(line.line, str(line.includes), str(line.excludes), line.query)
    printer.print(lines)
    for thrown in found.includes_thrown_out:
        words = ", ".join(f"{span.words!r}" for span in thrown.spans if span.kind == "against")
        printer.print(
            f"include suggested for exclusion: {thrown.record} ({thrown.reason}): {words}"
        )
    for line in found.never_fired:
        printer.print(f"found in no record: {line.line}: {line.query}")

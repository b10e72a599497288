"""`ajour candidates`: write the list of reports that a reviewer reads next."""

from pathlib import Path

import click

from flows.cli.name_completion import reviewers
from flows.cli.options import OneOf, json_option, output_option, review_argument, stage_option

FORMATS = ("xlsx", "csv", "html", "ris", "asreview", "rayyan", "covidence")
BATCH = 100
"""Number of reports on a list if no number is given."""


@click.command()
@review_argument
@stage_option
@click.option(
    "--reviewer",
    shell_complete=reviewers,
    help="Reviewer who gets the list; optional in a review with one reviewer.",
)
@click.option("--top", type=click.IntRange(1), help="List the first N undecided reports.")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="List all undecided reports that are on no other reviewer's list.",
)
@click.option(
    "--batch",
    is_flag=True,
    help=f"List the next {BATCH} reports (or --top N), without those on lists not yet returned.",
)
@click.option(
    "--pilot",
    type=click.IntRange(1),
    help="List the same N random reports for every reviewer.",
)
@click.option(
    "--format",
    "form",
    type=OneOf(FORMATS),
    help="Format of the list; default: that of the extension of --output, else xlsx.",
)
@output_option("The file to write.")
@json_option
def command(
    folder: Path,
    *,
    stage: str,
    reviewer: str | None,
    top: int | None,
    every: bool,
    batch: bool,
    pilot: int | None,
    form: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Write a list of reports for a reviewer to read, with the most relevant first.

    Each report is given to one reviewer, or to two if the review requires two decisions per report.
    With --batch, a report on a list that the reviewer has not yet returned is left out, unless no
    other reports remain. If a row was left blank on a returned list, the report is listed again.

    Some reports are drawn at random and marked. These random checks improve the estimate of how
    many relevant reports are left. With --pilot, every reviewer gets the same random sample, and
    `ajour status` shows how well the reviewers agree. With --format html, the list is a web page in
    one file. An existing list is never overwritten.
    """
    who = _reader(folder, reviewer) if pilot is None else reviewer
    from flows.cli.messages.lists import tell_list, tell_pilot
    from flows.screening.lists import Asked, write_list, write_pilot

    wanted = Asked(
        stage=stage,
        reviewer=who,
        top=None if every and top is None else top or BATCH,
        unsent=batch,
        every=every and not batch,
        form=form,
        output=output,
    )
    if pilot is None:
        tell_list(write_list(folder, wanted), as_json=as_json)
        return
    _refuse_with_pilot(reviewer or top or every or batch or output)
    tell_pilot(write_pilot(folder, pilot, wanted), as_json=as_json)


def _refuse_with_pilot(other: object) -> None:
    """Refuse options that do not go with --pilot, which writes a list for every reviewer."""
    if other:
        raise click.UsageError(
            "--pilot writes a list for every reviewer under lists/; leave out --reviewer, --top, "
            "--all, --batch and --output."
        )


def _reader(folder: Path, reviewer: str | None) -> str:
    """The reviewer who gets the list, checked before the slow import of the code that writes it."""
    from flows.review.reviewer_names import named_reviewer

    return named_reviewer(folder, reviewer)

"""`ajour conflicts`: the disagreements between reviewers."""

from pathlib import Path

import click

from flows.cli.name_completion import reviewers
from flows.cli.options import OneOf, json_option, output_option, review_argument


@click.command()
@review_argument
@click.option(
    "--stage",
    type=OneOf(["screening", "retrieval", "eligibility"]),
    help="List only the conflicts of this stage; default: all stages.",
)
@click.option(
    "--reviewer",
    shell_complete=reviewers,
    help="Person who resolves the conflicts; default: the team, by consensus.",
)
@output_option("The file to write.")
@json_option
def command(
    folder: Path, stage: str | None, reviewer: str | None, output: Path | None, *, as_json: bool
) -> None:
    """Write a spreadsheet of conflicting decisions, for a third person or a consensus meeting.

    The decisions are shown side by side, in one spreadsheet for each stage of the review. Import a
    completed spreadsheet with: ajour decide FILE.
    """
    from flows.review.reviewer_names import named_settler

    who = named_settler(folder, reviewer)
    from flows.cli.messages.lists import tell_conflicts
    from flows.screening.conflicts import write_conflicts
    from pipeline.decisions import Stage

    written = write_conflicts(folder, Stage(stage) if stage else None, who, output)
    tell_conflicts(written, stage=stage, as_json=as_json)

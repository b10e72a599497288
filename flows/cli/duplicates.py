"""`ajour duplicates`: list possible duplicates for a person; join or split records by hand."""

from pathlib import Path

import click

from flows.cli.name_completion import reviewers
from flows.cli.options import json_option, output_option, review_argument
from flows.cli.terminal import tell


@click.command()
@review_argument
@click.option(
    "--reviewer",
    shell_complete=reviewers,
    help="Reviewer who decides on the duplicates; optional in a review with one reviewer.",
)
@click.option("--join", nargs=2, metavar="A B", help="Mark two records as duplicates.")
@click.option(
    "--split", metavar="RECORD", help="Mark a record as a separate report, not a duplicate."
)
@output_option("The spreadsheet to write.")
@click.option(
    "--rules",
    is_flag=True,
    help="List the links that the rules of this version would change.",
)
@click.option("--apply", is_flag=True, help="Make the changes that --rules lists.")
@json_option
def command(
    folder: Path,
    reviewer: str | None,
    join: tuple[str, str] | None,
    split: str | None,
    *,
    output: Path | None,
    rules: bool,
    apply: bool,
    as_json: bool,
) -> None:
    """Write a spreadsheet with possible duplicates side by side, the most likely pairs first.

    Import the completed spreadsheet with: ajour decide FILE. All later updates keep your decisions,
    and you can change a decision with --split, --join or ajour withdraw.

    A new version of ajour may have new rules for duplicates. Links between records with decisions,
    and links in a finished flow chart, are kept even if they contradict the new rules. --rules
    lists the other links that the new rules would change, and --apply changes these links.
    """
    if not rules and not apply:
        from flows.review.reviewer_names import named_reviewer

        reviewer = named_reviewer(folder, reviewer)
    from flows.cli.messages.lists import tell_pairs
    from flows.cli.messages.rule_changes import tell_rule_changes
    from flows.inspection.rule_changes import rule_changes
    from flows.screening import duplicate_pairs

    if rules or apply:
        tell_rule_changes(rule_changes(folder, apply=apply), as_json=as_json)
    elif join:
        tell(duplicate_pairs.join(folder, join, reviewer), as_json=as_json)
    elif split:
        tell(duplicate_pairs.split(folder, split, reviewer), as_json=as_json)
    else:
        tell_pairs(duplicate_pairs.write_pairs(folder, reviewer, output), as_json=as_json)

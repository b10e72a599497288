"""`ajour criteria report`: compare each rule of the criteria with people's decisions."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option("--all", "every", is_flag=True, help="Also show rules that never decided a verdict.")
@json_option
def command(folder: Path, *, every: bool, as_json: bool) -> None:
    """Show how often each rule decided, and how often people disagreed with it.

    People disagree with a rule if they include a report for which the rule says "not met", or
    exclude a report because of an element for which the rule says "met". A rule is marked if people
    disagreed with the rule at least twice and on at least a tenth of the reports with a decision.
    The letter that `ajour update` writes lists the marked rules. If review.toml lets an element
    exclude records automatically, the error rate of this element is printed too.
    """
    from flows.cli.messages.criteria_report import tell_counts
    from flows.review.session import at_work
    from flows.screening.rule_counts import counts_of, errors_of
    from flows.stages.refresh import refresh

    with at_work(folder, outline=True) as session:
        refresh(session)
        library = session.library()
        counts = counts_of(library, session.criteria)
        errors = errors_of(library)
    shown = [one for one in counts if every or one.decided]
    tell_counts(shown, errors, as_json=as_json)

"""`ajour criteria report`: compare each rule of the criteria with people's decisions."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option("--all", "every", is_flag=True, help="Include rules that decided nothing.")
@json_option
def command(folder: Path, *, every: bool, as_json: bool) -> None:
    """Show how often each rule decided, and how often people disagreed with it.

    People disagree with a rule in two cases: they included a report although the rule says not met,
    or they excluded a report for this element's reason although the rule says met. A rule is
    marked, and named in the update's letter, if people contradicted it at least twice and on at
    least a tenth of the reports that people also decided. If review.toml lets an element exclude
    records automatically, the error rate of that element is printed.
    """
    from flows.cli.messages.criteria_report import tell_counts
    from flows.review.session import at_work
    from flows.screening.rule_counts import counts_of, errors_of
    from flows.stages.refresh import refresh

    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        counts = counts_of(library, session.criteria)
        errors = errors_of(library)
    shown = [one for one in counts if every or one.decided]
    tell_counts(shown, errors, as_json=as_json)

"""`ajour criteria report`: each rule of the criteria against people's decisions."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option("--all", "every", is_flag=True, help="The rules that decided nothing, too.")
@json_option
def command(folder: Path, *, every: bool, as_json: bool) -> None:
    """Say how often each rule decided, and how often people decided otherwise.

    Otherwise is: included by people though the rule says not met; excluded by people for the
    element's own reason though the rule says met. A rule that is contradicted at least twice, and
    on a tenth of the reports that people decided on, is marked, and the letter of an update names
    it. For each element that review.toml lets decide (automation), its error is printed.
    """
    from flows.cli.messages.criteria import tell_counts
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

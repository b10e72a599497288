"""`ajour integrity`: whether reports were retracted, questioned, corrected or published."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    help="Csv file of Retraction Watch to use instead of the services. No data are sent.",
)
@click.option(
    "--told", is_flag=True, help="Show the latest answers of the services without asking again."
)
@json_option
def command(folder: Path, file: Path | None, *, told: bool, as_json: bool) -> None:
    """Check whether reports of the review in FOLDER were retracted or corrected.

    ajour asks Crossref, OpenAlex, Europe PMC, PubMed and ClinicalTrials.gov about every report that
    is sought in full text, assessed or included. The result for each report is "flagged", "asked
    and clear" or "could not be asked". The command makes no decisions. Exit code 3 means that a
    report is retracted or in doubt, or that a service could not be asked.
    """
    from flows.cli.messages.integrity import tell_noticed
    from flows.inspection.noticed import look_for_notices

    ask = not told and file is None
    tell_noticed(look_for_notices(folder, file=file, ask=ask), as_json=as_json)

"""`ajour integrity`: whether reports were retracted, doubted, corrected or published."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    help="Ask the csv of Retraction Watch instead of services; nothing leaves the machine.",
)
@click.option("--told", is_flag=True, help="Ask nobody: say what was last said.")
@json_option
def command(folder: Path, file: Path | None, *, told: bool, as_json: bool) -> None:
    """Ask whether the reports of the review in FOLDER were retracted, doubted or corrected.

    Asks Crossref, OpenAlex, Europe PMC, PubMed and ClinicalTrials.gov about every report that is
    sought in full text, assessed or included. Three states: flagged, asked and clear, could not be
    asked. Nothing is decided. Exit code 3: a report is retracted or in doubt, or somebody could
    not be asked.
    """
    from flows.cli.messages.integrity import tell_noticed
    from flows.inspection.noticed import look_for_notices

    ask = not told and file is None
    tell_noticed(look_for_notices(folder, file=file, ask=ask), as_json=as_json)

"""`ajour decide`: take back what people filled in."""

from pathlib import Path

import click

from flows.commands.options import folder_of, json_option, review_option

STAGES = ("screening", "eligibility")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@review_option
@click.option("--reviewer", default="", help="Who decided, where the file does not say it.")
@click.option("--stage", type=click.Choice(STAGES), help="The stage, where the file does not say.")
@click.option("--revise", is_flag=True, help="Take also what contradicts an earlier decision.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@json_option
def command(
    files: tuple[Path, ...], folder: Path | None, *, as_json: bool, **asked: object
) -> None:
    """Take the decisions of filled-in FILES: all of them, or none, with every fault at once.

    Takes candidate lists, lists of doubtful pairs and of disagreements, as xlsx, ods or csv.
    The same file twice changes nothing; no decision is ever overwritten.
    """
    from flows.deciding import How, take_back
    from flows.telling.decisions import tell_taken
    from pipeline.decisions import Stage

    how = How(
        reviewer=str(asked["reviewer"]),
        stage=Stage(str(asked["stage"])) if asked["stage"] else None,
        revise=bool(asked["revise"]),
        dry_run=bool(asked["dry_run"]),
    )
    tell_taken(take_back(folder_of(folder, files), files, how), as_json=as_json)

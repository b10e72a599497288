"""`ajour withdraw`: undo a list, an import, decisions, a consensus, a link or automation."""

from pathlib import Path

import click

from flows.cli.name_completion import reviewers, searches
from flows.cli.options import OneOf, json_option, review_option
from flows.cli.terminal import tell
from flows.review.find_review import folder_of

STAGES = ("screening", "retrieval", "eligibility")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@review_option
@click.option(
    "--search",
    shell_complete=searches,
    default="",
    help="Name of the search from which to withdraw a file that several searches contain.",
)
@click.option(
    "--decisions-of",
    "person",
    shell_complete=reviewers,
    default="",
    metavar="NAME",
    help="Undo all decisions of a person.",
)
@click.option("--stage", type=OneOf(STAGES), help="Undo only decisions at this stage.")
@click.option(
    "--consensus",
    default="",
    metavar="REPORT",
    help='Undo the resolution of the conflict on a report, or of "all" conflicts.',
)
@click.option(
    "--link", default="", metavar="REPORT", help="Undo the link between a report and its study."
)
@click.option(
    "--pair",
    nargs=2,
    metavar="RECORD RECORD",
    help="Undo the decision whether two records are duplicates.",
)
@click.option(
    "--automation",
    default="",
    metavar="RUN",
    help='Undo the automatic exclusions of a run, of an element of the criteria, or "all".',
)
@click.option("--back", is_flag=True, help="Restore the withdrawn file, decisions or links.")
@click.option(
    "--by",
    "who",
    default="",
    metavar="NAME",
    help="Person who makes the change, for the audit log.",
)
@click.option("--why", default="", help="Reason for the change, for the audit log.")
@json_option
def command(
    file: Path | None,
    folder: Path | None,
    pair: tuple[str, str] | None,
    *,
    back: bool,
    as_json: bool,
    **said: str | None,
) -> None:
    """Undo the import of FILE (a completed list or an export file), or undo decisions and links.

    The database is copied first, and nothing is deleted. An export file is withdrawn only from the
    search whose folder contains it, and later updates ignore the file until you import it again. To
    restore a withdrawn list, import it again with ajour decide. To restore withdrawn decisions,
    links or exclusions, use --back.
    """
    from flows.inspection.withdrawal import Undo, withdraw_or_bring_back
    from pipeline.decisions import Stage

    stage = said.pop("stage")
    undo = Undo(
        file=file,
        pair=pair,
        back=back,
        stage=Stage(stage) if stage else None,
        **{name: text or "" for name, text in said.items()},
    )
    told = withdraw_or_bring_back(folder_of(folder, (file,) if file else ()), undo)
    tell(told, as_json=as_json)

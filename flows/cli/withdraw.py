"""`ajour withdraw`: undo a list, an import, decisions, a consensus, a link or automation."""

from pathlib import Path

import click

from flows.cli.options import OneOf, json_option, review_option
from flows.cli.terminal import tell
from flows.review.find_review import folder_of

STAGES = ("screening", "retrieval", "eligibility")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@review_option
@click.option(
    "--search", default="", help="Search to withdraw the export from, if several have it."
)
@click.option(
    "--decisions-of",
    "person",
    default="",
    metavar="NAME",
    help="Undo all decisions of this person.",
)
@click.option("--stage", type=OneOf(STAGES), help="Undo decisions at this stage only.")
@click.option(
    "--consensus",
    default="",
    metavar="REPORT",
    help="Undo the decision that resolved the conflict on this report; all: for every report.",
)
@click.option(
    "--link", default="", metavar="REPORT", help="Undo the link of this report to a study."
)
@click.option(
    "--pair",
    nargs=2,
    metavar="RECORD RECORD",
    help="Undo the decision on these possible duplicates.",
)
@click.option(
    "--automation",
    default="",
    metavar="RUN",
    help="Undo automatic exclusions: those of a run, those by a criterion, or all.",
)
@click.option("--back", is_flag=True, help="Restore what was withdrawn.")
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
    """Undo the import of FILE (a completed list or an export). The options undo other things.

    Nothing is deleted, and the database is copied first. An export is withdrawn only from the
    search whose folder it is in. Later updates ignore the export until it is imported again. To
    restore a withdrawn list, import it again with ajour decide. To restore anything else, use
    --back.
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

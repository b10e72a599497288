"""`ajour withdraw`: take back a list, an import, decisions, a consensus, a link or automation."""

from pathlib import Path

import click

from flows.cli.options import OneOf, json_option, review_option
from flows.cli.terminal import tell
from flows.review.find_review import folder_of

STAGES = ("screening", "retrieval", "eligibility")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@review_option
@click.option("--search", default="", help="The search, if several have the same export.")
@click.option(
    "--decisions-of", "person", default="", metavar="NAME", help="All decisions of a person."
)
@click.option("--stage", type=OneOf(STAGES), help="Only at this stage.")
@click.option(
    "--consensus",
    default="",
    metavar="REPORT",
    help="The decision that resolved a conflict; all for every one.",
)
@click.option("--link", default="", metavar="REPORT", help="The link of a report to a study.")
@click.option(
    "--pair", nargs=2, metavar="RECORD RECORD", help="A decision on two possible duplicates."
)
@click.option(
    "--automation",
    default="",
    metavar="RUN",
    help="What criteria excluded automatically: in a run, by a criterion, or all.",
)
@click.option("--back", is_flag=True, help="Restore what was withdrawn.")
@click.option("--by", "who", default="", metavar="NAME", help="Who says so; kept for the audit.")
@click.option("--why", default="", help="The reason; kept for the audit.")
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
    """Undo the import of FILE (a completed list or an export), or what you choose with an option.

    Nothing is deleted, and the database is copied first. An export is withdrawn only from the
    search whose folder it is in; later updates ignore it until it is imported again. To restore a
    list, import it again with ajour decide; everything else is restored with --back.
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

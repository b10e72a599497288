"""`ajour decide`: import the decisions that people filled in."""

from collections.abc import Sequence
from pathlib import Path

import click

from exports.returned.formats import PROGRAMS
from flows.cli.name_completion import reviewers
from flows.cli.options import OneOf, json_option, review_option
from flows.review.find_review import refuse_missing

STAGES = ("screening", "eligibility")
EXISTING = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@review_option
@click.option(
    "--reviewer",
    shell_complete=reviewers,
    default="",
    help="Reviewer who made the decisions, if the file names no reviewer.",
)
@click.option(
    "--stage", type=OneOf(STAGES), help="Stage of the decisions, if the file names no stage."
)
@click.option(
    "--revise", is_flag=True, help="Also import decisions that contradict an earlier decision."
)
@click.option("--dry-run", is_flag=True, help="Show what would be imported, but import nothing.")
@click.option("--from", "program", type=OneOf(PROGRAMS), help="Program that wrote the files.")
@click.option(
    "--reviewer-map",
    "people",
    multiple=True,
    metavar="THEIRS=OURS",
    help="A reviewer's name in the file and in the review; can be given several times.",
)
@click.option(
    "--reason-map",
    "reasons",
    multiple=True,
    metavar="WORDING=CODE",
    help="A reason in the file, and its code in the review; can be given several times.",
)
@click.option(
    "--verdict",
    type=OneOf(["include", "exclude"]),
    help="Decision on all reports in a Covidence file.",
)
@click.option(
    "--articles",
    type=EXISTING,
    help="Rayyan's csv file of articles, required for a log from Rayyan.",
)
@click.option(
    *("--unmatched", "-o"),
    type=click.Path(path_type=Path),
    help="Write the rows that match no report to this csv file.",
)
@json_option
def command(
    files: tuple[Path, ...], folder: Path | None, *, as_json: bool, **asked: object
) -> None:
    """Import the decisions in completed FILES.

    FILES can be completed lists of reports, possible duplicates or conflicts, as xlsx, ods or csv,
    or the files that an html list saves. Decisions from Rayyan (csv, RIS or log), Covidence,
    ASReview and RIS files with labels can be imported too.

    Rows from other programs are matched with reports by id, DOI, PubMed number and similarity, and
    rows without a match are listed. Importing a file again changes nothing. No decision is ever
    overwritten.
    """
    refuse_missing(files)
    from flows.cli.messages.decide import tell_outcomes
    from flows.screening.decisions import DecideOptions, record_decisions
    from flows.screening.review_of_file import review_of_files
    from pipeline.decisions import Stage, Verdict

    options = DecideOptions(
        reviewer=str(asked["reviewer"]),
        stage=Stage(str(asked["stage"])) if asked["stage"] else None,
        revise=bool(asked["revise"]),
        dry_run=bool(asked["dry_run"]),
        program=str(asked["program"] or ""),
        reviewers=_map(asked["people"], "--reviewer-map"),
        reasons=_map(asked["reasons"], "--reason-map"),
        verdict=Verdict(str(asked["verdict"])) if asked["verdict"] else None,
        articles=_path(asked["articles"]),
        unmatched=_path(asked["unmatched"]),
    )
    where = review_of_files(folder, files, "ajour decide")
    outcomes = record_decisions(where, files, options)
    tell_outcomes(outcomes, dry_run=options.dry_run, as_json=as_json)


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None


def _map(said: object, option: str) -> dict[str, str]:
    """Parse pairs of THEIRS=OURS; each is split at its last =, because THEIRS may contain one."""
    pairs = {}
    for pair in said if isinstance(said, Sequence) else ():
        theirs, sign, ours = str(pair).rpartition("=")
        if not sign or not theirs.strip() or not ours.strip():
            raise click.BadParameter(f"found {pair}; expected THEIRS=OURS", param_hint=option)
        pairs[theirs.strip()] = ours.strip()
    return pairs

"""Prints what was imported from completed files, in sentences or as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from pipeline.errors import PersonNeeded, first_ten, one_a_kind
from pipeline.review.decision_rows import ReturnedFile, Unmatched
from pipeline.review.import_outcome import Doubt, ImportOutcome
from pipeline.text.amounts import amount
from pipeline.text.shell_words import command_line

LISTED = 20
"""Maximum number of unmatched rows printed on a terminal; --unmatched writes all of them."""


def tell_outcomes(outcomes: Sequence[ImportOutcome], *, dry_run: bool, as_json: bool) -> None:
    """Print what each file changed, or would change in a dry run.

    Raises PersonNeeded if rows were not imported because they have errors or open questions.
    """
    if as_json:
        files = [_object(outcome, dry_run=dry_run) for outcome in outcomes]
        print_json({"files": files})
    for outcome in () if as_json else outcomes:
        click.echo(_sentence(outcome, dry_run=dry_run))
        warnings = [str(warning) for warning in one_a_kind(outcome.reading.warnings)]
        for warning in first_ten(warnings):
            click.echo(f"  - {warning}", err=True)
        _tell_unmatched(outcome.reading.unmatched)
    if waiting := [told for outcome in outcomes if (told := _held(outcome, dry_run=dry_run))]:
        raise PersonNeeded("\n".join(waiting))


CORRECT = {
    False: "Correct the file and import it again",
    True: "Correct the file before you import it",
}
"""What to do about faulty rows, after an import and after a dry run."""


def _held(outcome: ImportOutcome, *, dry_run: bool) -> str:
    """The rows that were not imported, or would not be, with the reasons and what to do; or ""."""
    if not outcome.held:
        return ""
    file = outcome.reading.path.name
    asked = bool(outcome.questions) and not outcome.revise
    revise = command_line("ajour decide --revise", outcome.reading.path)
    what = [
        *([CORRECT[dry_run]] if outcome.faults else []),
        *([f"To import rows that contradict earlier data: {revise}"] if asked else []),
    ]
    lines = [str(one) for one in one_a_kind(outcome.held)]
    did = "would import" if dry_run else "imported"
    head = f"{file}: ajour {did} all rows except the rows listed below. {'. '.join(what)}"
    head += "" if asked else "."
    return "\n".join([head, *(f"  - {line}" for line in first_ten(lines))])


def _sentence(outcome: ImportOutcome, *, dry_run: bool) -> str:
    file = outcome.reading.path.name
    if outcome.known_before:
        return f"{file}: this file is already imported. Nothing was changed."
    verb = "would be imported" if dry_run else "imported"
    by = f" by {outcome.reviewer}" if outcome.reviewer else ""
    back = f" {amount(outcome.brought_back, 'withdrawn row')} restored;" * bool(
        outcome.brought_back
    )
    added = amount(outcome.abstracts, "abstract added", "abstracts added")
    return (
        f"{file}:{back} {_new(outcome)}{by} {verb}{_revised(outcome)}; {outcome.unchanged:,} "
        f"already recorded, {amount(outcome.reading.empty, 'blank row')}"
        f"{f', {added}' * bool(outcome.abstracts)}.{_recognised(outcome.reading)}"
    )


REVISED: dict[Doubt, str] = {
    "contradiction": "contradicting earlier decisions",
    "pair": "contradicting earlier decisions",
    "text": "on records whose title or abstract has changed since the list was sent",
    "list": "on records that were on none of the reviewer's lists",
}
"""Description of the rows that --revise imports, by the doubt that would hold them back."""


def _revised(outcome: ImportOutcome) -> str:
    """How many of the imported rows would have been held back without --revise, and why."""
    asked = outcome.questions if outcome.revise else ()
    counts = {
        why: len(
            {one.fault.place.split(", column")[0] for one in asked if REVISED[one.doubt] == why}
        )
        for why in dict.fromkeys(REVISED.values())
    }
    told = [f"{count:,} of them {why}" for why, count in counts.items() if count]
    return "".join(f", {one}" for one in told)


def _new(outcome: ImportOutcome) -> str:
    """The number of new answers on pairs, or of new decisions; retrieval is counted separately."""
    if outcome.reading.kind == "pairs":
        return amount(outcome.new, "answer on a pair", "answers on pairs")
    notes = outcome.on_retrieval
    if not notes:
        return amount(outcome.new, "decision", "decisions")
    others = amount(outcome.new - notes, "decision", "decisions")
    return f"{others} and {amount(notes, 'retrieval decision', 'retrieval decisions')}"


def _recognised(reading: ReturnedFile) -> str:
    """How the rows of another program's file were matched with reports."""
    if not reading.form:
        return ""
    by = ", ".join(f"{count:,} by {name}" for name, count in reading.matched.items()) or "none"
    return (
        f" Reports recognised in the file from {reading.form}: {by}; "
        f"{amount(len(reading.unmatched), 'decision')} without a matching report in this review."
    )


def _tell_unmatched(unmatched: Sequence[Unmatched]) -> None:
    for row in unmatched[:LISTED]:
        told = f"row {row.row}, {row.reviewer}, {row.verdict}: {row.title or '–'}; {row.why}"
        click.echo(f"  - {told}", err=True)
    if len(unmatched) > LISTED:
        more = len(unmatched) - LISTED
        click.echo(
            f"  - and {more:,} more. To write all rows without a match as csv, add "
            "--unmatched FILE",
            err=True,
        )


def _object(outcome: ImportOutcome, *, dry_run: bool) -> dict[str, object]:
    reading = outcome.reading
    return {
        "file": str(reading.path),
        "kind": reading.kind,
        "new": outcome.new,
        "on_retrieval": outcome.on_retrieval,
        "unchanged": outcome.unchanged,
        "empty": reading.empty,
        "revised": sum(one.doubt in ("contradiction", "pair") for one in outcome.questions)
        * outcome.revise,
        "held": [str(one) for one in outcome.held],
        "brought_back": outcome.brought_back,
        "known_before": outcome.known_before,
        "dry_run": dry_run,
        "warnings": [str(warning) for warning in reading.warnings],
        "form": reading.form,
        "matched": dict(reading.matched),
        "unmatched": [asdict(row) for row in reading.unmatched],
    }

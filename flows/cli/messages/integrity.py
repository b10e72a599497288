"""What `ajour integrity` prints."""

from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from flows.inspection.noticed import Noticed
from flows.stages.notices import summary
from pipeline.errors import PersonNeeded, first_ten
from pipeline.review.notices import GRAVE, ReportIntegrity
from pipeline.text.amounts import amount


def tell_noticed(noticed: Noticed, *, as_json: bool) -> None:
    """Print the three states with source and date; exit code 3 if a person needs to act."""
    if as_json:
        reports = [_row(noticed, one) for one in noticed.standings.values()]
        print_json({"reports": reports, "failed": list(noticed.failed)})
    else:
        _print(noticed)
    grave = [one for one in noticed.standings.values() if one.gravest in GRAVE]
    if grave or noticed.failed:
        told = (
            f"Retracted or questioned: {amount(len(grave), 'report')}. Decide whether the "
            f"review keeps these reports."
        )
        raise PersonNeeded(
            told if grave else "Some services could not be asked. Run the command again later."
        )


def _row(noticed: Noticed, one: ReportIntegrity) -> dict[str, object]:
    return {
        "report": one.report,
        "reference": noticed.references[one.report],
        "state": one.state,
        "flags": [asdict(flag) for flag in one.flags],
        "answered": dict(one.answered),
        "could not be asked": dict(one.unanswered),
    }


def _print(noticed: Noticed) -> None:
    click.echo(summary(noticed.standings))
    for sentence in noticed.sentences:
        click.echo(f"  {sentence}")
    left = [one for one in noticed.standings.values() if one.state == "not asked"]
    if left:
        click.echo("No service could be asked about these reports:")
        for line in first_ten([f"{one.report} {_why(one)}" for one in left]):
            click.echo(f"  {line}")
    answered = {service for one in noticed.standings.values() for service, _ in one.answered}
    for service in sorted(answered):
        days = [dict(one.answered).get(service, "") for one in noticed.standings.values()]
        asked = sorted(day for day in days if day)
        click.echo(
            f"{service} gave answers for {amount(len(asked), 'report')}, most recently on "
            f"{asked[-1]}."
        )
    for sentence in noticed.failed:
        click.echo(sentence)


def _why(one: ReportIntegrity) -> str:
    reasons = [f"{service}: {why}" for service, why in one.unanswered]
    unknown = "this report has no DOI and no PubMed number, or no service has been asked yet"
    return f"({'; '.join(reasons) or unknown})"

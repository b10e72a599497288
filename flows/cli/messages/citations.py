"""What `ajour citations` prints."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from flows.inspection.citations import SeedsAsked
from pipeline.review.citation_worth import LEAST, CitationWorth
from pipeline.text.amounts import amount


def tell_worth(worth: CitationWorth, *, as_json: bool) -> None:
    """Print how the included reports cite each other, and whether citation searching is useful."""
    if as_json:
        print_json({**asdict(worth), "pays": worth.pays})
        return
    cite, are = ("cites", "is") if worth.linked == 1 else ("cite", "are")
    click.echo(
        f"OpenAlex lists {amount(worth.known, 'included report')}. Of these reports, "
        f"{worth.linked:,} {cite} another included report or {are} cited by one."
    )
    if worth.found is None or worth.low is None or worth.high is None:
        click.echo(
            f"With fewer than {LEAST} included reports in OpenAlex, ajour cannot estimate what "
            "citation searching would find."
        )
        return
    click.echo(
        f"On average, citation searching from a random half of these reports finds "
        f"{worth.found:.0%} of the other half. This share varied from {worth.low:.0%} to "
        f"{worth.high:.0%} when the reports were split at random 200 times."
    )
    click.echo(
        "Citation searching is likely to be worthwhile for this review."
        if worth.pays
        else "Citation searching is likely to find few further reports for this review, but can "
        "confirm that the searches missed nothing."
    )


def tell_seeds(searches: Sequence[SeedsAsked], *, as_json: bool) -> None:
    """Print, for each search, for how many seed references each service has answered."""
    if as_json:
        print_json({"searches": [asdict(one) for one in searches]})
        return
    if not searches:
        click.echo('No search in review.toml has fetch = "citations".')
    for search in searches:
        told = ", ".join(f"{name} {count:,}" for name, count in search.answered.items())
        click.echo(
            f"{search.search}: {amount(search.seeds, 'seed reference')}; answers received: {told}."
        )

"""What `ajour citations` prints."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from flows.inspection.citations import SeedsAsked
from pipeline.review.citation_worth import LEAST, CitationWorth


def tell_worth(worth: CitationWorth, *, as_json: bool) -> None:
    """How the included reports are linked, and what that promises."""
    if as_json:
        print_json({**asdict(worth), "pays": worth.pays})
        return
    click.echo(
        f"{worth.linked:,} of {worth.known:,} included reports that OpenAlex knows cite another "
        "one of them, or are cited by one."
    )
    if worth.found is None or worth.low is None or worth.high is None:
        click.echo(f"With fewer than {LEAST} nothing can be said of what chasing would find.")
        return
    click.echo(
        f"From one half of them, citations both ways find {worth.found:.0%} of the other half on "
        f"average ({worth.low:.0%} to {worth.high:.0%} of 200 random halves)."
    )
    click.echo(
        "Citation searching is likely to pay here."
        if worth.pays
        else "Citation searching is likely to find little here; it may still show that the "
        "searches missed nothing."
    )


def tell_seeds(searches: Sequence[SeedsAsked], *, as_json: bool) -> None:
    """How many seed references of each search every service has answered."""
    if as_json:
        print_json({"searches": [asdict(one) for one in searches]})
        return
    if not searches:
        click.echo('No search of review.toml has fetch = "citations".')
    for search in searches:
        told = ", ".join(f"{name} {count:,}" for name, count in search.answered.items())
        click.echo(f"{search.search}: {search.seeds:,} seed references; answered: {told}.")

"""`ajour screen`: screen reports in the browser."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.name_completion import reviewers
from flows.cli.options import json_option, review_argument, stage_option

if TYPE_CHECKING:
    from flows.page.serve import Opened

EXISTING = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@review_argument
@click.option(
    "--reviewer",
    shell_complete=reviewers,
    help="Reviewer who screens; optional in a review with one reviewer.",
)
@stage_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port of the page, or 0 for any free port; default: the usual port of the review.",
)
@click.option("--no-browser", is_flag=True, help="Print the address without opening a browser.")
@click.option("--team", is_flag=True, help="Make and print a secret link for each reviewer.")
@click.option(
    "--host",
    default="127.0.0.1",
    help="Network address at which other machines can reach the page.",
)
@click.option(
    "--address",
    default="",
    help="Address of the team's proxy, such as https://screening.example.org.",
)
@click.option(
    "--certificate",
    type=EXISTING,
    help="Certificate for encrypted connections (TLS), in PEM format.",
)
@click.option("--key", type=EXISTING, help="Private key of the certificate, in PEM format.")
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=30,
    help="Number of days until a new secret link expires.",
)
@click.option("--withdraw-link", metavar="NAME", help="Withdraw all secret links of a reviewer.")
@click.option(
    "--without-tls",
    count=True,
    help="Allow unencrypted connections; give the option twice to confirm.",
)
@json_option
def command(
    folder: Path,
    *,
    stage: str,
    reviewer: str | None,
    no_browser: bool,
    withdraw_link: str | None,
    as_json: bool,
    **asked: object,
) -> None:
    """Open a page in the browser on which you screen one report at a time, beside the criteria.

    The page is available on this machine only. To stop it, press Ctrl-C. Each decision is saved
    before the next report is shown. With --team, every reviewer gets a secret link, which expires
    after some days and can be withdrawn. With --json, the address of the page is printed as one
    JSON object.
    """
    from flows.cli.terminal import tell
    from flows.page.serve import PageOptions, serve
    from flows.page.serve import withdraw_link as withdrawn
    from pipeline.decisions import Stage

    if withdraw_link:
        name, count = withdrawn(folder, withdraw_link)
        tell(_withdrawn(name, count), as_json=as_json, links=count)
        return
    options = PageOptions(stage=Stage(stage), reviewer=reviewer, **asked)  # type: ignore[arg-type]
    with suppress(KeyboardInterrupt):  # stopped before the page was served
        serve(folder, options, lambda opened: _opened(opened, not no_browser, as_json=as_json))
    if not as_json:
        click.echo("The page is closed. Every decision that the page showed as saved is stored.")


def _withdrawn(name: str, count: int) -> str:
    """A sentence on how many links of a reviewer were withdrawn."""
    if not count:
        return f"{name}: there was no link to withdraw."
    links = (
        "1 link was withdrawn. The link no longer works"
        if count == 1
        else f"{count:,} links were withdrawn. These links no longer work"
    )
    return (
        f"{name}: {links}, not even in a page that is open. To make a new link, run `ajour "
        f"screen` again."
    )


def _opened(opened: "Opened", browser: bool, *, as_json: bool) -> None:
    """Print the page's address, and open the page if asked to."""
    import webbrowser

    from flows.cli.terminal import tell
    from flows.page.serve import told_links

    own = [
        f"{opened.reviewer} can open the page at {opened.url}",
        (
            "Keep this address secret. Anyone who has the address can make decisions in this "
            "person's name."
        ),
    ]
    moved = [opened.moved] if opened.moved else []
    lines = [*moved, *(own if opened.url else []), *told_links(opened), "To stop, press Ctrl-C."]
    tell(lines, as_json=as_json, address=opened.url, reviewer=opened.reviewer)
    if browser and opened.url:
        webbrowser.open(opened.url)

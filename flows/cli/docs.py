"""`ajour docs`: open the handbook."""

from pathlib import Path

import click

from flows.cli.options import json_option


@click.command()
@click.argument("page", default="README")
@click.option(
    "--print", "shown", is_flag=True, help="Print the page in the terminal instead of opening it."
)
@click.option("--list", "listed", is_flag=True, help="List the pages of the handbook.")
@json_option
def command(page: str, *, shown: bool, listed: bool, as_json: bool) -> None:
    """Open a PAGE of the handbook, or the first page without PAGE.

    The handbook is installed with ajour and needs no internet connection.
    """
    from flows.cli.terminal import print_file, tell
    from flows.inspection.handbook import page_of, pages

    if listed:
        names = pages()
        lines = [f"{name:<14}{_title(path)}" for name, path in names.items()]
        tell(lines, as_json=as_json, pages=names)
        return
    path = page_of(page)
    if as_json:
        tell([], as_json=True, path=path)
    elif shown:
        print_file(path.read_text(encoding="utf-8"))
    elif click.launch(str(path)):
        click.echo(
            f"{path}: no program on this computer can open this page. To read it here: "
            f"ajour docs {page} --print"
        )


def _title(path: Path) -> str:
    """The heading of a page."""
    return path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")

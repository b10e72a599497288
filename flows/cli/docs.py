"""`ajour docs`: open the handbook."""

import os
import sys
from pathlib import Path

import click

from flows.cli.hints import TOPICS
from flows.cli.name_completion import pages as page_names
from flows.cli.options import json_option


@click.command()
@click.argument("page", default="README", shell_complete=page_names)
@click.option(
    "--print", "shown", is_flag=True, help="Print the page in the terminal instead of opening it."
)
@click.option("--list", "listed", is_flag=True, help="List the pages of the handbook.")
@json_option
def command(page: str, *, shown: bool, listed: bool, as_json: bool) -> None:
    """Open a PAGE of the handbook; default: the first page.

    PAGE can also be a command: ajour then opens the page that explains the command.
    The handbook is installed with ajour and needs no internet connection.
    """
    from flows.cli.terminal import print_file, tell
    from flows.inspection.handbook import named_page, page_of, pages

    if listed:
        names = pages()
        lines = [f"{name:<14}{_title(path)}" for name, path in names.items()]
        tell(lines, as_json=as_json, pages=names)
        return
    page = named_page(page, TOPICS)
    path = page_of(page)
    if as_json:
        tell([], as_json=True, path=path)
    elif shown:
        print_file(path.read_text(encoding="utf-8"))
    else:
        _open(path, page)


def _open(path: Path, page: str) -> None:
    """Open a page, and always print its path: a launcher may fail without any error code."""
    there = f"To read the page in the terminal: ajour docs {page} --print"
    if _has_screen():
        click.echo(f"ajour opens the page {path}. {there}")
        click.launch(str(path))
    else:
        click.echo(f"{path}: this computer has no screen on which to open the page. {there}")


def _has_screen() -> bool:
    """Whether a window can be opened; Linux names its screen in the environment."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform != "linux" or bool(named)


def _title(path: Path) -> str:
    """The heading of a page."""
    return path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")

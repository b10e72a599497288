"""What several commands take: the review they work on."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def review_argument(command: Command) -> Command:
    """An optional folder behind the command; the working folder's review without it."""
    return click.argument("folder", default=".", type=click.Path(path_type=Path))(command)


def review_option(command: Command) -> Command:
    """The review as an option, where the arguments are files."""
    return click.option(
        "--review",
        "folder",
        default=None,
        type=click.Path(path_type=Path),
        help="The review's folder; without it the one that the files or the working folder lie in.",
    )(command)


def json_option(command: Command) -> Command:
    """Figures as one JSON object on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)

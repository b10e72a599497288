"""Arguments and options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from flows.cli.hints import remember_review
from flows.review.find_review import folder_of, refuse_no_review
from pipeline.text.likeness import guess

Command = TypeVar("Command", bound=Callable[..., object])


class OneOf(click.Choice[str]):
    """A choice of several words; the error for any other word suggests the closest one."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """The word found, the allowed words, and the closest one."""
        known = [str(one) for one in self.choices]
        if told := _other_stage(str(value), known):
            return f"found {value!r}; {told}"
        question = guess(str(value), known) or "."
        return f"found {value!r}; expected one of {', '.join(known)}{question}"


FULL_TEXT = ("fulltext", "full-text", "full text", "full_text")


def _other_stage(said: str, known: list[str]) -> str:
    """The stage at which a thing that is no stage of its own is decided; else ""."""
    if "eligibility" not in known:
        return ""
    if said == "retrieval":
        return "reviewers enter the retrieval of full texts on the lists of the stage eligibility"
    return "the stage of full texts has the name eligibility" if said in FULL_TEXT else ""


def no_such_option(fault: click.NoSuchOption) -> click.UsageError:
    """The error for an unknown option, with the closest known option."""
    context = fault.ctx
    group = context.command if context else None
    if isinstance(group, click.Group) and context:
        name = fault.option_name.removeprefix("--")
        known = group.list_commands(context)
        line = "ajour status --json" if name == "json" else f"{context.command_path} {name}"
        if name in (*known, "json"):
            return click.UsageError(f"No such option {fault.option_name!r}; try: {line}", context)
    every = context.command.get_params(context) if context else []
    known = [name for one in every for name in one.opts if name.startswith("--")]
    question = guess(fault.option_name, known) or "."
    return click.UsageError(f"No such option {fault.option_name!r}{question}", context)


def review_argument(command: Command) -> Command:
    """Add an optional argument for the folder; the default is the review in the working folder.

    `--review FOLDER` is accepted too, as in the commands whose arguments are files.
    """
    folder = click.argument(
        "folder", default=".", type=click.Path(path_type=Path), callback=_around
    )
    option = click.option(
        "--review",
        type=click.Path(path_type=Path),
        expose_value=False,
        is_eager=True,  # read before FOLDER
        callback=_named,
        help="Folder of the review; another way to give FOLDER.",
    )
    return folder(option(command))


NAMED = "ajour.review"
"""The key under which the value of --review is stored until FOLDER is read."""


def _named(context: click.Context, _parameter: click.Parameter, folder: Path | None) -> None:
    context.meta[NAMED] = folder


def _around(context: click.Context, _parameter: click.Parameter, folder: Path) -> Path:
    """The folder as named; by default, the review's folder at or above the working folder.

    Raises click.UsageError if FOLDER and --review name different folders.
    """
    named = context.meta.get(NAMED)
    if named is not None:
        if folder not in (Path(), named):
            told = (
                f"FOLDER ({folder}) and --review ({named}) name two reviews. Name only one review"
            )
            raise click.UsageError(told, context)
        folder = named
    found = folder_of(None) if folder == Path() and not Path("review.toml").exists() else folder
    remember_review(found)
    if not found.is_file():  # some commands accept an archive, and refuse other files themselves
        refuse_no_review(found)
    return found


def _remembered(
    _context: click.Context, _parameter: click.Parameter, folder: Path | None
) -> Path | None:
    if folder is not None:
        remember_review(folder)
    return folder


def review_option(command: Command) -> Command:
    """Add an option for the review, for commands whose arguments are files."""
    return click.option(
        "--review",
        "folder",
        default=None,
        type=click.Path(path_type=Path),
        callback=_remembered,
        help="Folder of the review; default: the review of the files or of the working folder.",
    )(command)


def output_option(what: str) -> Callable[[Command], Command]:
    """The option that names a file to write; `what` is its help."""
    return click.option("--output", "--out", "-o", type=click.Path(path_type=Path), help=what)


def stage_option(command: Command) -> Command:
    """The stage at which reports are read."""
    return click.option(
        "--stage",
        type=OneOf(["screening", "eligibility"]),
        default="screening",
        help="Stage: screening, or eligibility (full-text assessment).",
    )(command)


def json_option(command: Command) -> Command:
    """Add an option that prints one JSON object on standard output."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print the result as one JSON object."
    )(command)

"""The names of a review that a shell completes with the Tab key."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from pipeline.errors import AjourError
from pipeline.text.shell_words import command_line

Completed = Callable[[click.Context, click.Parameter, str], list[str]]
"""A function that click calls with the beginning of a word, to know its ends."""


def _from_review(names: Callable[[Path], Iterable[str]]) -> Completed:
    """Complete with names read from the review; a faulty review has none to offer."""

    def completed(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        from flows.review.find_review import folder_of

        try:
            return _beginning(names(folder_of(_named(context), _files())), begun)
        except (AjourError, OSError):
            return []

    return completed


def _typed() -> list[Path]:
    """The words of the line: click drops all arguments while an option still has no value."""
    from click.shell_completion import split_arg_string

    return [Path(one) for one in split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]]


def _named(context: click.Context) -> Path | None:
    """The review that the line names; None for the one around the files or working folder."""
    folder = context.params.get("folder")
    if isinstance(folder, Path) and folder != Path():
        return folder
    return next((one for one in _typed() if (one / "review.toml").is_file()), None)


def _files() -> tuple[Path, ...]:
    return tuple(one for one in _typed() if one.is_file())


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    asked = begun.casefold()
    return [_word(one) for one in names if one.casefold().startswith(asked)]


def _word(name: str) -> str:
    """The name as the shell expects it: zsh and fish quote it themselves, bash does not."""
    if not os.environ.get("_AJOUR_COMPLETE", "").startswith("bash"):
        return name
    begun = os.environ.get("COMP_WORDS", "").replace("\\'", "").replace('\\"', "")
    in_quotes = begun.count('"') % 2 or begun.count("'") % 2
    return name if in_quotes else command_line("", name, read_by="posix").lstrip()


def _reviewers(folder: Path) -> Iterable[str]:
    from flows.review.settings_file import read_review

    return read_review(folder).reviewers.names


def _searches(folder: Path) -> Iterable[str]:
    from flows.review.settings_file import read_review

    return [one.name for one in read_review(folder).searches]


def _rounds(folder: Path) -> Iterable[str]:
    from flows.review.settings_file import read_review

    return read_review(folder).rounds_in("en")


def _runs(folder: Path) -> Iterable[str]:
    from flows.review.output_runs import run_names

    return run_names(folder / "output/runs")


reviewers = _from_review(_reviewers)
searches = _from_review(_searches)
rounds = _from_review(_rounds)
runs = _from_review(_runs)


def boxes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The boxes of the flow chart."""
    from pipeline.prisma.boxes import box_names

    return _beginning(box_names(), begun)


def pages(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The pages of the handbook."""
    from flows.inspection.handbook import pages as known

    return _beginning(known(), begun)


def notations(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The notations of searches."""
    from pipeline.strategy.notation import NOTATIONS

    return _beginning(NOTATIONS, begun)

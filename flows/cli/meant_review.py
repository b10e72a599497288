"""Finds the command that was meant if a review's folder was given in the place of another word."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from flows.review.completed_commands import TAKES_OPTION
from pipeline.text.shell_words import command_line

MISSING = {
    "decide": "FILE",
    "import": "FILE",
    "withdraw": "FILE",
    "explain": "RECORD",
    "fill": "RECORD",
}
"""The argument that a command needs besides the review."""


def suggestion(words: Sequence[str]) -> str:
    """A sentence with the command that was meant; "" if none is likely."""
    if line := meant_command(words):
        return f"The option --review names the review. Did you mean: {line}"
    if words[:1] == ["diff"] and (line := _meant_runs(words[1:])):
        return f"The options --from and --to name the two runs. Did you mean: {line}"
    if words[:1] == ["candidates"] and (line := _meant_top(words)):
        return f"The option --top gives the number of reports. Did you mean: {line}"
    return ""


def _meant_top(words: Sequence[str]) -> str:
    """The command for a number that was given after --batch or --all; "" if none was."""
    for nth, (before, word) in enumerate(pairwise(words), start=1):
        if word.isdecimal() and before in ("--batch", "--all"):
            return command_line("ajour", *words[:nth], "--top", *words[nth:])
    return ""


def _meant_runs(given: Sequence[str]) -> str:
    """The command for two runs that were given without options; "" if that was not so."""
    *folder, one, other = given if len(given) in (2, 3) else ("", "-", "-")
    if one.startswith("-") or other.startswith("-"):
        return ""
    return command_line("ajour diff", *map(Path, folder), "--from", one, "--to", other)


def meant_command(words: Sequence[str]) -> str:
    """The command with its folder after --review; "" if no word of it is a review's folder.

    Only commands that take the review as an option can be meant.
    """
    name = next((one for one in (*TAKES_OPTION, "search") if _begins(words, one)), "")
    given = [*words[len(name.split()) :]]
    place = next((one for one in given if (Path(one) / "review.toml").is_file()), None)
    if not name or place is None or any(one.split("=")[0] == "--review" for one in given):
        return ""
    given.remove(place)
    if name in MISSING and not _has_argument(name, given):
        given.insert(0, MISSING[name])
    return " ".join([command_line(f"ajour {name}", *given), command_line("--review", Path(place))])


def _begins(words: Sequence[str], name: str) -> bool:
    parts = name.split()
    return [*words[: len(parts)]] == parts


def _has_argument(name: str, given: Sequence[str]) -> bool:
    if MISSING[name] == "FILE" and name != "withdraw":
        return any(Path(one).is_file() for one in given)
    return bool(given)

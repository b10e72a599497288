"""Adds the review that the user named to the commands quoted in messages."""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path

from pipeline.text.shell_words import command_line

_NAMED: ContextVar[Path | None] = ContextVar("review", default=None)

TAKES_FOLDER = (
    "update", "duplicates", "candidates", "conflicts", "reread", "studies", "status", "report",
    "diff", "check", "backup", "export-audit", "add", "archive", "citations", "criteria changed",
    "criteria report", "fulltext", "integrity", "recheck", "schedule",
)  # fmt: skip
"""Commands that take the review as an argument."""

TAKES_OPTION = ("explain", "trace", "withdraw", "decide", "import", "fill", "criteria try")
"""Commands that take it as --review."""

COMMAND = re.compile(
    rf"\bajour (?P<name>{'|'.join((*TAKES_FOLDER, *TAKES_OPTION))})\b"
    r"(?P<rest>(?: --?[a-z][\w-]*(?: (?:screening|eligibility|retrieval|NAME|FILE|RECORD))?"
    r"| (?:FILE|RECORD|BOX)\b)*)(?P<next> [\"'$^./\\\w])?"
)
"""A command quoted in a message, without a review; `next` would be the start of its argument."""

PAGES: Mapping[str, str] = {
    "review.toml": "review-toml",
    "flow.toml": "review-toml",
    "criteria.toml": "criteria",
    "--cron": "scheduling",
    "schedule": "scheduling",
    "trace": "counting",
    "decide": "screener",
    "import": "formats",
    "update": "formats",
}
"""The page of the handbook that explains what went wrong in a file or a command."""


def remember_review(folder: Path) -> None:
    """Remember the review that the user named on the command line."""
    _NAMED.set(folder)


def completed(text: str) -> str:
    """The text with the named review added to each ajour command that names no review.

    Nothing is added if the working folder is the review's folder.
    """
    folder = _NAMED.get()
    if folder is None or folder.resolve() == Path.cwd():
        return text
    return COMMAND.sub(lambda found: _with_review(found, folder), text)


def _with_review(found: re.Match[str], folder: Path) -> str:
    name, rest, following = found["name"], found["rest"], found["next"] or ""
    is_prose = following and not rest
    if is_prose or "--review" in rest:
        return found[0]
    if name in TAKES_FOLDER:
        return f"{command_line(f'ajour {name}', folder)}{rest}{following}"
    return f"{command_line(f'ajour {name}{rest} --review', folder)}{following}"


def page_for(fault: str, command: str) -> str:
    """The page that explains a fault, chosen by the file it names, else by the command; or ""."""
    named = [page for file, page in PAGES.items() if "." in file and file in fault]
    return (named or [PAGES.get(command, "")])[0]

"""Adds the review that the user named to the commands quoted in messages."""

from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path

from flows.review.completed_commands import with_review

_NAMED: ContextVar[Path | None] = ContextVar("review", default=None)

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
    return with_review(text, folder)


def page_for(fault: str, command: str) -> str:
    """The page that explains a fault, chosen by the file it names, else by the command; or "".

    Only the first line names the file at fault; the lines below it say what to do.
    """
    told = fault.partition("\n")[0]
    named = [page for file, page in PAGES.items() if "." in file and file in told]
    return (named or [PAGES.get(command, "")])[0]

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
}
"""The page of the handbook that explains what went wrong in a file."""

EXPLAINED = frozenset({"schedule", "trace", "decide", "import", "update"})
"""The commands whose page explains what can go wrong in them."""


TOPICS: Mapping[str, str] = {
    "schedule": "scheduling",
    "trace": "counting",
    "diff": "reviewer",
    "decide": "screener",
    "screen": "screener",
    "candidates": "screener",
    "import": "formats",
    "update": "formats",
    "convert": "formats",
    "init": "reviewer",
    "status": "reviewer",
    "check": "reviewer",
    "add": "reviewer",
    "conflicts": "reviewer",
    "recheck": "reviewer",
    "withdraw": "reviewer",
    "backup": "reviewer",
    "duplicates": "duplicates",
    "criteria": "criteria",
    "search": "searches",
    "explain": "counting",
    "citations": "sources",
    "fill": "sources",
    "fulltext": "sources",
    "integrity": "sources",
    "studies": "author",
    "report": "author",
    "archive": "author",
    "export-audit": "security",
    "evaluate": "ranking",
    "reread": "ranking",
}
"""The page of the handbook about each command, for ajour docs."""


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
    named = [page for file, page in PAGES.items() if file in told]
    return (named or [TOPICS[command] if command in EXPLAINED else ""])[0]

"""Adds a review's folder to the commands in a text, so that they can be pasted anywhere."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from pipeline.text.shell_words import command_line

TAKES_FOLDER = (
    "update", "duplicates", "candidates", "conflicts", "reread", "studies", "status", "report",
    "diff", "check", "backup", "export-audit", "add", "archive", "citations", "criteria changed",
    "criteria report", "fulltext", "integrity", "recheck", "schedule",
)  # fmt: skip
"""Commands that take the review as an argument."""

TAKES_OPTION = ("explain", "trace", "withdraw", "decide", "import", "fill", "criteria try")
"""Commands that take it as --review."""

FILE = (
    r"\$?'(?:[^'\\\n]|\\.)*'|\"[^\"\n]+\"|(?:[^\s\"'(),;:<>|]*[./\\])?[^\s\"'(),;:<>|./\\]+"
    r"\.[A-Za-z0-9]+(?![\w/\\]|\.\w)"
)
"""A file as the argument of a command: a quoted word, or a word with an extension."""

COMMAND = re.compile(
    rf"\bajour (?P<name>{'|'.join((*TAKES_FOLDER, *TAKES_OPTION))})\b"
    rf"(?P<file> (?:{FILE}))?"
    r"(?P<rest>(?: --?[a-z][\w-]*(?: (?:screening|eligibility|retrieval|NAME|FILE|RECORD))?"
    r"| (?:FILE|RECORD|BOX|[a-z]+_(?:records|reports))\b)*)(?P<next> [\"'$^./\\\w])?"
)
"""A command quoted in a message, without a review; `next` would be the start of its argument."""


def with_review(text: str, folder: Path) -> str:
    """The text with the folder added to each ajour command that names no review.

    A file in the review's folder is written with the folder, since commands look for the review
    around their files.
    """
    return COMMAND.sub(_completed(folder), text)


def _completed(folder: Path) -> Callable[[re.Match[str]], str]:
    def completed(found: re.Match[str]) -> str:
        name, file, rest = found["name"], found["file"] or "", found["rest"]
        following = found["next"] or ""
        is_prose = following and not rest and not file
        line = found.string[found.start() :].partition("\n")[0]
        if is_prose or "--review" in rest or (file and " --review " in line):
            return found[0]
        if file:
            return _with_file(found, folder) if name in TAKES_OPTION else found[0]
        if name in TAKES_FOLDER:
            return f"{command_line(f'ajour {name}', folder)}{rest}{following}"
        return f"{command_line(f'ajour {name}{rest} --review', folder)}{following}"

    return completed


def _with_file(found: re.Match[str], folder: Path) -> str:
    """A command on a file, which is in the review's folder or is known to the review by name."""
    head, file, rest = f"ajour {found['name']}", found["file"][1:], found["rest"]
    following = found["next"] or ""
    place = folder / (shlex.split(file)[0] if file[0] in "\"'" else file)
    if found["name"] != "withdraw" and place.is_file():
        return f"{command_line(head, place)}{rest}{following}"
    return f"{command_line(f'{head} --review', folder)} {file}{rest}{following}"

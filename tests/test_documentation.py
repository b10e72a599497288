"""The commands in the documentation are the program's, and its links lead somewhere."""

import re
import shlex
from pathlib import Path

import click
import pytest

from flows.cli import COMMANDS, group

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *ROOT.glob("examples/*/README.md")]
)
COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?(ajour [a-z].*)$")


def commands_in(page: Path) -> list[str]:
    """Every command of a page: lines of its code blocks, and code spans."""
    if page.name == "reference.md":
        return []
    text = page.read_text("utf-8")
    fenced = [
        line
        for block in re.findall(r"```.*?\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    lines = [*fenced, *(line.strip() for line in text.splitlines() if line.startswith("    "))]
    spans = re.findall(r"`([^`\n]+)`", text)
    return [found[1] for text in (*lines, *spans) if (found := COMMAND.match(text))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_in_the_documentation_is_one_of_the_programs(page: Path) -> None:
    for line in commands_in(page):
        words = shlex.split(re.split(r"\s{2,}|#", line)[0].replace("…", ""))[1:]
        name, *rest = words
        if name in ("COMMAND", "--help"):
            continue
        assert name in COMMANDS, line
        command: click.Command | None = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, click.Group) and rest:
            command = command.get_command(click.Context(command), rest[0])
            assert command is not None, line
        known = {option for one in command.params for option in one.opts}
        used = {word.split("=")[0] for word in rest if word.startswith("-") and word != "-"}
        assert used - known - {"--help"} == set(), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_in_the_documentation_leads_to_a_file(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    local = [one for one in targets if not one.startswith(("http", "mailto:"))]
    assert [one for one in local if not (page.parent / one).exists()] == []


def test_the_readme_names_both_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "    make demo" in text
    assert "    make test" in text

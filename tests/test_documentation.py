"""The commands in the documentation are the program's, and its links lead somewhere."""

import re
import shlex
from pathlib import Path

import click
import pytest

from docs.draw_rooms import drawing
from flows.cli.main import COMMANDS, group
from flows.review.runner_file import Runner
from flows.review.settings_file import ReviewFile
from pipeline.toml.schema import keys_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [
        ROOT / "README.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs" / "nb").glob("*.md"),
        ROOT / "docs" / "adr" / "README.md",
        *ROOT.glob("examples/*/README.md"),
    ]
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_the_documentation_names_is_there(page: Path) -> None:
    named = re.findall(
        r"`((?:flows|exports|pipeline|screening_rules|tests|docs)/[\w/.-]+)`", page.read_text()
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_picture_of_the_rooms_is_drawn_from_the_code() -> None:
    assert (ROOT / "docs" / "rooms.svg").read_text("utf-8") == drawing()


def test_the_readme_names_both_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "    make demo" in text
    assert "    make test" in text


def _asked_of_review_toml() -> set[str]:
    """Every section and key of review.toml and flow.toml; those of flow.toml have no section."""
    asked = {f" {key}" for key in keys_of(Runner)}
    for section in {*keys_of(ReviewFile)} - {"tables", "request", "prisma_s", "journals"}:
        is_array = section in {"round", "search"}
        asked |= {f"{section} {key}" for key in keys_of(ReviewFile, (section, *[0] * is_array))}
    for nested in (("automation", "stopping"), ("page", "keys")):
        asked |= {f"{'.'.join(nested)} {key}" for key in keys_of(ReviewFile, nested)}
    return asked


def _told_of_review_toml() -> set[str]:
    """Every section and key in the page's tables; those of flow.toml have no section."""
    review, flow = (ROOT / "docs/review-toml.md").read_text("utf-8").split("\n`flow.toml`")
    told, section = {f" {key}" for key in re.findall(r"^\| `(\w+)` \|", flow, re.MULTILINE)}, ""
    for named, key in re.findall(r"^\| (`.*?`)? ?\| `(\w+)`", review, re.MULTILINE):
        section = named.strip("`[]") or section
        told.add(f"{section} {key}")
    return told


def test_every_key_of_review_toml_stands_in_its_page_and_no_other_does() -> None:
    assert _told_of_review_toml() == _asked_of_review_toml() - {"automation stopping", "page keys"}

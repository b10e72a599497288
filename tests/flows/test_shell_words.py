"""Commands that messages show do what they say, whatever a path or a name holds."""

import subprocess
import tomllib
from pathlib import Path

import pytest

from pipeline.text.shell_words import command_line, quoted
from pipeline.toml.bounds import toml_text
from tests.support.reviews import ajour

NAMES = (
    "my review",
    "it's",
    '"quoted"',
    "$HOME `id` $(id)",
    "a\nb",
    "a\rb\tc",
    "back\\slash\\",
    "-rf",
    "\x1b[31mred",
    "\u202eright",
    "Ås & Ø; rm -rf *",
    "hjem!",
    "\u200b",
    "",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_shell_reads_a_pasted_name_as_one_word_and_runs_nothing(name: str) -> None:
    for line in (command_line("printf '%s\\0'", name), f"printf '%s\\0' {quoted(name)}"):
        ran = subprocess.run(
            ["bash", "-c", line], capture_output=True, check=False, env={"LC_ALL": "C.UTF-8"}
        )
        assert ran.stdout.decode() == f"{name}\0"


@pytest.mark.parametrize("name", NAMES)
def test_a_pasted_name_is_seen_whole_on_one_line(name: str) -> None:
    line = command_line("ajour update", name)
    assert line.isprintable()


def test_a_path_that_begins_with_a_dash_is_no_option() -> None:
    assert command_line("ajour decide", Path("-rf")) == "ajour decide ./-rf"


@pytest.mark.parametrize("text", [*NAMES, "\x00\x7f", 'a "b" \\ c', "\u2028\U0001f600"])
def test_toml_reads_a_text_back(text: str) -> None:
    assert tomllib.loads(f"title = {toml_text(text)}") == {"title": text}


@pytest.mark.parametrize("title", ['"]\nnames = ["x', "a\x07\x1b[2J\x7f b", "\\", "ok\u202e"])
def test_a_new_review_has_one_title_whatever_it_is_called(tmp_path: Path, title: str) -> None:
    assert ajour("init", tmp_path / "new", "--title", title).code == 0
    values = tomllib.loads((tmp_path / "new/review.toml").read_text("utf-8"))
    assert values["reviewers"]["names"] == ["A", "B"]
    assert values["review"]["title"].isprintable()


def test_a_folder_with_blanks_is_shown_such_that_it_can_be_pasted(tmp_path: Path) -> None:
    said = ajour("init", tmp_path / "our $review")
    assert f"ajour update '{tmp_path}/our $review'" in said.out
    said = ajour("status", tmp_path / "no review")
    assert f'ajour init "{tmp_path}/no review"' in said.err

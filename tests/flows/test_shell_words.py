"""Commands that messages show do what they say, whatever a path or a name holds."""

import subprocess
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.text.shell_words import Shell, command_line, quoted, with_variable
from pipeline.toml.bounds import toml_text
from tests.support.reviews import ajour
from tests.support.windows_shells import words_of_cmd, words_of_powershell

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


SIGNS = st.text(
    st.sampled_from([*" \"'&$`%!^()<>|;,@#~=\\\\/-.æøåÅ’“\u202e\n\t\x1b", "a", "B", "1"])
)
"""Texts of all that a shell may take for something else."""


@given(SIGNS)
@example("Ås & Ø\\")
@example('"%PATH%" & dir')
def test_cmd_reads_a_pasted_name_as_one_word_and_runs_nothing(name: str) -> None:
    words = words_of_cmd(command_line("ajour decide", name, "--review", read_by="cmd"))
    assert words[:2] == ["ajour", "decide"]
    assert words[3:] == ["--review"]
    assert words[2] == name or not name.isprintable()


@given(SIGNS)
@example("$(rm) `x` ‘y’ “z”")
def test_powershell_reads_a_pasted_name_as_one_word_and_runs_nothing(name: str) -> None:
    line = command_line("ajour decide", name, "--review", read_by="powershell")
    assert words_of_powershell(line) == ["ajour", "decide", name, "--review"]
    assert line.isprintable()


@pytest.mark.parametrize(
    ("shell", "name"), [("cmd", "a & b"), ("cmd", "100%"), ("powershell", "$HOME")]
)
def test_the_readers_above_see_a_name_without_quotes(shell: Shell, name: str) -> None:
    read = words_of_cmd if shell == "cmd" else words_of_powershell
    with pytest.raises(ValueError, match=r"."):
        assert read(f"ajour decide {name}") == ["ajour", "decide", name]


@pytest.mark.parametrize(
    ("shell", "path", "expected"),
    [
        ("cmd", r"C:\Users\Åse\my review", r'ajour update "C:\Users\Åse\my review"'),
        ("powershell", r"C:\Users\ann\review", r"ajour update C:\Users\ann\review"),
        ("powershell", r"D:\R&D $5", r"ajour update 'D:\R&D $5'"),
        ("cmd", r"D:\R&D 5%", r'ajour update ^"D:\R^&D 5^%^"'),
    ],
)
def test_paths_of_windows_are_shown_as_its_shells_take_them(
    shell: Shell, path: str, expected: str
) -> None:
    assert command_line("ajour update", path, read_by=shell) == expected


def test_a_variable_is_set_in_the_way_of_the_shell() -> None:
    assert with_variable("A", "1", "ajour status", read_by="cmd") == "set A=1&& ajour status"


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

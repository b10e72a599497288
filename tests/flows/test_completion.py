"""The Tab key completes commands in bash, zsh and fish."""

import pytest

from flows.cli.completion import LINES
from tests.support.reviews import ajour


@pytest.mark.parametrize("shell", LINES)
def test_the_line_for_each_shell_gets_its_script(
    shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_AJOUR_COMPLETE", f"{shell}_source")
    said = ajour()
    assert (said.code, said.err) == (0, "")
    assert f"{shell}_complete" in said.out


def test_the_beginning_of_a_command_is_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_AJOUR_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "ajour sta")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert ajour().out == "plain,status\n"

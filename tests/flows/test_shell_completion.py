"""The Tab key completes commands, options and the names of a review in bash, zsh and fish."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import environment
from tests.support.reviews import small_review

SHELLS = ("bash", "zsh", "fish")

PROGRAM = """
import sys
from flows.cli.main import main
sys.argv[0] = "ajour"
main()
"""


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A folder that contains the review "sick leave" and the program."""
    small_review(tmp_path).rename(tmp_path / "sick leave")
    text = (tmp_path / "sick leave/review.toml").read_text("utf-8")
    names = '["Kari O\'Nord", "Åse Berg"]'
    changed = text.replace('["ann", "bo"]', names)
    (tmp_path / "sick leave/review.toml").write_text(changed, "utf-8")
    program = tmp_path / "bin/ajour"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{PROGRAM}", "utf-8")
    program.chmod(0o755)
    return tmp_path


def _run(named: Path, *words: str, **variables: str) -> str:
    own = environment()
    path = f"{named / 'bin'}:{own['PATH']}"
    ended = subprocess.run(
        words,
        capture_output=True,
        check=False,
        cwd=named,
        env={**own, "PATH": path, "LC_ALL": "C.UTF-8", **variables},
        encoding="utf-8",
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return ended.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="these shells are not there")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_gets_a_script_that_it_can_load(shell: str, named: Path) -> None:
    script = _run(named, "ajour", _AJOUR_COMPLETE=f"{shell}_source")
    assert "_ajour_completion" in script
    if shutil.which(shell):
        (named / "script").write_text(script, "utf-8")
        checked = {"fish": ("--no-execute",)}.get(shell, ("-n",))
        assert _run(named, shell, *checked, "script") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="bash is not there")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["ajour", "sta"], ["status"]),
        (["ajour", "candidates", "--review"], ["--review", "--reviewer"]),
        (["ajour", "candidates", "--stage", ""], ["screening", "eligibility"]),
        (
            ["ajour", "candidates", r"sick\ leave", "--reviewer", ""],
            ['"Kari O\'Nord"', '"Åse Berg"'],
        ),
        (["ajour", "candidates", r"sick\ leave", "--reviewer", "åS"], ['"Åse Berg"']),
        (["ajour", "candidates", '"sick leave"', "--reviewer", '"Kar'], ["Kari O'Nord"]),
        (["ajour", "add", r"sick\ leave", "--search", "w"], ["wos"]),
        (["ajour", "import", "x", "--review", r"sick\ leave", "--search", "m"], ["medline"]),
        (["ajour", "decide", r"sick\ leave/review.toml", "--reviewer", "k"], ['"Kari O\'Nord"']),
        (["ajour", "trace", "--review", r"sick\ leave", "--round", ""], ["1", "2"]),
        (["ajour", "trace", "screened"], ["screened_records"]),
        (["ajour", "docs", "screen"], ["screener"]),
        (["ajour", "search", "x", "--to", "pub"], ["pubmed"]),
        (["ajour", "candidates", "nowhere", "--reviewer", ""], []),
    ],
)
def test_bash_completes_a_word(line: list[str], expected: list[str], named: Path) -> None:
    script = (
        'eval "$(_AJOUR_COMPLETE=bash_source ajour)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_ajour_completion ajour; for one in "${COMPREPLY[@]}"; do echo "$one"; done'
    )
    said = _run(named, "bash", "-c", script, "bash", *line)
    assert said.splitlines() == expected


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes_the_names_of_a_review(named: Path) -> None:
    script = (
        "_AJOUR_COMPLETE=fish_source ajour | source; "
        'complete -C "ajour candidates sick\\ leave --reviewer "'
    )
    home = {"HOME": str(named), "XDG_CONFIG_HOME": str(named), "XDG_DATA_HOME": str(named)}
    said = _run(named, "fish", "-c", script, **home)
    assert said.splitlines() == ["Kari O'Nord", "Åse Berg"]

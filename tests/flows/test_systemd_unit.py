"""The unit for systemd: what systemd reads out of it is what was meant."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.reviews import ajour
from tests.support.systemd_words import exec_words


def _unit(review: Path) -> str:
    said = ajour("schedule", review, "--cron", "0 6 1 * *", "--systemd")
    assert said.code == 0, said.err
    return said.out


ODD = ["100 % æøå", '$HOME/o\'b;x \\\\z "q" \\t', "%h{x}", "a&<b>"]
ODD += ["a\nExecStartPre=id", "a\rb\tc", "\x1b[31m\x7f", "\u202eevil\u2028x", "\x85\u200b"]


@pytest.mark.parametrize("name", ODD)
def test_systemd_reads_the_words_of_the_unit_as_they_were_meant(
    name: str, review: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "odd" / name
    shutil.copytree(review, odd)
    program, *words = exec_words(_unit(odd))
    assert Path(program) == Path(sys.executable).with_name("ajour")
    assert words == ["schedule", str(odd), "--cron", "0 6 1 * *"]


def test_the_unit_names_no_key_and_a_title_stays_on_its_line(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace("Small review", "100 %\\\\n \\\\"), "utf-8")
    monkeypatch.setenv("NCBI_API_KEY", "made-up-key")
    text = _unit(review)
    assert "made-up-key" not in text
    assert "Description=ajour: scheduled updates of 100 %%\\n\n" in text


def test_systemd_is_to_stop_ajour_alone_which_then_stops_the_others(review: Path) -> None:
    assert "\nKillMode=mixed\n" in _unit(review)


def test_systemd_takes_the_unit(review: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "ajour.service"
    unit.write_text(_unit(review), "utf-8")
    program = Path(sys.executable).with_name("ajour")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.is_file()
    ours = [line for line in ended.stderr.splitlines() if "ajour.service" in line]
    assert ours == []

"""A terminal is shown whatever a title, a name or a file holds, and obeys none of it."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.terminal import Shown, console, guarded_terminal
from flows.orchestration.update import update
from tests.support.processes import environment
from tests.support.reviews import ajour, entry, small_review

EVIL = "\x1b[31mred\x1b]8;;javascript:x\x07link\u202eback\u200b \x9b2J"
STAY = "Grüße, æøå, Ås, e\u0301, 👩\u200d💻, می\u200cخواهم, 中文, tab\tnew\n"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    review = small_review(tmp_path)
    path = review / "review.toml"
    title = json.dumps(EVIL + "[/bold] [link=javascript:x]y[/link] :house:")
    path.write_text(path.read_text("utf-8").replace('"Small review"', title), "utf-8")
    export = review / "searches/1/wos/export.ris"
    export.write_text(export.read_text("utf-8") + entry("A\u202e [/bold] :house: b"), "utf-8")
    update(review)
    return review


def test_signs_that_command_or_turn_are_shown_and_all_letters_stay() -> None:
    out = io.StringIO()
    stream = Shown(out)
    stream.writelines([EVIL, STAY])
    assert (
        "\\u001b[31mred\\u001b]8;;javascript:x\\u0007link\\u202eback\\u200b \\u009b2J"
        in out.getvalue()
    )
    assert out.getvalue().endswith(STAY)


def test_a_title_is_neither_obeyed_nor_read_as_markup(hostile: Path) -> None:
    said = ajour("status", hostile)
    assert said.code == 0, said.err
    assert "\\u001b[31mred" in said.out
    assert "[/bold] [link=javascript:x]y[/link] :house:" in said.out.replace("\n", " ")


def test_json_gives_back_exactly_what_was_told(hostile: Path) -> None:
    said = ajour("status", hostile, "--json")
    assert json.loads(said.out)["title"].startswith(EVIL)
    assert not re.search("[\x1b\x9b\u202e\u200b]", said.out)


def test_a_refusal_shows_the_name_that_was_typed(tmp_path: Path) -> None:
    said = ajour("status", tmp_path / EVIL.replace("/", "-"))
    assert said.code == 2
    assert "\\u001b[31mred" in said.err
    assert not re.search("[\x1b\x9b\u202e\u200b]", said.err)


def test_a_traceback_is_shown_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(folder: Path) -> None:
        raise RuntimeError(EVIL)

    (tmp_path / "review.toml").touch()
    monkeypatch.setattr("flows.inspection.told_status.told_status", broken)
    monkeypatch.setenv("AJOUR_TRACEBACK", "1")
    said = ajour("status", tmp_path)
    assert said.code == 1
    assert "RuntimeError: \\u001b[31mred" in said.err
    assert "\x1b" not in said.err


@pytest.mark.slow
def test_a_terminal_gets_the_colours_of_ours_and_no_other_command(hostile: Path) -> None:
    record = json.loads(ajour("trace", "identified_records", "--review", hostile, "--json").out)[
        "records"
    ]
    evil = next(one["record"] for one in record if "[/bold]" in one["title"])
    for words in (("status", str(hostile)), ("explain", evil, "--review", str(hostile))):
        shown = _on_a_terminal(*words)
        assert COLOURS.search(shown)
        assert not re.search("[\x1b\x07\x9b\u202e\u200b]", COLOURS.sub("", shown))


def test_a_csv_is_shown_on_a_terminal_and_whole_in_a_pipe(hostile: Path) -> None:
    words = ("trace", "identified_records", "--review", str(hostile))
    assert "A\u202e [/bold]" in ajour(*words).out or "A [/bold]" in ajour(*words).out
    assert "\u202e" not in _on_a_terminal(*words)


def _on_a_terminal(*words: str) -> str:
    """What a command writes to a terminal of 200 columns."""
    ours, theirs = pty.openpty()
    own = environment(TERM="xterm-256color", COLUMNS="200")
    program = "from flows.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words], stdout=theirs, stderr=theirs, env=own
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    assert process.wait() == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_the_bar_and_what_is_printed_beside_it_are_shown() -> None:
    out = io.StringIO()
    before = sys.stderr
    sys.stderr = out
    try:
        with guarded_terminal():
            console(stderr=True, force_terminal=True).print(EVIL, style="bold")
            print(EVIL, file=sys.stderr)
    finally:
        sys.stderr = before
    assert not re.search("[\x1b\x07\x9b\u202e\u200b]", COLOURS.sub("", out.getvalue()))
    assert COLOURS.search(out.getvalue())

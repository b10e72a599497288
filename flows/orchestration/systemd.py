"""The schedule as a systemd unit, quoted as systemd.service(5) and systemd.syntax(7) require."""

import re
import sys
from pathlib import Path

from flows.orchestration.schedule import next_time
from flows.review.session import at_work
from pipeline.text.signs import UNSEEN, one_line

UNSEEN_SIGN = re.compile(f"[{UNSEEN}]")

UNIT = """[Unit]
Description=ajour: scheduled updates of {title}
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
ExecStart={program} schedule {folder} --cron {cron}{server}
Restart=on-failure
RestartSec=60
KillMode=mixed
NoNewPrivileges=true
PrivateTmp=true

[Install]
WantedBy=default.target
"""
"""KillMode=mixed: only ajour gets the signal, and stops its child processes in its own order."""


def unit_text(folder: Path, cron: str, server: str | None) -> str:
    """A unit that serves the schedule; it has the full path of the folder, and no key."""
    with at_work(folder) as session:
        review = session.review
    next_time(cron, review.zone)
    return UNIT.format(
        title=_described(review.title),
        program=_word(Path(sys.executable).with_name("ajour")).replace("$$", "$"),
        folder=_word(folder.resolve()),
        cron=_word(cron),
        server=f" --server {_word(server)}" if server else "",
    )


def _word(value: object) -> str:
    """A word of ExecStart: % begins a specifier, $ a variable (not in the program's own path)."""
    text = str(value).replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w/.,:=+@$%-]+", text):
        return text
    bytes_ = re.sub(r'[\\"\x00-\x1f\x7f]', lambda one: f"\\x{ord(one[0]):02x}", text)
    return f'"{UNSEEN_SIGN.sub(_spelled, bytes_)}"'


def _spelled(found: re.Match[str]) -> str:
    """An invisible character as its number; a byte of a name that is not text as that byte."""
    number = ord(found[0])
    return f"\\x{number - 0xDC00:02x}" if 0xDC80 <= number <= 0xDCFF else f"\\U{number:08x}"


def _described(title: str) -> str:
    """A title on one line; a backslash at its end would join the next line to it."""
    return one_line(title).rstrip(" \\").replace("%", "%%")

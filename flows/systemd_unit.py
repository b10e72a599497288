"""The schedule as a unit of systemd, quoted as systemd.service(5) and systemd.syntax(7) want."""

import re
import sys
from pathlib import Path

from flows.scheduling import next_time
from flows.session import at_work

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
"""KillMode=mixed: ajour alone is told to stop, and stops what it started in its own order."""


def unit_text(folder: Path, cron: str, server: str | None) -> str:
    """A unit that serves the schedule; it names the folder whole, and no key."""
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
    """A word of ExecStart: % begins a specifier, $ a variable (but in the program's own path)."""
    text = str(value).replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w/.,:=+@$%-]+", text):
        return text
    escaped = re.sub(r'[\\"\x00-\x1f]', lambda one: f"\\x{ord(one[0]):02x}", text)
    return f'"{escaped}"'


def _described(title: str) -> str:
    """A title on one line; a backslash at its end would join the next line to it."""
    return " ".join(title.split()).rstrip(" \\").replace("%", "%%")

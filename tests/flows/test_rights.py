"""What rights forbid to read under searches/ is told, and all else goes on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.killed_updates import few_outputs
from tests.support.open_folders import open_to_all

AS_NOBODY = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")


def update_as_nobody(review: str, warm: str, told: str) -> None:
    with few_outputs():
        update(Path(warm))  # imports what nobody might not be allowed to
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        done = update(Path(review))
        taken = done.stages["import"]
        Path(told).write_text(json.dumps([taken.told, taken.failed]), "utf-8")


@pytest.mark.slow
@AS_NOBODY
@pytest.mark.parametrize(
    ("place", "rights"),
    [
        ("searches/1/wos", 0o000),
        ("searches/1/wos", 0o644),
        ("searches/1/wos/inner", 0o000),
        ("searches/1/wos/export.ris", 0o000),
        ("searches/2", 0o000),
    ],
)
def test_what_may_not_be_read_is_told_and_all_else_goes_on(
    review: Path, place: str, rights: int
) -> None:
    warm = shutil.copytree(review, review.with_name("warm"))
    (review / "searches/1/wos/inner").mkdir()
    for folder, _, files in os.walk(review):
        for path in (Path(folder), *(Path(folder, file) for file in files)):
            os.chown(path, 65534, 65534)
    open_to_all(review)
    (review / place).chmod(rights)
    answer = review / "answer.json"
    words = (str(review), str(warm), str(answer))
    # A program of its own: a fork of ours would have the threads that earlier tests left.
    program = "import sys; from test_rights import update_as_nobody as work; work(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told, failed = json.loads(answer.read_text("utf-8"))
    assert any("medline" in one for one in told)
    assert any(place in one for one in failed), failed

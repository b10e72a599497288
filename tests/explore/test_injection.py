"""Every payload in every field and setting, and a whole update under Prefect."""

import os
from pathlib import Path

import pytest

from tests.support.attack import Attack
from tests.support.hostile_inputs import FORMULAS, MARKUP, UNSEEN

EVERY = len(FORMULAS) + len(MARKUP) + len(UNSEEN)
STEP = int(os.environ.get("AJOUR_INJECTION_STEP", "4"))
"""Each how manieth turn of the payloads is tried; 1 puts each of them into each place."""


@pytest.mark.parametrize("shift", range(0, EVERY, STEP))
def test_nothing_of_a_hostile_review_gets_out(tmp_path: Path, shift: int) -> None:
    attack = Attack(tmp_path, shift=shift, records=4)
    attack.write_everything(under_prefect=shift == 0)
    assert attack.found() == []


def test_every_payload_is_harmless_in_every_field_of_a_record(tmp_path: Path) -> None:
    attack = Attack(tmp_path, shift=7, records=EVERY)
    attack.write_everything(under_prefect=False)
    assert attack.found() == []

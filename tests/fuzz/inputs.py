"""The inputs of the fuzzer, each known by a number alone."""

import random
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Refused
from tests.fuzz.mutations import mutated
from tests.fuzz.targets import TARGETS, WEIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One made file: of which kind, under which name, and its bytes."""

    kind: str
    name: str
    data: bytes


def made(number: int) -> Input:
    """The input of that number; the same in every run, as long as seeds and mutations are."""
    dice = random.Random(number)
    (kind,) = dice.choices([*TARGETS], WEIGHTS)
    seeds = TARGETS[kind][0]()
    seed = dice.choice(seeds)
    return Input(kind=kind, name=seed[0], data=mutated(seed, seeds, kind, dice))


def outcome(number: int, folder: Path) -> tuple[str, str]:
    """The kind of an input, and whether it was read or refused; anything else is raised."""
    one = made(number)
    path = folder / one.name
    path.write_bytes(one.data)
    try:
        TARGETS[one.kind][1](path)
    except Refused as refusal:
        told = str(refusal)
        assert len(told) < 70_000, "a message without bounds"
        return one.kind, "refused"
    return one.kind, "read"

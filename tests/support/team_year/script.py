"""Writes the script of a year: the team's steps, as lines that can be read and stored."""

from dataclasses import dataclass
from random import Random

KINDS = {
    "exports arrive": 9,
    "update": 9,
    "import": 2,
    "ask for a list": 12,
    "ask for a list of all": 2,
    "ask for full texts": 8,
    "give a list back": 22,
    "give back the list that lay ready": 3,
    "give back a damaged list": 3,
    "give a list back once more, revised": 4,
    "settle disagreements": 6,
    "everybody reads everything": 2,
    "withdraw a list": 3,
    "take a withdrawn list again": 3,
    "withdraw an export": 2,
    "import a withdrawn export again": 2,
    "link two studies": 4,
    "unlink a study": 1,
    "join two reports": 2,
    "hold a record apart": 2,
    "back up": 2,
    "restore": 1,
    "reread": 1,
    "rename a search": 1,
    "somebody joins": 1,
    "somebody leaves": 1,
    "reword a reason": 1,
    "retitle the review": 1,
    "write the studies sheet": 2,
    "fill in the studies sheet": 2,
    "report": 2,
    "delete output": 1,
}
"""What a team does, and how often per about a hundred steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step; its number seeds the random choices in it: who, which and how."""

    number: int
    do: str

    def __str__(self) -> str:
        return f"{self.number:3} {self.do}"


def script_of(seed: int, length: int = 30) -> tuple[Step, ...]:
    """The steps of a seed's team in a year: first its exports arrive, then anything."""
    chance = Random(f"script {seed}")
    first = ["exports arrive", "exports arrive", "update", "ask for a list", "ask for a list"]
    rest = chance.choices(list(KINDS), list(KINDS.values()), k=length)
    # Without these steps, few years would reach studies.
    rest[length // 3 : length // 3] = ["everybody reads everything", "link two studies"]
    return tuple(Step(number=at, do=do) for at, do in enumerate([*first, *rest]))


def told(script: tuple[Step, ...]) -> str:
    """A script as text for `read`."""
    return "\n".join(map(str, script))


def read(text: str) -> tuple[Step, ...]:
    """A script from its text: each line has a number and a step.

    >>> read("  3 update")
    (Step(number=3, do='update'),)
    """
    lines = (line.strip().partition(" ") for line in text.splitlines() if line.strip())
    return tuple(Step(number=int(number), do=do.strip()) for number, _, do in lines)

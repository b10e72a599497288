"""Findings, that is false statements in the outputs, and the kinds of findings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

KINDS: dict[str, str] = {}
"""The claim that each kind of finding contradicts; each check adds its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is written where, and what is true instead."""

    kind: str
    where: str
    there: str
    true: str

    def __str__(self) -> str:
        return f"{self.kind}\n  {self.where}: {self.there}\n  true: {self.true}"


def kind(name: str, claim: str) -> str:
    """Register a kind of finding, once."""
    assert KINDS.setdefault(name, claim) == claim, name
    return name


def unlike(
    name: str, where: str, there: Mapping[str, object], true: Mapping[str, object]
) -> Iterator[Finding]:
    """One finding for all keys of `there` whose true value is different."""
    wrong = [key for key in there if there[key] != true.get(key, 0)]
    if wrong:
        yield Finding(
            kind=name,
            where=where,
            there=", ".join(f"{key} {there[key]}" for key in wrong[:4]),
            true=", ".join(f"{key} {true.get(key, 0)}" for key in wrong[:4]),
        )

"""Decide: which pairs are of one report, which may never be, and which a person is asked about."""

from dataclasses import dataclass

import numpy as np

from pipeline.dedupe.compare import Agreements, Flags
from pipeline.dedupe.doubts import DOUBTS
from pipeline.dedupe.evidence import Evidence, Policy
from pipeline.dedupe.prepare import Codes, Columns
from pipeline.dedupe.rules import RULES
from pipeline.dedupe.vetoes import VETOES

NOTHING, ASK, SAME = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What the rules say of pairs, one row a pair.

    `verdict` is NOTHING, ASK or SAME. `rule` is the place in `RULES` of the strongest rule that
    holds, `doubt` that in `DOUBTS`, or -1. `vetoes` are bits in the order of `VETOES`.
    """

    verdict: Codes
    rule: Codes
    doubt: Codes
    vetoes: Codes


def decide(
    columns: Columns, pairs: tuple[Codes, Codes], found: Agreements, policy: Policy
) -> Decisions:
    """SAME where a rule holds and no veto; ASK where a doubt has only the vetoes it may have."""
    seen = Evidence(columns=columns, one=pairs[0], other=pairs[1], found=found, policy=policy)
    rule = _strongest([holds(seen) for holds in RULES.values()])
    vetoes = vetoed(seen)
    vetoes[rule == 0] = 0
    doubts = [holds(seen) & ((vetoes & ~bits(may)) == 0) for holds, may in DOUBTS.values()]
    doubt = _strongest(doubts)
    same = (rule >= 0) & (vetoes == 0)
    verdict = np.where(same, SAME, np.where(doubt >= 0, ASK, NOTHING))
    return Decisions(verdict=verdict, rule=rule, doubt=doubt, vetoes=vetoes)


def vetoed(seen: Evidence) -> Codes:
    """The vetoes of each pair, as bits in the order of `VETOES`."""
    found = np.zeros(len(seen.one), dtype=np.int64)
    for bit, forbids in enumerate(VETOES.values()):
        found |= forbids(seen).astype(np.int64) << bit
    return found


def bits(names: frozenset[str]) -> int:
    """The bits of vetoes given by name.

    >>> bits(frozenset(["other-doi", "other-pmid"]))
    3
    """
    return sum(1 << bit for bit, name in enumerate(VETOES) if name in names)


def _strongest(flags: list[Flags]) -> Codes:
    """The place of the first of several flags that holds for each pair, or -1."""
    stacked = np.stack(flags)
    return np.where(stacked.any(axis=0), stacked.argmax(axis=0), -1)

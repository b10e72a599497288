"""Which databases found which reports: what each found alone, and what they share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Reports by the sources that list them. Every number counts reports.

    `found` and `alone` are by source; `shared` is by pair of sources, whatever other sources list
    it;
    `sets` by the exact set of sources, sorted, so that it adds up to `reports`.
    """

    reports: int
    found: dict[str, int] = field(default_factory=dict)
    alone: dict[str, int] = field(default_factory=dict)
    shared: dict[tuple[str, str], int] = field(default_factory=dict)
    sets: dict[tuple[str, ...], int] = field(default_factory=dict)


def overlap(reports: Iterable[tuple[str, Iterable[str]]]) -> Overlap:
    """The overlap of sources, from pairs of report and the sources that list it.

    A report that occurs twice counts once, with the sources of both. `found` and `alone` have every
    source and `shared` every pair, including zeros, in order of name.

    >>> found = overlap([("a", ["MEDLINE"]), ("b", ["MEDLINE", "Embase"]), ("c", ["Embase"])])
    >>> found.alone, found.shared
    ({'Embase': 1, 'MEDLINE': 1}, {('Embase', 'MEDLINE'): 1})
    """
    sources_of: dict[str, set[str]] = {}
    for report, sources in reports:
        sources_of.setdefault(report, set()).update(sources)
    sets = Counter(tuple(sorted(sources)) for sources in sources_of.values())
    names = sorted({name for sources in sets for name in sources})
    return Overlap(
        reports=len(sources_of),
        found={name: sum(n for names, n in sets.items() if name in names) for name in names},
        alone={name: sets.get((name,), 0) for name in names},
        shared={
            pair: sum(n for names, n in sets.items() if {*pair} <= {*names})
            for pair in combinations(names, 2)
        },
        sets=dict(sorted(sets.items(), key=lambda one: (-one[1], one[0]))),
    )

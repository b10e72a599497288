"""Runs the strategies of searches on the records that each search found."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.reporting.material import Material
from flows.reporting.strategies import strategies
from pipeline.records import RecordId
from pipeline.strategy.yields import Yield, peers_of, yield_members, yields

if TYPE_CHECKING:
    from screening_rules.search import Tried


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedStrategy:
    """The lines of a search's strategy with what each found, in numerical order.

    `members` has the records and reports that `earned` counts.
    """

    name: str
    lines: "tuple[Tried, ...]"
    earned: Mapping[int, Yield]
    members: Mapping[int, Mapping[str, frozenset[str]]]


def tried_strategies(material: Material) -> dict[str, TriedStrategy]:
    """The strategies whose searches have records, each run on those records."""
    attached = strategies(material)
    if not attached:
        return {}
    from screening_rules.search import try_lines  # slow: imports spaCy

    library = material.library
    of_search: defaultdict[str, list[RecordId]] = defaultdict(list)
    for record in library.records.values():
        of_search[record.search].append(record.id)
    included = _included(material)
    made = {}
    for name, strategy in attached.items():
        if not of_search[name] or not strategy.trees:
            continue
        records = [library.records[one] for one in of_search[name]]
        numbers = list(dict.fromkeys(line.number for line in strategy.lines))
        tried = try_lines(records, strategy.lines, numbers, notation=strategy.notation)
        found = {one.number: frozenset(one.records) for one in tried if not one.fault}
        beside = peers_of(strategy.trees)
        made[name] = TriedStrategy(
            name=name,
            lines=tuple(tried),
            earned=yields(found, beside, included),
            members=yield_members(found, beside, included),
        )
    return made


def _included(material: Material) -> dict[str, str]:
    """The report of each record whose report is included."""
    members = material.library.members
    return {record: report for report in material.library.included for record in members[report]}

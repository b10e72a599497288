"""What deduplication returns: links with their reasons, doubts for people, clusters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pipeline.decisions import PairVerdict
from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two records of one report, by which rule, and in words why. `one` sorts before `other`.

    `score` is 0 to 100: how far the titles agree; 100 where a person decided.
    """

    one: RecordId
    other: RecordId
    rule: str
    because: str
    score: float
    decided_by: Literal["software", "people"] = "software"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two records that may be of one report: what speaks for it, what against. For a person."""

    one: RecordId
    other: RecordId
    rule: str
    because: str
    against: str
    score: float


RelationKind = Literal[
    "correction", "retraction", "protocol", "registration", "version", "preprint"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A record that is no copy of another but belongs to it: its correction, its protocol."""

    record: RecordId
    of: RecordId
    kind: RelationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswer:
    """What the rules say of two records by themselves: by which rule, for and against in words."""

    verdict: Literal["same", "different", "ask"]
    rule: str
    because: str
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The records of one report, two or more, sorted; `report` is the one that stands for it.

    `software` and `people` are the others, by who joined them. `components` are the groups that
    the software made; people joined those, so that `people` has one record for each of them but
    the first.
    """

    report: RecordId
    members: tuple[RecordId, ...]
    software: tuple[RecordId, ...]
    people: tuple[RecordId, ...] = ()
    components: tuple[tuple[RecordId, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Everything found. Records in no cluster are the only one of their report.

    `links` are sorted by their ids; `withheld` are those that would have brought together records
    that veto each other. `band` is what a person is to be asked, best first: one question for
    two reports, and none that is answered. `doubts` are all that was doubted, sorted by ids.
    `relations` are sorted by their ids, whether or not their records were joined.
    `unheeded` are verdicts "same" that verdicts "different" forbid. `compared` is how many pairs
    of records were looked at.
    """

    clusters: tuple[Cluster, ...] = ()
    links: tuple[Link, ...] = ()
    band: tuple[Doubt, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    withheld: tuple[Link, ...] = ()
    relations: tuple[Relation, ...] = ()
    unheeded: tuple[PairVerdict, ...] = ()
    compared: int = field(default=0, compare=False)

    def reports(self, records: Iterable[RecordId]) -> dict[RecordId, RecordId]:
        """Each record's report: the id of the record that stands for it."""
        standing = {member: one.report for one in self.clusters for member in one.members}
        return {record: standing.get(record, record) for record in records}

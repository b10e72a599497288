"""What deduplication returns: links with their reasons, doubts for people, clusters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pipeline.decisions import PairVerdict
from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two records of one report, the rule that links them and why. `one` sorts before `other`.

    `score` is 0 to 100: the similarity of the titles; 100 if a person decided.
    """

    one: RecordId
    other: RecordId
    rule: str
    because: str
    score: float
    decided_by: Literal["software", "people"] = "software"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two records that may be one report, with evidence for and against; a person decides."""

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
    """A record that is not a duplicate but belongs to another: its correction or protocol."""

    record: RecordId
    of: RecordId
    kind: RelationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswer:
    """The result of the rules for two records alone: the rule, and reasons for and against."""

    verdict: Literal["same", "different", "ask"]
    rule: str
    because: str
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The records of one report, two or more, sorted; `report` is the one that represents it.

    `software` and `people` are the others, by who joined them. `components` are the groups that
    the software made. People joined these, so `people` has one record for each component except
    the first.
    """

    report: RecordId
    members: tuple[RecordId, ...]
    software: tuple[RecordId, ...]
    people: tuple[RecordId, ...] = ()
    components: tuple[tuple[RecordId, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Everything found. A record in no cluster is the only one of its report.

    `links` are sorted by their ids; `withheld` are links that would have joined records with a veto
    between them. `band` has the questions for a person, best first: one for each pair of reports,
    without those already answered. `doubts` are all doubts and `relations` all relations, sorted by
    ids, whether or not their records were joined. `unheeded` are verdicts "same" that verdicts
    "different" override. `compared` is the number of pairs of records compared.
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
        """Each record's report: the id of the record that represents it."""
        standing = {member: one.report for one in self.clusters for member in one.members}
        return {record: standing.get(record, record) for record in records}

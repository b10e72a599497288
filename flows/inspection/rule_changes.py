"""What today's rules for duplicates would change in reports already decided or printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows import VERSION
from flows.reporting.prisma_flows import Flows, flows_of
from flows.review.clock import now
from flows.review.session import Session, at_work
from flows.stages.context import Turn
from flows.stages.deduplication import digest, held_reports, linked_anew, put_findings
from flows.stages.refresh import refresh
from pipeline.dedupe.closure import NOTHING_HELD
from pipeline.dedupe.evidence import Policy
from pipeline.dedupe.find import answer
from pipeline.dedupe.links import Duplicates
from pipeline.dedupe.rules_version import RULES_VERSION
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.connection import writing
from pipeline.store.rule_versions import put_rules_of_rounds, rules_of_rounds
from pipeline.store.runs import mark, note_event
from pipeline.text.amounts import amount


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """Two records that today's rules would join or split, and why."""

    one: RecordId
    other: RecordId
    joins: bool
    because: str
    titles: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanges:
    """The changes, and the affected boxes: (flow, box, before, after).

    `rounds` are those linked by earlier rules. `applied` says whether it was done.
    """

    changes: tuple[RuleChange, ...] = ()
    boxes: tuple[tuple[str, str, int, int], ...] = ()
    rounds: tuple[str, ...] = ()
    applied: bool = False


class _NotAppliedError(Exception):
    """Rolls back the transaction in which the new links were only counted."""


def rule_changes(folder: Path, *, apply: bool) -> RuleChanges:
    """List what the new rules would change, or apply them.

    The flows are counted from the store with the new links in it; the store is then restored,
    unless they are applied.
    """
    with at_work(folder) as session:
        refresh(session)
        rounds = rules_of_rounds(session.db)
        earlier = tuple(sorted(name for name, rules in rounds.items() if rules < RULES_VERSION))
        if not earlier:
            return RuleChanges()
        turn = Turn(run=0, version=VERSION, when=now())
        held = held_reports(session).records
        before = session.library()
        numbers = _numbers(flows_of(session, before))
        found = linked_anew(session, turn, NOTHING_HELD)
        changes = tuple(_changes(before, found, held))
        boxes: tuple[tuple[str, str, int, int], ...] = ()
        try:
            with writing(session.db):
                put_findings(session.db, found)
                after = _numbers(flows_of(session, session.library()))
                boxes = tuple(_boxes(numbers, after))
                if not apply:
                    raise _NotAppliedError
                _settle(session, turn, earlier, len(changes))
        except _NotAppliedError:
            pass
        return RuleChanges(changes=changes, boxes=boxes, rounds=earlier, applied=apply)


def _settle(session: Session, turn: Turn, rounds: tuple[str, ...], count: int) -> None:
    """Remember that rounds have the new rules, in the caller's transaction."""
    put_rules_of_rounds(session.db, rounds, RULES_VERSION)
    due = digest(session.db, session.review, turn.version)
    mark(session.db, "duplicates", due, turn.run, turn.when)
    changed = amount(count, "change")
    told = f"applied version {RULES_VERSION} of the rules for duplicates to the rounds "
    told += f"{', '.join(rounds)}: {changed}"
    note_event(session.db, turn.when, told)


def _changes(before: Library, found: Duplicates, held: frozenset[RecordId]) -> Iterator[RuleChange]:
    """One change for each group that is joined to, or split from, another."""
    after = found.reports(before.records)
    because = {frozenset((link.one, link.other)): link.because for link in found.links}
    for ids in before.members.values():
        kept = [one for one in ids if one in held]
        for one, other in _first_of_each(kept, after):
            yield _change(before, one, other, joins=False)
    clusters = ([one for one in cluster.members if one in held] for cluster in found.clusters)
    for kept in clusters:
        reports = {one: before.report_of(one) for one in kept}
        for one, other in _first_of_each(kept, reports):
            change = _change(before, one, other, joins=True)
            told = because.get(frozenset((one, other)), change.because)
            yield RuleChange(one=one, other=other, joins=True, because=told, titles=change.titles)


def _first_of_each(
    ids: list[RecordId], groups: Mapping[RecordId, RecordId]
) -> list[tuple[RecordId, RecordId]]:
    """The first record with the first one of each other group."""
    firsts: dict[RecordId, RecordId] = {}
    for one in ids:
        firsts.setdefault(groups[one], one)
    every = list(firsts.values())
    return [(every[0], other) for other in every[1:]]


def _change(library: Library, one: RecordId, other: RecordId, *, joins: bool) -> RuleChange:
    mine, theirs = library.records[one], library.records[other]
    said = answer(mine, theirs, policy=Policy(preprints=library.review.preprints))
    return RuleChange(
        one=one,
        other=other,
        joins=joins,
        because=said.because if joins else said.against or said.because,
        titles=(mine.title or "", theirs.title or ""),
    )


def _numbers(flows: Flows) -> dict[str, Mapping[str, int]]:
    named = {f"round {name}": flow.numbers for name, flow in flows.rounds.items()}
    return {**named, "all rounds": flows.total.numbers}


def _boxes(
    before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]]
) -> Iterator[tuple[str, str, int, int]]:
    """Every box whose number would change."""
    for flow, numbers in before.items():
        for box, number in numbers.items():
            if after[flow].get(box, 0) != number:
                yield flow, box, number, after[flow].get(box, 0)

"""Decisions: who decided what on which record, when, and where the decision was entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pipeline.languages import Wording
from pipeline.records import RecordId

CONSENSUS = "consensus"
"""The name for people who settle a disagreement together, if nobody else is named."""

PAGE_FILE = "page"
"""The file name recorded for a list that is read on the screening page."""


class Stage(StrEnum):
    """The stages at which people decide, in PRISMA's order."""

    SCREENING = "screening"
    RETRIEVAL = "retrieval"
    ELIGIBILITY = "eligibility"


class Verdict(StrEnum):
    """What a decision can be; `VERDICTS` has the verdicts of each stage."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    MAYBE = "maybe"
    RETRIEVED = "retrieved"
    NOT_RETRIEVED = "not retrieved"
    ONGOING = "ongoing"
    AWAITING = "awaiting classification"


VERDICTS: dict[Stage, tuple[Verdict, ...]] = {
    Stage.SCREENING: (Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.MAYBE),
    Stage.RETRIEVAL: (Verdict.RETRIEVED, Verdict.NOT_RETRIEVED),
    Stage.ELIGIBILITY: (Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.ONGOING, Verdict.AWAITING),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """An exclusion reason; of several, the one with the lowest priority number is given."""

    code: str
    text: Wording
    priority: int = 0


Scheme = Literal["single", "double", "double-blind"]
"""How many reviewers decide at a stage, and whether they see each other's verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where somebody decided something: in a cell of a sheet, by a command, or on a page.

    `name` is that of the sheet's file, the command or the page. If there is no sheet, `sheet` is
    empty and `row` 0.
    """

    name: str
    kind: Literal["sheet", "command", "page"] = "sheet"
    sheet: str = ""
    row: int = 0

    def place(self) -> str:
        """File, sheet and row in words for a reader.

        >>> Origin(name="a.xlsx", sheet="Liste", row=7).place()
        'a.xlsx, sheet Liste, row 7'
        >>> Origin(name="ajour duplicates", kind="command").place()
        'ajour duplicates'
        """
        sheet = [f"sheet {self.sheet}"] if self.sheet else []
        return ", ".join([self.name, *sheet, *([f"row {self.row}"] if self.row else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One verdict of one reviewer on one record. Append-only: a later verdict replaces it.

    `when` is ISO 8601 in UTC. `resolves` marks consensus or a third person's decision, which ends a
    conflict. `number` is the order in which the store imported it.
    """

    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str | None = None
    other_reasons: tuple[str, ...] = ()
    note: str | None = None
    reviewer: str
    when: str
    origin: Origin
    resolves: bool = False
    location: str | None = None
    criteria_hash: str = ""
    number: int = 0

    def says(self) -> tuple[object, ...]:
        """All that the decision states, for comparison with another one on the same record."""
        said = (self.verdict, self.reason, frozenset(self.other_reasons), self.note)
        return (*said, self.location, self.resolves)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """A person's decision on whether two records describe the same report."""

    one: RecordId
    other: RecordId
    same: bool
    reviewer: str
    when: str
    origin: Origin
    note: str | None = None
    number: int = 0


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The standing decision per record, stage and reviewer: the one imported last.

    Sorted by record, stage and reviewer.
    """
    latest: dict[tuple[str, str, str], Decision] = {}
    for decision in sorted(decisions, key=lambda one: one.number):
        latest[decision.record, decision.stage, decision.reviewer] = decision
    return [latest[key] for key in sorted(latest)]


def repeats(decision: Decision, own: Decision | None, last: Decision | None) -> bool:
    """Whether a decision only repeats its reviewer's last one.

    At retrieval, also whether it repeats anybody's last one, since lists come with that column
    filled in.
    """
    if own and own.says() == decision.says():
        return True
    if decision.stage is not Stage.RETRIEVAL or last is None:
        return False
    same = last.verdict is decision.verdict and decision.location in (None, last.location)
    return same and (own or last).verdict is decision.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The state of a report at a stage, and the decisions behind it.

    If `state` is "decided" there is a verdict (and for an exclusion perhaps a reason); "pending"
    means that `missing` more reviewers have to decide, "conflict" that somebody has to resolve a
    disagreement.
    """

    state: Literal["decided", "pending", "conflict"]
    verdict: Verdict | None = None
    reason: str | None = None
    missing: int = 0
    by: tuple[Decision, ...] = ()


def outcome(decisions: Sequence[Decision], scheme: Scheme) -> Outcome:
    """The outcome of the decisions on one report at one stage.

    Takes standing decisions on any record of the report. A resolving decision ends the matter.
    At screening "maybe" counts as include, so the report is read in full: if in doubt, include
    (Cochrane Handbook 4.6.4). Exclusions at full text must also agree on the reason.
    """
    by = tuple(decisions)
    if len(by) > 1:
        per_reviewer = {one.reviewer: one for one in sorted(by, key=lambda one: one.number)}
        by = tuple(sorted(per_reviewer.values(), key=lambda one: one.number))
    resolving = [one for one in by if one.resolves]
    if resolving:
        return Outcome(
            state="decided", verdict=_read(resolving[-1]), reason=resolving[-1].reason, by=by
        )
    missing = max(0, (1 if scheme == "single" else 2) - len(by))
    if missing:
        return Outcome(state="pending", missing=missing, by=by)
    if scheme == "single":
        return Outcome(state="decided", verdict=_read(by[-1]), reason=by[-1].reason, by=by)
    return _agreed(by)


def _read(decision: Decision) -> Verdict:
    """The verdict that counts: a "maybe" counts as include."""
    return Verdict.INCLUDE if decision.verdict is Verdict.MAYBE else decision.verdict


def _agreed(by: tuple[Decision, ...]) -> Outcome:
    """Decided if all agree (at eligibility also on the reason), otherwise a conflict."""
    verdicts = {_read(one) for one in by}
    reasons = {one.reason for one in by} if by[0].stage is Stage.ELIGIBILITY else {by[0].reason}
    if len(verdicts) > 1 or (verdicts == {Verdict.EXCLUDE} and len(reasons) > 1):
        return Outcome(state="conflict", by=by)
    return Outcome(state="decided", verdict=_read(by[0]), reason=by[0].reason, by=by)

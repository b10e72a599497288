"""The outcome of a returned file: what it adds, what awaits an answer, and what blocks it."""

from collections.abc import Callable, Container, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from pipeline.decisions import Decision, PairVerdict, Stage
from pipeline.errors import Fault, Refused, by_row, one_a_kind
from pipeline.records import RecordId
from pipeline.review.decision_rows import ReturnedFile


def itself(record: RecordId) -> RecordId:
    """A record as a separate report."""
    return record


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeContext:
    """The known state that a file is checked against.

    `known` are all records; `listed` those that were sent to this reviewer at this stage, None if
    unknown (every known record then counts as sent). `decisions` and `pairs` are all valid ones so
    far, of any reviewer. `when` is the time of the new ones. `reviewer` and `stage` may be "" and
    None: then the file must state them. `review` is the title; `review_id` identifies the review
    whatever its title. `report_of` maps a record to its report: a decision on one record of a
    report is one on the report.
    """

    known: Container[RecordId]
    report_of: Callable[[RecordId], RecordId] = itself
    listed: AbstractSet[RecordId] | None = None
    decisions: Sequence[Decision] = ()
    pairs: Sequence[PairVerdict] = ()
    review: str = ""
    review_id: str = ""
    reviewer: str = ""
    stage: Stage | None = None
    when: str = ""
    criteria_hash: str = ""
    revise: bool = False


Doubt = Literal["contradiction", "text", "list", "pair"]
"""Why a row awaits an answer: it differs from its reviewer's earlier decision, shows another text
than is stored now, or was on no list; or a pair was decided the other way before.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowQuestion:
    """A question about a row; the row waits, or counts with --revise."""

    doubt: Doubt
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """The actual or possible outcome of a file: its new decisions or verdicts on pairs, in order.

    `structure` blocks the whole file. `faults` hold back their rows, and so do `questions`, except
    with --revise. `restated` repeat valid decisions; `unchanged` counts them. `known_before` says
    that exactly this file was recorded earlier, `brought_back` how much of it had been withdrawn
    and counts again. `abstracts` counts those kept for reports that had none.
    """

    reading: ReturnedFile
    decisions: tuple[Decision, ...] = ()
    pairs: tuple[PairVerdict, ...] = ()
    restated: tuple[Decision, ...] = ()
    reviewer: str = ""
    unchanged: int = 0
    structure: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()
    questions: tuple[RowQuestion, ...] = ()
    revise: bool = False
    known_before: bool = False
    brought_back: int = 0
    abstracts: int = 0

    @property
    def new(self) -> int:
        """How many decisions, or verdicts on pairs, are new to the review."""
        return len(self.decisions) + len(self.pairs)

    @property
    def on_retrieval(self) -> int:
        """How many of the new decisions say whether a full text is there."""
        return sum(one.stage is Stage.RETRIEVAL for one in self.decisions)

    @property
    def held(self) -> tuple[Fault, ...]:
        """Why rows wait, in the order of the rows: their faults, and open questions."""
        asked = () if self.revise else tuple(one.fault for one in self.questions)
        return tuple(by_row((*self.faults, *asked)))

    def refusal(self) -> Refused | None:
        """Why nothing of the file is recorded, or None if valid rows are."""
        file = self.reading.path.name
        if self.structure:
            faults = one_a_kind((*self.structure, *by_row(self.faults)))
            return Refused(f"{file}: nothing was imported.", faults)
        if self.reading.in_order and not self.revise:
            sentence = (
                f"{file}: nothing was imported. To import the rows as they are, add --revise."
            )
            return Refused(sentence, one_a_kind(self.reading.in_order))
        said = self.new or self.unchanged or self.questions
        nothing = not (said or self.brought_back or self.reading.abstracts)
        if self.faults and nothing:
            return Refused(f"{file}: nothing was imported.", one_a_kind(by_row(self.faults)))
        return None

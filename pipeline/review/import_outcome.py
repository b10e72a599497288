"""What came of a returned file: what it adds, what waits for a word, and what bars it."""

from collections.abc import Callable, Container, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from pipeline.decisions import Decision, PairVerdict, Stage
from pipeline.errors import Fault, Refused, one_a_kind
from pipeline.records import RecordId
from pipeline.review.decision_rows import ReturnedFile


def itself(record: RecordId) -> RecordId:
    """A record as a report of its own."""
    return record


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeContext:
    """What a file is held against.

    `known` are all records; `listed` those that were sent to this reviewer at this stage, None
    where that is not known (every known record is then taken as sent). `decisions` and `pairs` are
    all that stands so far, of any reviewer. `when` is given to the new ones. `reviewer` and
    `stage` may be "" and None: then the file must say. `review` is the title, `review_id` what
    tells the review whatever it is called. `report_of` gives the report of a record: what somebody
    said of one record of a report they said of it.
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
"""Why a row waits for a word: it says other than its reviewer did, shows another text than is
stored now, or was on no list; or a pair was said to be the other before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowQuestion:
    """Something about a row that somebody is asked; the row waits, or counts with --revise."""

    doubt: Doubt
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What came of a file, or would: its new decisions or verdicts on pairs, in order.

    `structure` bars the whole file. `faults` hold back the rows that they are of, and so do
    `questions`, unless it is asked for with --revise. `restated` say once more what stands;
    `unchanged` counts them. `known_before` says that all of these very bytes were recorded
    earlier, `brought_back` how much of them had been withdrawn and counts again. `abstracts` counts
    those that were kept for reports that had none.
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
        """How many decisions, or verdicts on pairs, the review did not know."""
        return len(self.decisions) + len(self.pairs)

    @property
    def on_retrieval(self) -> int:
        """How many of the new decisions say whether a full text is there."""
        return sum(one.stage is Stage.RETRIEVAL for one in self.decisions)

    @property
    def held(self) -> tuple[Fault, ...]:
        """Why rows wait: what is wrong in them, and what somebody is asked."""
        asked = () if self.revise else tuple(one.fault for one in self.questions)
        return (*self.faults, *asked)

    def refusal(self) -> Refused | None:
        """Why nothing of the file is recorded, or None where sound rows are."""
        file = self.reading.path.name
        if self.structure:
            faults = one_a_kind((*self.structure, *self.faults))
            return Refused(f"{file}: nothing was taken in.", faults)
        if self.reading.in_order and not self.revise:
            sentence = f"{file}: nothing was taken in; with --revise it is."
            return Refused(sentence, one_a_kind(self.reading.in_order))
        said = self.new or self.unchanged or self.questions
        nothing = not (said or self.brought_back or self.reading.abstracts)
        if self.faults and nothing:
            return Refused(f"{file}: nothing was taken in.", one_a_kind(self.faults))
        return None

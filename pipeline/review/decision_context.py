"""What a file that was read is held against, and what taking it in would do."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipeline.decisions import Decision, Stage
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a file is held against.

    `known` are all records by id with their content hash now; `listed` those that were sent to
    this reviewer at this stage, None where that is not known (every known record is then taken
    as sent). `decisions` are all decisions so far, of any reviewer. `when` is given to the new
    ones. `reviewer` and `stage` may be "" and None: then the file must say.
    """

    known: Mapping[RecordId, str]
    listed: AbstractSet[RecordId] | None = None
    decisions: Sequence[Decision] = ()
    review: str = ""
    reviewer: str = ""
    stage: Stage | None = None
    when: str = ""
    criteria_hash: str = ""
    revise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What taking the file in would do. `decisions` are the new ones, in the order of the rows.

    `faults` bar the whole file. `revisions` (another verdict than before, a record that changed
    since it was sent, one that was not on the list) bar it too, unless it is asked for with
    --revise. `unchanged` counts what the file says and the review knows already.
    """

    file: str
    decisions: tuple[Decision, ...] = ()
    unchanged: int = 0
    empty: int = 0
    faults: tuple[Fault, ...] = ()
    revisions: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    revise: bool = False

    def refusal(self) -> Refused | None:
        """Why the file is not taken in, or None where it is."""
        if self.faults:
            listed = () if self.revise else self.revisions
            return Refused(f"{self.file}: nothing was taken in.", (*self.faults, *listed))
        if self.revisions and not self.revise:
            sentence = f"{self.file}: nothing was taken in; with --revise all of it is."
            return Refused(sentence, self.revisions)
        return None

"""Relations: records that are not duplicates of a report but belong to it, as its protocol does."""

from collections.abc import Callable, Iterator

import numpy as np

from pipeline.dedupe.compare import Flags
from pipeline.dedupe.evidence import PairEvidence
from pipeline.dedupe.links import Relation, RelationKind
from pipeline.dedupe.prepare import Codes, Words
from pipeline.text.documents import REGISTRATION
from pipeline.text.kinds import ERRATUM, PROTOCOL, RETRACTION

LATER = 10
"""Most years (5 to 20) between an article and its correction or retraction."""

EARLIER = 5
"""Most years (3 to 8) between a protocol or a preprint and the article."""


def correction(seen: PairEvidence, mine: Codes, theirs: Codes) -> Flags:
    """One record is an erratum, a corrigendum or an expression of concern about the other."""
    return _only(seen, ERRATUM, mine, theirs) & _about(seen) & (seen.found.years <= LATER)


def retraction(seen: PairEvidence, mine: Codes, theirs: Codes) -> Flags:
    """One record is a notice that the other was retracted or withdrawn."""
    return _only(seen, RETRACTION, mine, theirs) & _about(seen) & (seen.found.years <= LATER)


def protocol(seen: PairEvidence, mine: Codes, theirs: Codes) -> Flags:
    """One record is the protocol of the other, with the same main title and authors."""
    titled = seen.title_agrees | seen.same_main
    near = seen.found.years <= EARLIER
    return _only(seen, PROTOCOL, mine, theirs) & titled & seen.named & near


def registration(seen: PairEvidence, mine: Codes, theirs: Codes) -> Flags:
    """One record is an entry in a register, and the other mentions the registration number."""
    columns = seen.columns
    flags: Flags = (columns.document[mine] == REGISTRATION) & (
        columns.document[theirs] != REGISTRATION
    )
    for row in np.flatnonzero(flags):
        own = columns.trials[mine[row]]
        flags[row] = bool(own) and own in columns.trials[theirs[row]].split()
    return flags


def preprint(seen: PairEvidence, mine: Codes, theirs: Codes) -> Flags:
    """One record is the preprint or working paper of the other, with the same title and authors."""
    early = (seen.columns.preprint[mine] != 0) & (seen.columns.preprint[theirs] == 0)
    near = seen.found.years <= EARLIER
    flags: Flags = early & seen.title_agrees & seen.named & near & ~seen.either("kinds")
    return flags


def version(seen: PairEvidence, mine: Codes, theirs: Codes) -> Flags:
    """One record is an earlier version of the other, under the same DOI."""
    versions = seen.columns.version
    earlier = _given(versions[mine], versions[theirs]) & (versions[mine] < versions[theirs])
    flags: Flags = seen.identifier & earlier.astype(bool)
    return flags


Related = Callable[[PairEvidence, Codes, Codes], Flags]
RELATIONS: dict[RelationKind, Related] = {
    "correction": correction,
    "retraction": retraction,
    "protocol": protocol,
    "registration": registration,
    "version": version,
    "preprint": preprint,
}
"""What the first record can be to the second; the first relation that applies is used."""


def relations(seen: PairEvidence) -> Iterator[Relation]:
    """The relations of pairs, each from the related record to the report it belongs to."""
    told: set[int] = set()
    for kind, holds in RELATIONS.items():
        for mine, theirs in ((seen.one, seen.other), (seen.other, seen.one)):
            for row in np.flatnonzero(holds(seen, mine, theirs)).tolist():
                if row not in told:
                    told.add(row)
                    ids = seen.columns.ids
                    yield Relation(record=ids[mine[row]], of=ids[theirs[row]], kind=kind)


def _given(mine: Words, theirs: Words) -> Flags:
    flags: Flags = ((mine != "") & (theirs != "")).astype(bool)
    return flags


def _only(seen: PairEvidence, kind: int, mine: Codes, theirs: Codes) -> Flags:
    """The first record is of a kind that the second is not, and neither is a reply to the other."""
    kinds = seen.columns.kinds
    flags: Flags = (kinds[mine] & kind != 0) & (kinds[theirs] & (kind | ERRATUM | RETRACTION) == 0)
    return flags


def _about(seen: PairEvidence) -> Flags:
    """A notice has the article's title and journal, and its authors or none."""
    titled = seen.title_same | seen.found.contained & seen.title_near
    return titled & seen.people & ~seen.other_journal & ~seen.either("generic")

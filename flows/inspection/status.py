"""Where a review stands, in numbers and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.reporting.material import Material
from flows.reporting.prisma_flows import flows_of
from flows.reporting.row_notes import row_notes
from flows.reporting.searches import notes, strategies
from flows.reporting.waiting import out_at, retrieval_notes
from flows.review.session import Session, at_work
from flows.screening.rule_counts import errors_of
from flows.screening.shares import settlers, shares
from flows.stages.refresh import refresh
from pipeline.agreement.kappa import Agreement, agreement, agreement_by, both_decided, both_reasoned
from pipeline.agreement.several_raters import SeveralAgreement, screened_by_several
from pipeline.decisions import Stage
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.prisma.summary import prisma_json
from pipeline.ranking.progress import Progress
from pipeline.ranking.stopping_rule import RULES_OF_THUMB, Stopping
from pipeline.review.library import Library
from pipeline.review.lists_out import ListOut
from pipeline.review.prisma_evidence import left_unread
from pipeline.review.progress import progress_of, stopping_of
from pipeline.store.decisions import decisions, piloted
from pipeline.store.duplicates import doubts
from pipeline.store.intake import files
from screening_rules.rule_counts import AutomationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a review stands.

    `left` gives by stage and reviewer how many reports are theirs to judge; those to be retrieved
    stand under all names together. `settlers` has by stage who is to settle how many disagreements.
    `out` are the lists that went out and have what waits, by stage. `retrieval` has a sentence for
    each report on whose full text people differ. `several` is the agreement
    by stage of all who judged; `automation` has the error of each element that decides by itself.
    """

    folder: Path
    title: str
    numbers: Mapping[str, object]
    left: Mapping[str, Mapping[str, int]]
    out: Mapping[str, Sequence[ListOut]]
    conflicts: Mapping[str, int]
    settlers: Mapping[str, Mapping[str, int]]
    away: Sequence[str]
    retrieval: tuple[str, ...]
    pairs: int
    progress: Progress
    stopping: Stopping
    agreements: Mapping[str, Agreement]
    several: Mapping[str, SeveralAgreement]
    older_criteria: int
    files: int
    notes: tuple[str, ...]
    automation: tuple[AutomationError, ...] = ()
    language: str = PROGRAM_LANGUAGE
    open_points: int = 0


def standing_of(folder: Path) -> Standing:
    """Where the review in a folder stands, after what is due was done."""
    with at_work(folder) as session:
        refresh(session, ranked=True)
        library = session.library()
        flows = flows_of(session, library)
        said = decisions(session.db)
        material = Material(session=session, library=library)
        return Standing(
            folder=folder,
            title=session.review.title,
            numbers=prisma_json(flows.rounds, flows.total),
            left={stage: _left(session, library, stage) for stage in Stage},
            out={stage: out_at(session, library, stage) for stage in Stage},
            conflicts={stage: len(library.conflicts(stage)) for stage in Stage},
            settlers={
                stage: {who: len(ids) for who, ids in settlers(session, library, stage).items()}
                for stage in Stage
            },
            away=session.review.reviewers.away,
            retrieval=tuple(retrieval_notes(library, PROGRAM_LANGUAGE)),
            pairs=len(doubts(session.db)),
            progress=progress_of(session.db, library),
            stopping=stopping_of(library),
            agreements=_agreements(session, library),
            several=_several(library),
            older_criteria=sum(one.criteria_hash != session.criteria.hash for one in said),
            files=sum(not one.withdrawn for one in files(session.db)),
            notes=_notes(material),
            automation=tuple(errors_of(library)),
            language=session.review.language,
            open_points=len(material.open_points),
        )


def _notes(material: Material) -> tuple[str, ...]:
    """What is odd about the searches, and which files of the review's people can not be read."""
    of_rows, _ = row_notes(material, PROGRAM_LANGUAGE), strategies(material)
    return (*notes(material, PROGRAM_LANGUAGE), *of_rows, *material.left_out.values())


def _left(session: Session, library: Library, stage: Stage) -> dict[str, int]:
    """How many reports are each reviewer's to judge; to retrieve, for whoever does it."""
    names = session.review.reviewers.names
    unread = left_unread(library) if stage is Stage.SCREENING else frozenset()
    if stage is not Stage.RETRIEVAL:
        given = shares(session, library, stage)
        return {name: len(set(given.get(name, ())) - unread) for name in names}
    left = {name: len(library.waiting_for(stage, name)) for name in names}
    return {" or ".join(names): max(left.values())} if len(names) > 1 else left


def _agreements(session: Session, library: Library) -> dict[str, Agreement]:
    """By stage and pair of reviewers, over what both have decided; of a pilot by element too.

    An element has one reason, so that who gives the reason says that the element is not met.
    """
    said = library.own_words()
    elements = session.criteria.elements
    labels = {one.reason.code: one.label[PROGRAM_LANGUAGE] for one in elements if one.reason}
    stages = (Stage.SCREENING, Stage.ELIGIBILITY)
    found = {
        f"{stage}: {one} and {other}": agreement(pairs)
        for stage in stages
        for (one, other), pairs in both_decided(said, stage).items()
    }
    reports = {library.report_of(one) for one in piloted(session.db)}
    tried = [one for one in said if one.record in reports]
    for stage in stages:
        for (one, other), pairs in both_decided(tried, stage).items():
            found[f"pilot, {stage}: {one} and {other}"] = agreement(pairs)
        for (one, other), judged in both_reasoned(tried, stage).items():
            for reason, agreed in agreement_by(judged).items():
                name = labels.get(reason, "other")
                found[f"pilot, {stage}, {name} (reason {reason}): {one} and {other}"] = agreed
    return found


def _several(library: Library) -> dict[str, SeveralAgreement]:
    """By stage, over all who judged there, where two or more judged a report."""
    said = library.own_words()
    found = {str(stage): screened_by_several(said, stage) for stage in _JUDGED}
    return {stage: one for stage, one in found.items() if one.items}


_JUDGED = (Stage.SCREENING, Stage.ELIGIBILITY)


def as_object(found: Standing) -> dict[str, object]:
    """The standing as plain values for JSON; the curve is left out."""
    progress = {key: value for key, value in asdict(found.progress).items() if key != "curve"}
    return {
        "title": found.title,
        **found.numbers,
        "left": found.left,
        "out": {stage: [asdict(one) for one in lists] for stage, lists in found.out.items()},
        "conflicts": found.conflicts,
        "settlers": found.settlers,
        "away": list(found.away),
        "retrieval_differs": found.retrieval,
        "pairs": found.pairs,
        "progress": progress | {"recall": found.progress.recall},
        "stopping": asdict(found.stopping) | {"unread": found.progress.unread},
        "agreement": {name: asdict(one) for name, one in found.agreements.items()},
        "agreement_of_all": {stage: asdict(one) for stage, one in found.several.items()},
        "older_criteria": found.older_criteria,
        "files": found.files,
        "notes": found.notes,
        "automation": [asdict(one) for one in found.automation],
        "open_points": found.open_points,
    }


def sentence_on_stopping(found: Standing) -> str:
    """Where one stands, in one sentence."""
    test, unread = found.stopping, found.progress.unread
    conflicts = found.conflicts[Stage.SCREENING]
    if not test.read:
        return "Nothing was screened yet, so nothing can be said of what is left."
    if not test.unread:
        every = "The 1 report was" if test.read == 1 else f"All {test.read} reports were"
        return f"{every} screened; nothing is left to read."
    read = "1 report was" if test.read == 1 else f"{test.read} reports were"
    parts = [f"{read} screened and {test.found} {_is(test.found)} to be read in full"]
    parts += [f"{unread} {_is(unread)} unread"] if unread else []
    parts += [f"{conflicts} {_is(conflicts)} in conflict"] if conflicts else []
    said = "; ".join(parts)
    if test.reached:
        p = "p < 0.001" if test.p < SMALL_P else f"p = {test.p:.3f}"
        return (
            f"{said}; at least {test.target:.0%} of what is relevant was found "
            f"({p}, Callaghan and Müller-Hansen 2020)."
        )
    return f"{said}; it is not shown that {test.target:.0%} was found (p = {test.p:.2f})."


SMALL_P = 0.0005
"""Below this a probability reads as 0 in three decimals."""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def thumb_notes(found: Standing) -> list[str]:
    """Rules of thumb that would say stop now, with what they are worth."""
    return [
        f"{rule.in_a_row} irrelevant in a row: a rule of thumb that, over {rule.reviews} reviews, "
        f"reached 95 % in {rule.reached} only."
        for rule in RULES_OF_THUMB
        if found.progress.unread and found.stopping.in_a_row >= rule.in_a_row
    ]

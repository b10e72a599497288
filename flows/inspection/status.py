"""Works out a review's status, in numbers and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from flows import VERSION
from flows.reporting.latest_run import listed_open_points
from flows.reporting.material import Material
from flows.reporting.not_imported import not_imported
from flows.reporting.overlooked import overlooked
from flows.reporting.prisma_flows import numbers_of
from flows.reporting.row_notes import row_notes
from flows.reporting.search_notes import notes
from flows.reporting.strategies import strategies
from flows.reporting.waiting import left_at, out_at, retrieval_notes, settlers_at
from flows.review.session import Session
from flows.screening.full_texts import full_text_notes
from flows.screening.missed import misses_of
from flows.screening.rule_counts import errors_of
from flows.stages.due_work import forget_damage
from flows.stages.ranking import order_due
from flows.stages.refresh import refresh
from pipeline.agreement.kappa import Agreement, agreement, agreement_by, both_decided, both_reasoned
from pipeline.agreement.misses import MissRate
from pipeline.agreement.several_raters import SeveralAgreement, screened_by_several
from pipeline.decisions import Stage
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.ranking.certificate import Certificate
from pipeline.ranking.progress import Progress
from pipeline.ranking.reading import Reading
from pipeline.ranking.stopping_rule import Stopping
from pipeline.review.library import Library
from pipeline.review.lists_out import ListOut
from pipeline.review.progress import (
    certificate_of,
    chances_without_order,
    progress_of,
    progress_with,
    stopping_of,
)
from pipeline.review.reading_order import reading_of
from pipeline.review.settings import Review
from pipeline.store.decisions import piloted
from pipeline.store.duplicates import doubts
from pipeline.store.intake import files
from screening_rules.rule_counts import AutomationError

POINTS = 40
"""Points on the curve of reports found by reports read, which fits on one line of the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The status of a review.

    `left` gives by stage and reviewer the number of reports still to judge; reports to be retrieved
    are counted under all names together. `settlers` gives by stage the number of disagreements that
    each person is to settle. `out` has by stage the lists that were handed out and still contain
    unread reports. `retrieval` has a sentence for each report on whose full text people disagree.
    `several` is the agreement of all reviewers at a stage, `misses` the share that each screener is
    estimated to miss, and `automation` the error of each element that decides automatically.
    `leaves_unread` names the stopping rule that may leave reports unread, or "". With
    `ranking_due`, only a new ranking would show how many of the unread reports are relevant.
    """

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
    certificate: Certificate
    agreements: Mapping[str, Agreement]
    several: Mapping[str, SeveralAgreement]
    misses: Sequence[MissRate]
    older_criteria: int
    files: int
    notes: tuple[str, ...]
    automation: tuple[AutomationError, ...] = ()
    language: str = PROGRAM_LANGUAGE
    open_points: int = 0
    leaves_unread: str = ""
    ranking_due: bool = False


RANKED_AT_ONCE = 2_000
"""The most unread reports that a status ranks again: about two seconds, imports included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What was read, and the probabilities that a due ranking would give to the unread reports.

    `probabilities` are in the order of the ranking; None where the stored ranking is valid. With
    `left_out`, the ranking is due, decides the probabilities, and would take too long: each
    probability is then None.
    """

    reading: Reading
    probabilities: Sequence[float | None] | None = None
    left_out: bool = False


def used_by(review: Review) -> tuple[str, ...]:
    """The stages whose results a status reads; `expected_now` sees to the ranking."""
    return ("duplicates", "marks", *(["criteria"] if review.automation.criteria else []))


def expected_now(session: Session) -> Expected:
    """What was read, and what a due ranking would give.

    The probabilities seldom depend on which report comes first, and ranking a large library takes
    long. Where they do, only a smaller library is ranked at once.
    """
    due = order_due(session, VERSION) or forget_damage(session, ["ranking"])
    library = session.library()
    reading, unread = reading_of(library), len(library.unread())
    if not due:
        return Expected(reading=reading)
    known = chances_without_order(library, reading)
    if known is None and unread > RANKED_AT_ONCE:
        return Expected(reading=reading, probabilities=[None] * unread, left_out=True)
    if known is None:
        refresh(session, ranked=True, used=used_by(session.review))
    return Expected(reading=reading, probabilities=known)


def standing_in(session: Session, expected: Expected) -> Standing:
    """Where a review stands; what is due has been done, or a ranking has the `expected` result."""
    library, reading = session.library(), expected.reading
    material = Material(session=session, library=library)
    return Standing(
        title=session.review.title,
        numbers=numbers_of(session, library),
        left={stage: left_at(session, library, stage) for stage in Stage},
        out={stage: out_at(session, library, stage) for stage in Stage},
        conflicts={stage: len(library.conflicts(stage)) for stage in Stage},
        settlers={stage: settlers_at(session, library, stage) for stage in Stage},
        away=session.review.reviewers.away,
        retrieval=tuple(retrieval_notes(library, PROGRAM_LANGUAGE)),
        pairs=len(doubts(session.db)),
        progress=_drawn(
            progress_of(session.db, library, reading)
            if expected.probabilities is None
            else progress_with(library, expected.probabilities, reading)
        ),
        stopping=stopping_of(library, reading),
        certificate=certificate_of(library, reading),
        ranking_due=expected.left_out,
        leaves_unread=_rule(session.review),
        agreements=_agreements(session, library),
        several=_several(library),
        misses=misses_of(session, library),
        older_criteria=sum(one.criteria_hash != session.in_use.hash for one in library.decisions),
        files=sum(not one.withdrawn for one in files(session.db)),
        notes=(*_notes(material), *full_text_notes(session)),
        automation=tuple(errors_of(library)),
        language=session.review.language,
        open_points=listed_open_points(session.review),
    )


def _drawn(progress: Progress) -> Progress:
    """The progress with its curve reduced to POINTS points, including the first and the last.

    If nothing says how many relevant reports are left, the curve ends with the last report read.
    """
    curve = progress.curve if progress.left is not None else progress.curve[: progress.read + 1]
    if len(curve) <= POINTS:
        return replace(progress, curve=curve)
    places = [round(step * (len(curve) - 1) / (POINTS - 1)) for step in range(POINTS)]
    return replace(progress, curve=tuple(curve[place] for place in places))


def _rule(review: Review) -> str:
    """The stopping rule that review.toml allows to leave reports unread; "" if it allows none."""
    asked = review.automation.stopping
    return asked.rule if asked.exclude_unread else ""


def _notes(material: Material) -> tuple[str, ...]:
    """Oddities of the searches, and files edited by people that cannot be read."""
    of_rows, _ = row_notes(material, PROGRAM_LANGUAGE), strategies(material)
    odd = overlooked(material.session, PROGRAM_LANGUAGE)
    odd += not_imported(material.session)
    return (*notes(material, PROGRAM_LANGUAGE), *odd, *of_rows, *material.left_out.values())


def _agreements(session: Session, library: Library) -> dict[str, Agreement]:
    """Agreement by stage and pair of reviewers, on reports that both decided on.

    A pilot also has the agreement by element: giving an element's reason means "not met".
    """
    said = library.own_words()
    stages = (Stage.SCREENING, Stage.ELIGIBILITY)
    found = {
        f"{stage}: {one} and {other}": agreement(pairs)
        for stage in stages
        for (one, other), pairs in both_decided(said, stage).items()
    }
    reports = {library.report_of(one) for one in piloted(session.db)}
    tried = [one for one in said if one.record in reports]
    labels = {code: label for label, code in session.in_use.labels.values() if code}
    for stage in stages:
        for (one, other), pairs in both_decided(tried, stage).items():
            found[f"pilot, {stage}: {one} and {other}"] = agreement(pairs)
        for (one, other), judged in both_reasoned(tried, stage).items():
            for reason, agreed in agreement_by(judged).items():
                name = labels.get(reason, "other")
                found[f"pilot, {stage}, {name} (reason {reason}): {one} and {other}"] = agreed
    return found


def _several(library: Library) -> dict[str, SeveralAgreement]:
    """Agreement of all reviewers by stage, if two or more people judged a report there."""
    said = library.own_words()
    found = {str(stage): screened_by_several(said, stage) for stage in _JUDGED}
    return {stage: one for stage, one in found.items() if one.items}


_JUDGED = (Stage.SCREENING, Stage.ELIGIBILITY)


def as_object(found: Standing) -> dict[str, object]:
    """The status as plain values for JSON, without the curve."""
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
        "progress": progress | {"recall": found.progress.recall, "ranking_due": found.ranking_due},
        "stopping": asdict(found.stopping) | {"unread": found.progress.unread},
        "certificate": asdict(found.certificate),
        "leaves_unread": found.leaves_unread,
        "agreement": {name: asdict(one) for name, one in found.agreements.items()},
        "agreement_of_all": {stage: asdict(one) for stage, one in found.several.items()},
        "misses": [asdict(one) for one in found.misses],
        "older_criteria": found.older_criteria,
        "files": found.files,
        "notes": found.notes,
        "automation": [asdict(one) for one in found.automation],
        "open_points": found.open_points,
    }

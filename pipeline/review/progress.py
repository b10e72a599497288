"""How far the screening has come, and whether it may stop."""

from collections.abc import Mapping, Sequence

from pipeline.decisions import Stage
from pipeline.ranking.certificate import Certificate, certificate, learned_odds
from pipeline.ranking.finished_reviews import FinishedReplay, shipped
from pipeline.ranking.labels import Label, calibrated, training_labels
from pipeline.ranking.left import expected_left, probabilities
from pipeline.ranking.progress import Progress, progress_by
from pipeline.ranking.reading import Reading
from pipeline.ranking.stopping_rule import Stopping, stopping_by
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.reading_order import reading_of
from pipeline.store.connection import Database
from pipeline.store.ranks_and_assessments import chances

CONFIDENCE = 0.95
"""The confidence level of the interval for what is left."""


def stopping_of(library: Library, reading: Reading | None = None) -> Stopping:
    """The state of the stopping test, at the target and confidence of review.toml.

    Reports in conflict may prove relevant and count as unread for the test. `reading` is that of
    the library, if it was computed before.
    """
    asked = library.review.automation.stopping
    reading = reading or reading_of(library)
    return stopping_by(reading, target=asked.target, confidence=asked.confidence)


def certificate_of(library: Library, reading: Reading | None = None) -> Certificate:
    """The result of the rule learned from finished reviews, at the same target."""
    asked, reading = library.review.automation.stopping, reading or reading_of(library)
    return certificate(
        reading,
        finished_reviews(library),
        target=asked.target,
        confidence=asked.confidence,
        sample=reading.checks,
    )


def finished_reviews(library: Library) -> Sequence[FinishedReplay]:
    """The finished reviews supplied with the program, and those of the team."""
    return (*shipped(), *library.review.finished)


def may_stop(library: Library) -> bool:
    """Whether the rule named in review.toml says that reading may stop."""
    if library.review.automation.stopping.rule == "certificate":
        return certificate_of(library).reached
    return stopping_of(library).reached


def progress_of(db: Database, library: Library, reading: Reading | None = None) -> Progress:
    """What was found, what is left unread and how certain that is; disagreements count as read."""
    ranked = chances(db)
    last = len(ranked) + 1, None
    unread = sorted((ranked.get(one, last)[0], one) for one in library.unread())
    return progress_with(library, [ranked.get(one, last)[1] for _, one in unread], reading)


def progress_with(
    library: Library, expected: Sequence[float | None], reading: Reading | None = None
) -> Progress:
    """The same, from the probabilities of the unread reports in the order of reading."""
    reading = reading or reading_of(library)
    # In a small review the interval keeps its odds: it is wide there, and does not stop anything.
    odds = learned_odds(finished_reviews(library), confidence=CONFIDENCE)
    return progress_by(reading, expected, sample=reading.checks, confidence=CONFIDENCE, odds=odds)


def chances_of(library: Library, order: Sequence[RecordId]) -> Mapping[RecordId, float] | None:
    """The probability of an include for each unread report of a ranking, which gives the order.

    Reports in conflict are left out: they have been read, so they take no place. None if too little
    was read by rank to know; the sigmoid of the decisions is then used, as it is for conflicts.
    """
    unread = set(library.unread())
    left = [one for one in order if one in unread]
    found = chances_by_place(reading_of(library), len(left))
    return None if found is None else dict(zip(left, found, strict=True))


def chances_by_place(reading: Reading, unread: int) -> list[float] | None:
    """The probability of an include at each place of an order of so many unread reports.

    It follows from the place and from what was read, whatever report has the place.
    """
    expected = expected_left(reading, reading.checks)
    if expected is None:
        return None
    found: list[float] = probabilities(
        expected, unread, reading.read / max(reading.total, 1)
    ).tolist()
    return found


def chances_without_order(library: Library, reading: Reading) -> Sequence[float | None] | None:
    """The probabilities that any new order would give the unread reports, first to last.

    None if they depend on the order itself, because too little was read by rank, or if the model
    might give no probabilities.
    """
    unread, known = len(library.unread()), calibrated(labels_of(library).values())
    if known is False:
        return [None] * unread
    return chances_by_place(reading, unread) if known else None


def labels_of(library: Library) -> dict[RecordId, Label]:
    """What the model learns from: the decisions on reports that do not await screening."""
    unread = set(library.awaiting(Stage.SCREENING))
    return training_labels(
        {
            report: [one for ones in stages.values() for one in ones]
            for report, stages in library.decided.items()
            if report not in unread
        }
    )

"""Which of the waiting reports a list holds, in the order to be read."""

from collections.abc import Iterable, Mapping

from pipeline.ranking.checks import draw_random
from pipeline.records import RecordId


def reading_list(
    waiting: Iterable[RecordId],
    positions: Mapping[RecordId, int],
    *,
    top: int | None,
    share: float,
    seed: str,
) -> list[tuple[RecordId, bool]]:
    """The first `top` reports by rank (all where None), then random checks; True marks a check.

    Checks are drawn from what the list leaves out, as many as `share` (0 to 0.5) of the list.
    Reports without a position come last, in the order of their ids.
    """
    last = len(positions) + 1
    ordered = sorted(waiting, key=lambda report: (positions.get(report, last), report))
    first = ordered if top is None else ordered[:top]
    rest = ordered[len(first) :]
    wanted = round(share * len(first)) if rest else 0
    drawn = draw_random(rest, share=1.0, seed=seed)[:wanted]
    return [(report, False) for report in first] + [(report, True) for report in drawn]

"""Reads the strategies of the searches, and reports what cannot be read."""

from typing import TYPE_CHECKING

from flows.reporting.material import Material
from pipeline.errors import Fault, Refused, first_ten

if TYPE_CHECKING:
    from pipeline.strategy.numbered import Strategy

AS_WRITTEN = (
    "The appendix prints the strategy as it is written. ajour cannot try these lines on the "
    "records."
)
NOT_PRINTED = "The appendix with this strategy is left out."


def strategies(material: Material) -> "dict[str, Strategy]":
    """The strategies of the searches, by name; faults in their files are reported."""
    review = material.session.review
    found = {}
    for search in review.searches:
        if search.strategy is None and search.query is None:
            continue
        from flows.review.strategy_files import strategy_of  # slow: imports all notations

        strategy = strategy_of(review, search)
        if strategy is None:
            continue
        found[search.name] = strategy
        if search.strategy and strategy.wrong:
            told = _unread(search.strategy, strategy) if strategy.lines else strategy.wrong
            material.leave_out(told, AS_WRITTEN if strategy.lines else NOT_PRINTED)
    return found


def unread_strategies(material: Material) -> list[str]:
    """Every strategy that cannot be parsed completely, with all its faults, as open points."""
    apart = Material(session=material.session, library=material.library)
    strategies(apart)
    return list(apart.left_out.values())


def _unread(name: str, strategy: "Strategy") -> Refused:
    """The parts of a strategy that could not be parsed, and how to name its notation."""
    from pipeline.strategy.notation import NOTATIONS  # slow to import

    assert strategy.wrong is not None
    label = NOTATIONS[strategy.notation].label
    told = f"{name}: parts of the strategy cannot be read in the notation of {label}."
    faults = [str(fault) for fault in strategy.wrong.faults]
    return Refused(told, [Fault("", sentence) for sentence in first_ten(faults)])

"""Lines of a review's strategies tried on its own records."""

import re
from pathlib import Path

from flows.review.find_review import folder_of
from flows.review.session import at_work
from pipeline.errors import Fault, Refused
from pipeline.files import bytes_of
from pipeline.review.settings import Review
from pipeline.strategy.numbered import Strategy, read_strategy
from screening_rules.search import Tried, search, try_lines


def try_on_store(
    line: str, folder: Path | None, *, name: str | None = None, file: Path | None = None
) -> list[Tried]:
    """The line, or the numbered lines, tried on every record in the store.

    Raises `Refused` where the line can not be read, or names no line of the strategy.
    """
    with at_work(folder_of(folder)) as session:
        records = list(session.library().records.values())
        path = file or _strategy_file(session.review, name)
    strategy = _read(path) if path else Strategy(lines=())
    numbers = _numbers(line, strategy)
    if numbers is None:
        trees = {each.number: each.tree for each in strategy.lines}
        found = search(records, line, strategy=trees)
        return [Tried(number=0, query=line, hits=None, records=tuple(found))]
    known = {one.number for one in strategy.lines}
    faults = [
        Fault(str(number), "there is no such line") for number in numbers if number not in known
    ]
    if faults:
        where = path.name if path else "no strategy is attached to a search of this review"
        raise Refused(f"{where}: not carried out.", faults)
    return try_lines(records, strategy.lines, numbers)


def _numbers(line: str, strategy: Strategy) -> list[int] | None:
    """The numbers that a line consists of; None where it is a query."""
    if line.strip().lower() == "all":
        return [each.number for each in strategy.lines]
    if not re.fullmatch(r"\s*\d{1,3}(\s*[-,]\s*\d{1,3})*\s*", line):
        return None
    numbers: list[int] = []
    for part in line.split(","):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def _strategy_file(review: Review, name: str | None) -> Path | None:
    """The strategy of the named search, or of the first that has one."""
    known = [each.name for each in review.searches]
    if name is not None and name not in known:
        fault = Fault("--search", f"found {name!r}, expected one of {', '.join(known)}")
        raise Refused("There is no such search.", [fault])
    for one in review.searches:
        if one.strategy and name in (None, one.name):
            return review.folder / one.strategy
    return None


def _read(path: Path) -> Strategy:
    try:
        return read_strategy(bytes_of(path).decode("utf-8-sig"), name=path.name)
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{path.name}: there is no such file, or it is not UTF-8.") from None

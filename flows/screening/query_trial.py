"""Tries, translates and checks lines of search strategies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.review.find_review import folder_of
from flows.review.query_translations import waits
from flows.review.settings_file import read_review
from flows.review.steps import step
from flows.review.strategy_files import strategy_in, strategy_of
from pipeline.errors import Fault, Refused, first_ten
from pipeline.records import Record, RecordId
from pipeline.review.settings import Review, SearchPlan
from pipeline.strategy.notation import NOTATIONS, OVID, notation_named, parse
from pipeline.strategy.numbered import Strategy
from pipeline.strategy.recognition import recognised
from pipeline.strategy.translation import translated
from pipeline.text.likeness import did_you_mean

# These modules are slow to import, so they are imported only when lines are run.
if TYPE_CHECKING:
    from screening_rules.known_studies import Missed
    from screening_rules.search import Tried


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuestion:
    """The lines to try: a query, line numbers or "all", with the strategy and its notation."""

    line: str
    name: str | None = None
    file: Path | None = None
    notation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedLine:
    """A translated line; `fault` says why there is none, `lost` what could not be translated."""

    number: int
    query: str
    text: str = ""
    lost: tuple[str, ...] = ()
    fault: str = ""


def try_on_store(asked: SearchQuestion, folder: Path | None) -> "list[Tried]":
    """Try the line, or the numbered lines, on every record in the store.

    Raises Refused if the line cannot be parsed, or if the strategy has no line of that number.
    """
    from flows.review.session import at_work

    with at_work(folder_of(folder)) as session:
        records = list(session.library().records.values())
        strategy = _strategy(asked, session.review)
    step(f"look through {len(records):,} records")
    return _tried(asked, strategy, records)


def turned(asked: SearchQuestion, to: str, folder: Path | None) -> list[TurnedLine]:
    """Translate the line, or the numbered lines, to another notation, as a proposal.

    Raises Refused if the line cannot be parsed, or if the notation is unknown.
    """
    target = NOTATIONS[_known(to)]
    review = read_review(folder_of(folder)) if asked.file is None else None
    strategy = _strategy(asked, review)
    numbers = _numbers(asked.line, strategy)
    source = NOTATIONS[_notation(asked, strategy, numbers)]
    if numbers is None:
        found = translated(parse(asked.line, source.name), source, target)
        return [TurnedLine(number=0, query=asked.line, text=found.text, lost=found.lost)]
    _refuse_unknown(numbers, strategy, asked)
    lines = []
    for number in numbers:
        line = strategy.line(number)
        if line.tree is None:
            told = "; ".join(str(fault) for fault in line.faults)
            lines.append(TurnedLine(number=number, query=line.query, fault=told))
            continue
        found = translated(line.tree, source, target)
        lines.append(TurnedLine(number=number, query=line.query, text=found.text, lost=found.lost))
    return lines


def missed_studies(
    asked: SearchQuestion, folder: Path | None, known: Path | None
) -> "tuple[Sequence[Record], list[Missed], list[str]]":
    """The known studies, those that a line does not find, and the limits that were left out.

    Known studies are the records in the file `known`, or else the review's included reports.
    """
    from screening_rules.known_studies import missed

    if known is None:
        from flows.review.session import at_work

        with at_work(folder_of(folder)) as session:
            library = session.library()
            records = [library.reports[one] for one in library.included]
            strategy = _strategy(asked, session.review)
    else:
        records = _records(known)
        review = read_review(folder_of(folder)) if asked.file is None else None
        strategy = _strategy(asked, review)
    if not records:
        raise Refused(
            "There are no known studies to look for: the review has included none, and "
            "no file was given with --known."
        )
    numbers = _numbers(asked.line, strategy)
    if not strategy.lines:
        raise Refused(
            "No strategy was found to test with known studies. Name a file with --strategy, or a "
            "search with --search."
        )
    number = strategy.lines[-1].number if not numbers or len(numbers) > 1 else numbers[0]
    _refuse_unknown([number], strategy, asked)
    found, limits = missed(records, strategy, number)
    return records, found, limits


def _records(path: Path) -> list[Record]:
    """The records of an export, with their positions as ids."""
    from pipeline.readers.read_file import reading

    with reading(path) as export:
        return [
            replace(record, id=RecordId(f"known-{place}"))
            for place, record in enumerate(export.records(), start=1)
        ]


def _tried(asked: SearchQuestion, strategy: Strategy, records: list[Record]) -> "list[Tried]":
    from screening_rules.search import Tried, search, try_lines

    numbers = _numbers(asked.line, strategy)
    notation = _notation(asked, strategy, numbers)
    if numbers is None:
        found = search(records, asked.line, strategy=strategy.trees, notation=notation)
        return [Tried(number=0, query=asked.line, hits=None, records=tuple(found))]
    _refuse_unknown(numbers, strategy, asked)
    return try_lines(records, strategy.lines, numbers, notation=notation)


def _refuse_unknown(numbers: Sequence[int], strategy: Strategy, asked: SearchQuestion) -> None:
    known = {one.number for one in strategy.lines}
    faults = [
        Fault(f"line {number}", "there is no such line")
        for number in numbers
        if number not in known
    ]
    if faults:
        where = asked.file.name if asked.file else "the strategy"
        if not strategy.lines:
            raise Refused("No search of this review has a strategy. Nothing was tried.", faults)
        raise Refused(f"{where}: nothing was tried on the records.", faults)


def _notation(asked: SearchQuestion, strategy: Strategy, numbers: list[int] | None) -> str:
    """The notation named, else that of the strategy, else the one recognised in the line."""
    if asked.notation:
        return _known(asked.notation)
    if numbers is not None or strategy.lines:
        return strategy.notation
    return recognised([asked.line], [OVID.name])


def _known(name: str) -> str:
    found = notation_named(name)
    if found is None:
        raise Refused(f"{name!r} is not a notation of searches; {did_you_mean(name, NOTATIONS)}")
    return found.name


def _numbers(line: str, strategy: Strategy) -> list[int] | None:
    """The line numbers in a text; None if the text is a query."""
    if line.strip().lower() == "all":
        return list(dict.fromkeys(each.number for each in strategy.lines))
    if not re.fullmatch(r"\s*\d{1,3}(\s*[-,]\s*\d{1,3})*\s*", line):
        return None
    numbers: list[int] = []
    for part in line.split(","):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def _strategy(asked: SearchQuestion, review: Review | None) -> Strategy:
    """The strategy in the file, of the named search, or of the first search that has one."""
    if asked.file is not None:
        notation = _known(asked.notation) if asked.notation else None
        return _whole(strategy_in(asked.file, asked.file.name, notation=notation), asked.file)
    assert review is not None
    known = [each.name for each in review.searches]
    if asked.name is not None and asked.name not in known:
        fault = Fault("--search", f"found {asked.name!r}; {did_you_mean(asked.name, known)}")
        raise Refused("There is no such search.", [fault])
    for one in review.searches:
        if asked.name in (None, one.name) and (found := _of_search(review, one)):
            return _whole(found, None)
    return Strategy()


def _of_search(review: Review, search: SearchPlan) -> Strategy | None:
    """The strategy of a search, even if its query is still to be translated from the strategy."""
    if waits(search) and search.strategy:
        return strategy_in(
            review.folder / search.strategy, search.strategy, notation=search.notation
        )
    return strategy_of(review, search)


def _whole(strategy: Strategy, file: Path | None) -> Strategy:
    """The strategy if it has lines; Refused with its faults if it has none."""
    if strategy.lines or strategy.wrong is None:
        return strategy
    if file is not None and not file.exists():
        raise Refused(f"{file.name}: there is no such file, or the file is not UTF-8.")
    faults = [Fault("", sentence) for sentence in first_ten(list(map(str, strategy.wrong.faults)))]
    raise Refused(strategy.wrong.sentence, faults)

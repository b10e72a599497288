"""What lines and searches earned, held against counting one by one on 200 random stores."""

from random import Random

import pytest

from pipeline.records import Record, RecordId
from pipeline.strategy.numbered import Strategy, printed_strategy
from pipeline.strategy.tree import AnyOf, LineReference, Query
from pipeline.strategy.yields import peers_of, yields
from screening_rules.search import try_lines
from tests.support.slow_matching import matches

WORDS = ["a", "b", "ab", "ba", "abb"]


def random_strategy(draw: Random) -> Strategy:
    """Some lines of words, an or-list of them, another, an or-list of both, and an and."""
    first, second = draw.randint(1, 4), draw.randint(1, 3)
    lines = [
        f"{draw.choice(WORDS)}{draw.choice(['', '*'])} {draw.choice(['or', 'and', 'adj2'])} "
        f"{draw.choice(WORDS)}"
        for _ in range(first + second)
    ]
    lines.append(f"or/1-{first}" if first > 1 else "1")
    lines.append(f"or/{first + 1}-{first + second}" if second > 1 else str(first + 1))
    one, two = first + second + 1, first + second + 2
    lines += [f"{one} or {two}", f"{one} and {two}", f"{one} not {two}"]
    text = "line,query\n" + "\n".join(f'{n},"{line}"' for n, line in enumerate(lines, 1))
    return printed_strategy(text, notation="ovid")


def found_by(number: int, strategy: Strategy, words: list[str]) -> bool:
    """Whether a line finds words, by the slow reading."""
    trees = strategy.trees

    def holds(query: Query) -> bool:
        match query:
            case LineReference(line):
                return holds(trees[line])
            case _ if all(isinstance(part, LineReference) for part in getattr(query, "parts", ())):
                each = [holds(part) for part in getattr(query, "parts", ())]
                if each:
                    return any(each) if isinstance(query, AnyOf) else all(each)
        left, right = getattr(query, "left", None), getattr(query, "right", None)
        if isinstance(left, LineReference) and isinstance(right, LineReference):
            return holds(left) and not holds(right)
        return matches(query, words) is not None

    return holds(trees[number])


def joined_with(number: int, trees: dict[int, Query]) -> set[int]:
    """The lines that stand beside a line in an or-list, with lists of lists opened."""

    def opened(line: int) -> list[int]:
        tree = trees[line]
        if isinstance(tree, AnyOf) and all(isinstance(one, LineReference) for one in tree.parts):
            return [leaf for one in tree.parts for leaf in opened(one.number)]  # type: ignore[union-attr]
        return [line]

    others: set[int] = set()
    for tree in trees.values():
        if isinstance(tree, AnyOf) and all(isinstance(one, LineReference) for one in tree.parts):
            direct = [one.number for one in tree.parts]  # type: ignore[union-attr]
            leaves = [leaf for one in direct for leaf in opened(one)]
            for listed in (direct, leaves):
                if number in listed:
                    others.update(listed)
    return others - {number}


@pytest.mark.parametrize("seed", range(200))
def test_yields_equal_counting_one_by_one(seed: int) -> None:
    draw = Random(seed)
    strategy = random_strategy(draw)
    texts = {
        RecordId(f"r{n}"): [draw.choice(WORDS) for _ in range(draw.randint(1, 5))]
        for n in range(draw.randint(1, 25))
    }
    report_of = {record: f"report {draw.randint(0, 12)}" for record in texts}
    wanted = {report for report in report_of.values() if draw.random() < 0.3}
    included = {record: report for record, report in report_of.items() if report in wanted}

    records = [Record(id=record, title=" ".join(words)) for record, words in texts.items()]
    numbers = [line.number for line in strategy.lines]
    tried = try_lines(records, strategy.lines, numbers)
    found = {line.number: frozenset(line.records) for line in tried if not line.fault}
    made = yields(found, peers_of(strategy.trees), included)

    assert made.keys() == set(numbers)
    for number in numbers:
        mine = [one for one, words in texts.items() if found_by(number, strategy, words)]
        others = joined_with(number, strategy.trees)
        alone = [
            one
            for one in mine
            if not any(found_by(other, strategy, texts[one]) for other in others)
        ]
        reports = {included[one] for one in mine if one in included}
        elsewhere = {
            included[one]
            for one, words in texts.items()
            if one in included and any(found_by(other, strategy, words) for other in others)
        }
        earned = made[number]
        assert earned.found == len(mine)
        assert earned.alone == (len(alone) if others else None)
        assert earned.includes == len(reports)
        assert earned.includes_alone == (len(reports - elsewhere) if others else None)
        assert earned.per_include == (len(mine) / len(reports) if reports else None)


def test_a_line_that_can_not_be_tried_leaves_nothing_to_compare_with() -> None:
    peers = {1: frozenset([2])}
    assert yields({1: frozenset("ab")}, peers, {})[1].alone is None

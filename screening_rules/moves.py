"""The moves of an abstract: which sentence states its background, aim, methods or results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from tomllib import loads

from pipeline.strategy.notation import parse
from pipeline.strategy.tree import Query
from screening_rules.statement_matches import Look, Needs, able, codes, compiled, needs_of
from screening_rules.texts import FIELDS, Text, WordRun, by_word
from screening_rules.vocabulary import SeenTests, WordTests

WHOLE, AIM, BACKGROUND = (FIELDS.index(name) for name in ("abstract", "aim", "background"))
LOOK = codes(["abstract"])


@dataclass(frozen=True, slots=True)
class _Move:
    """A section, the lines that assign a sentence to it, and those that prevent that."""

    section: int
    lines: Needs
    unless: Needs


@cache
def _trees() -> tuple[tuple[int, tuple[Query, ...], tuple[Query, ...]], ...]:
    values = loads((files("screening_rules") / "moves.toml").read_text(encoding="utf-8"))
    return tuple(
        (
            FIELDS.index(move["section"]),
            tuple(map(parse, move["lines"])),
            tuple(map(parse, move.get("unless", ()))),
        )
        for move in values["move"]
    )


class Moves:
    """The moves, ready to be searched for in many texts.

    Of the moves at the end of the list, only those are searched for that affect one of the `looks`:
    a sentence without a move is searched wherever a section is.
    """

    def __init__(self, tests: WordTests, looks: Collection[Look]) -> None:
        asked = [one for one in looks if WHOLE in one]
        trees = _trees()
        while (
            trees
            and all(trees[-1][0] in one for one in asked)
            and not (trees[-1][0] == AIM and any(BACKGROUND not in one for one in asked))
        ):
            trees = trees[:-1]
        self._moves = tuple(
            _Move(section, _ready(lines, tests), _ready(unless, tests))
            for section, lines, unless in trees
        )

    def told(self, text: Text, seen: SeenTests) -> Text:
        """The text with a section for each sentence of its abstract that has no label.

        In a labelled background the aim is searched for, since many labels cover both.
        """
        fields = {run.field for run in text.runs}
        if not self._moves or fields.isdisjoint((WHOLE, BACKGROUND)):
            return text
        sections: dict[int, int] = {}
        for move in self._moves:
            found = self._sentences(move.lines, text, seen)
            new = found - sections.keys()
            if new and move.unless:
                new -= self._sentences(move.unless, text, seen)
            sections |= dict.fromkeys(new, move.section)
        if not sections:
            return text
        runs = [_told(run, sections.get(run.sentence, run.field)) for run in text.runs]
        return replace(text, runs=runs, fields=by_word((run.field, run) for run in runs))

    @staticmethod
    def _sentences(needs: Needs, text: Text, seen: SeenTests) -> set[int]:
        sentences = text.sentences
        return {
            sentences[first]
            for find in able(needs, seen, LOOK)
            for first, last in find(text, seen, LOOK) or ()
            if sentences[first] == sentences[last]
        }


def _told(run: WordRun, section: int) -> WordRun:
    if run.field == WHOLE or (run.field == BACKGROUND and section == AIM):
        return WordRun(run.first, run.after, run.sentence, section)
    return run


def _ready(trees: Sequence[Query], tests: WordTests) -> Needs:
    return needs_of(compiled(tree, tests) for tree in trees)

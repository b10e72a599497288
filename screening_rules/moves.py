"""The moves of an abstract: which sentence tells its background, aim, methods or results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import groupby
from tomllib import loads

from pipeline.strategy.notation import parse
from pipeline.strategy.tree import Query
from screening_rules.statement_matches import Compiled, Look, codes, compiled
from screening_rules.texts import FIELDS, Text
from screening_rules.vocabulary import Seen, WordTests

WHOLE, AIM, BACKGROUND = (FIELDS.index(name) for name in ("abstract", "aim", "background"))
LOOK = codes(["abstract"])


@dataclass(frozen=True, slots=True)
class _Move:
    """A section, the lines that give it a sentence, and those that keep it from doing so."""

    section: int
    lines: tuple[Compiled, ...]
    unless: tuple[Compiled, ...]


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
    """The moves, ready to be looked for in many texts.

    Of the moves at the end of the list only those are looked for that make a difference to one of
    the `looks`: a sentence that no move tells is looked at wherever a section is.
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

    def told(self, text: Text, seen: Seen) -> Text:
        """The text with a section for each sentence of its abstract that no label gives one.

        In a labelled background the aim is looked for, since many labels stand for both.
        """
        fields = text.fields
        if not self._moves:
            return text
        if WHOLE not in fields and BACKGROUND not in fields:
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
        told: list[int] = []
        for (field, sentence), words in groupby(zip(fields, text.sentences, strict=True)):
            section = sections.get(sentence, field)
            if field == WHOLE or (field == BACKGROUND and section == AIM):
                field = section
            told += [field] * len(list(words))
        return replace(text, fields=told)

    @staticmethod
    def _sentences(lines: Sequence[Compiled], text: Text, seen: Seen) -> set[int]:
        nothing, sentences = seen.keys().isdisjoint, text.sentences
        return {
            sentences[first]
            for ready in lines
            if ready.needs is None or not nothing(ready.needs)
            for first, last in ready.find(text, seen, LOOK) or ()
            if sentences[first] == sentences[last]
        }


def _ready(trees: Sequence[Query], tests: WordTests) -> tuple[Compiled, ...]:
    return tuple(compiled(tree, tests) for tree in trees)

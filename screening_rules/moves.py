"""The moves of an abstract: which sentence states its background, aim, methods or results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from tomli import loads

from pipeline.strategy.notation import parse
from pipeline.strategy.tree import Query
from screening_rules.field_codes import Look, codes
from screening_rules.matches import Keys, firsts, lasts
from screening_rules.statement_matches import Needs, compiled, found_by_any, needs_of
from screening_rules.text_batch import TextBatch
from screening_rules.texts import FIELDS
from screening_rules.vocabulary import WordTests

WHOLE, AIM, BACKGROUND = (FIELDS.index(name) for name in ("abstract", "aim", "background"))
LOOK = codes(["abstract"])
NO_SECTION = -1


@dataclass(frozen=True, slots=True)
class _Move:
    """A section, the lines that assign a sentence to it, and the lines that prevent this."""

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

    def told(self, batch: TextBatch) -> TextBatch:
        """The texts, with a section for each sentence of an abstract without labels.

        In a section labelled as background, the aim is searched for too, since many labels cover
        both.
        """
        fields = batch.fields
        if not self._moves or not ((fields == WHOLE) | (fields == BACKGROUND)).any():
            return batch
        sections = np.full(batch.sentences[-1] + 1, NO_SECTION)
        for move in self._moves:
            new = self._sentences(move.lines, batch)
            new = new[sections[new] == NO_SECTION]
            if new.size and move.unless:
                new = np.setdiff1d(new, self._sentences(move.unless, batch))
            sections[new] = move.section
        told = sections[batch.sentences]
        changed = (told != NO_SECTION) & (fields == WHOLE)
        changed |= (told == AIM) & (fields == BACKGROUND)
        return batch.told(np.where(changed, told, fields))

    @staticmethod
    def _sentences(needs: Needs, batch: TextBatch) -> Keys:
        keys = found_by_any(needs, batch, LOOK).keys
        first, last = batch.sentences[firsts(keys)], batch.sentences[lasts(keys)]
        whole: Keys = first[first == last]
        return whole


def _ready(trees: Sequence[Query], tests: WordTests) -> Needs:
    return needs_of(compiled(tree, tests) for tree in trees)

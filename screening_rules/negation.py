"""Whether a mention is negated: "none of them teleworked", "telework was not possible".

The kinds of words are those of ConText (Harkema and others 2009): cues before and after a mention,
words that only look like cues, and words that end a cue's reach.
"""

from functools import cache
from importlib.resources import files

import numpy as np
from tomli import loads

from pipeline.strategy.notation import parse
from pipeline.strategy.tree import Query
from screening_rules.criteria import Negation, Statement
from screening_rules.field_codes import codes
from screening_rules.matches import HALF, LOWER, Keys, firsts, lasts
from screening_rules.statement_matches import Needs, compiled, found_by_any, needs_of
from screening_rules.text_batch import Marks, TextBatch
from screening_rules.texts import FIELDS
from screening_rules.vocabulary import WordTests

FAR = 10
"""Most words before a mention, 1 upwards, at which a cue of `before` counts: "nobody in the firm
was allowed to"."""

BEHIND = 3
"""Most words between a mention and a cue of `after`, 0 upwards."""

ASIDE = 12
"""Most words between two commas, 1 upwards, that a cue reaches across: "could not, for reasons of
safety, work from home"."""

ACROSS = 5
"""Most words of a match, 2 upwards, within which a cue negates it: "work never from home"."""

EVERYWHERE = codes(FIELDS)


@cache
def program_words() -> dict[str, tuple[str, ...]]:
    """The lists of negation.toml that a criteria file cannot change."""
    values = loads((files("screening_rules") / "negation.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in values.items() if type(words) is list}


@cache
def _program_trees(name: str) -> tuple[Query, ...]:
    """The lines of such a list, parsed once."""
    return tuple(map(parse, program_words()[name]))


class Negations:
    """The cues of some criteria, ready to be searched for."""

    def __init__(self, negation: Negation, tests: WordTests) -> None:
        own = program_words()
        self.reach = negation.reach
        self.cues = tests.number(negation.cues)
        self.near = tests.number(own["near"])
        self.turned = tests.number([*negation.turned, *own["findings"]])
        self.joint = tests.number(own["joint"])
        self.ends = tests.number(own["ends"])
        self.before = _ready(negation.before, "before", tests)
        self.after = _ready(negation.after, "after", tests)
        self.pseudo = _ready(None, "pseudo", tests)

    def of(self, batch: TextBatch) -> "NegationsOfTexts":
        """What the cues negate in some texts."""
        return NegationsOfTexts(self, batch)


def _ready(given: tuple[Statement, ...] | None, own: str, tests: WordTests) -> Needs:
    trees = _program_trees(own) if given is None else [one.tree for one in given]
    return needs_of(compiled(tree, tests) for tree in trees)


class NegationsOfTexts:
    """The places of the cues in some texts, found once, and what they negate."""

    def __init__(self, words: Negations, batch: TextBatch) -> None:
        def places(number: int) -> frozenset[int]:
            return frozenset(batch.places(number).tolist())

        self._batch, self._reach = batch, words.reach
        self._stretches: list[int] = batch.stretches.tolist()
        pseudo = {
            place
            for first, last in _places(words.pseudo, batch)
            for place in range(first, last + 1)
        }
        self._cues = places(words.cues) - pseudo
        self._near = places(words.near) - pseudo
        self._turned = places(words.turned)
        self._joint = places(words.joint)
        self._ends = places(words.ends)
        self._far = frozenset(last for _, last in _places(words.before, batch))
        self._within = self._cues | self._far
        self._after = frozenset(first for first, _ in _places(words.after, batch))
        self._known: dict[int, bool] = {}
        self._all_before = np.array(sorted({*self._cues, *self._near, *self._far}), np.int64)
        self._all_after = np.array(sorted(self._after), np.int64)

    def taken_back(self, keys: Keys) -> Marks:
        """Which mentions are negated; two negations cancel each other out."""
        negated = np.zeros(len(keys), dtype=np.bool_)
        # Most mentions have no cue anywhere near them, and need no closer look.
        for at in self._near_cues(keys).nonzero()[0].tolist():
            key = int(keys[at])
            if key not in self._known:
                first, last = key >> HALF, key & LOWER
                self._known[key] = self._before(first, last) != self._behind(last)
            negated[at] = self._known[key]
        return negated

    def _near_cues(self, keys: Keys) -> Marks:
        """Which mentions have a cue in their stretch, either shortly before or soon after them."""
        first, last = firsts(keys), lasts(keys)
        stretches = self._batch.stretches
        near = np.zeros(len(keys), dtype=np.bool_)
        if self._all_before.size:
            at = self._all_before.searchsorted(last, "right") - 1
            cue = self._all_before[at]
            near |= (at >= 0) & (cue >= first - FAR - ASIDE) & (stretches[cue] == stretches[last])
        if self._all_after.size:
            after = self._all_after.searchsorted(last, "right")
            near |= self._all_after.take(after, mode="clip") - last <= 1 + BEHIND
        return near

    def _before(self, first: int, last: int) -> bool:
        if last - first < ACROSS and not self._within.isdisjoint(range(first + 1, last)):
            return True
        if (
            first in self._far
        ):  # "from" of "prevented from" may be that of "from working at home" too
            return True
        place, steps = first - 1, 1
        while place >= 0 and steps <= FAR and self._together(place, first):
            if (after := self._batch.comma_behind(place)) and (
                place := self._before_aside(place)
            ) < 0:
                return False
            if after and not self._together(place, first):
                return False
            if place in self._far:
                return not self._is_of_a_finding(place, last)
            if place in self._ends or place in self._turned:
                return False
            if self._is_cue(place, steps):
                return not self._is_of_a_finding(place, last)
            place, steps = place - 1, steps + 1
        return False

    def _is_cue(self, place: int, steps: int) -> bool:
        return steps <= (1 if place in self._near else self._reach) and (
            place in self._near or place in self._cues
        )

    def _is_of_a_finding(self, cue: int, last: int) -> bool:
        """Whether a cue denies only a finding that follows the mention.

        For example "no telework effect", "neither telework nor age changed".
        """
        furthest = FAR if cue in self._joint else 2
        for place in range(last + 1, min(last + 1 + furthest, len(self._stretches))):
            if not self._together(place, last) or place in self._ends:
                return False
            if cue not in self._joint and self._batch.comma_behind(place - 1):
                return False
            if place in self._turned:
                return True
        return False

    def _behind(self, last: int) -> bool:
        behind = range(last + 1, min(last + 2 + BEHIND, len(self._stretches)))
        if self._after.isdisjoint(behind):
            return False
        for place in behind:
            if not self._together(place, last):
                return False
            if place in self._after:
                return True
            if place in self._ends or place in self._turned:
                return False
        return False

    def _together(self, place: int, other: int) -> bool:
        return self._stretches[place] == self._stretches[other]

    def _before_aside(self, place: int) -> int:
        """The last word before a phrase between two commas; -1 if a single comma ends a clause."""
        for other in range(place - 1, max(-1, place - 1 - ASIDE), -1):
            if not self._together(other, place):
                return -1
            if self._batch.comma_behind(other):
                return other
        return -1


def _places(needs: Needs, batch: TextBatch) -> list[tuple[int, int]]:
    keys = found_by_any(needs, batch, EVERYWHERE).keys
    return list(zip(firsts(keys).tolist(), lasts(keys).tolist(), strict=True))

"""Whether a mention is negated: "none of them teleworked", "telework was not possible".

The kinds of words are those of ConText (Harkema and others 2009): cues before and after a mention,
words that only look like cues, and words that end a cue's reach.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from tomllib import loads

from pipeline.strategy.notation import parse
from screening_rules.criteria import Negation, Statement
from screening_rules.statement_matches import Needs, able, codes, compiled, needs_of
from screening_rules.texts import FIELDS, Text
from screening_rules.vocabulary import SeenTests, WordTests

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
        self.before = _ready(negation.before, own["before"], tests)
        self.after = _ready(negation.after, own["after"], tests)
        self.pseudo = _ready(None, own["pseudo"], tests)

    def of(self, text: Text, seen: SeenTests) -> "NegationsOfText":
        """What the cues negate in one text."""
        return NegationsOfText(self, text, seen)


def _ready(given: tuple[Statement, ...] | None, own: Sequence[str], tests: WordTests) -> Needs:
    trees = [parse(line) for line in own] if given is None else [one.tree for one in given]
    return needs_of(compiled(tree, tests) for tree in trees)


class NegationsOfText:
    """The places of the cues in one text, found once, and what they negate."""

    def __init__(self, words: Negations, text: Text, seen: SeenTests) -> None:
        self._text, self._reach = text, words.reach
        pseudo = {
            place
            for first, last in _places(words.pseudo, text, seen)
            for place in range(first, last + 1)
        }
        self._cues = frozenset(seen.places(words.cues)) - pseudo
        self._near = frozenset(seen.places(words.near)) - pseudo
        self._turned = frozenset(seen.places(words.turned))
        self._joint = frozenset(seen.places(words.joint))
        self._ends = frozenset(seen.places(words.ends))
        self._far = {last: first for first, last in _places(words.before, text, seen)}
        self._within = self._cues | self._far.keys()
        self._after = {first for first, _ in _places(words.after, text, seen)}
        self._known: dict[tuple[int, int], bool] = {}
        self._all_before = sorted(self._cues | self._near | self._far.keys())

    def taken_back(self, first: int, last: int) -> bool:
        """Whether the mention of these words is negated; two negations cancel each other."""
        known = self._known.get((first, last))
        if known is None:
            # Most mentions have no cue anywhere near them, and need no closer look.
            at = bisect_right(self._all_before, last)
            near = at > 0 and self._all_before[at - 1] >= first - FAR - ASIDE
            known = (near and self._before(first, last)) != (
                bool(self._after) and self._behind(last)
            )
            self._known[first, last] = known
        return known

    def _before(self, first: int, last: int) -> bool:
        if last - first < ACROSS and not self._within.isdisjoint(range(first + 1, last)):
            return True
        if (
            first in self._far
        ):  # "from" of "prevented from" may be that of "from working at home" too
            return True
        place, steps = first - 1, 1
        while place >= 0 and steps <= FAR and self._together(place, first):
            if (after := self._comma_behind(place)) and (place := self._before_aside(place)) < 0:
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
        """Whether only a finding after the mention is denied.

        For example "no telework effect", "neither telework nor age changed".
        """
        furthest = FAR if cue in self._joint else 2
        for place in range(last + 1, min(last + 1 + furthest, len(self._text.segments))):
            if not self._together(place, last) or place in self._ends:
                return False
            if cue not in self._joint and self._comma_behind(place - 1):
                return False
            if place in self._turned:
                return True
        return False

    def _behind(self, last: int) -> bool:
        behind = range(last + 1, min(last + 2 + BEHIND, len(self._text.segments)))
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
        text = self._text
        return (text.segments[place], text.sentences[place]) == (
            text.segments[other],
            text.sentences[other],
        )

    def _comma_behind(self, place: int) -> bool:
        """Whether there is a comma between a word and the next."""
        text = self._text
        return "," in text.content[text.ends[place] : text.starts[place + 1]]

    def _before_aside(self, place: int) -> int:
        """The last word before a phrase between two commas; -1 if a single comma ends a clause."""
        for other in range(place - 1, max(-1, place - 1 - ASIDE), -1):
            if not self._together(other, place):
                return -1
            if self._comma_behind(other):
                return other
        return -1


def _places(needs: Needs, text: Text, seen: SeenTests) -> list[tuple[int, int]]:
    return [
        place
        for find in able(needs, seen, EVERYWHERE)
        for place in find(text, seen, EVERYWHERE) or ()
    ]

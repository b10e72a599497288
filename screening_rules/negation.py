"""Whether a mention is taken back by the words before it."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from screening_rules.criteria import Negation
from screening_rules.texts import Text
from screening_rules.vocabulary import word_pattern


def default_negation() -> Negation:
    """Cues from everyday English and Norwegian, for criteria that give none of their own."""
    text = (files("screening_rules") / "negation.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    return Negation(
        cues=tuple(values["cues"]), turned=tuple(values["turned"]), reach=values["reach"]
    )


def negated(text: Text, first: int, negation: Negation) -> bool:
    """Whether a cue in the same sentence, within reach before a word, takes it back."""
    is_cue, is_turned = _test(negation.cues), _test(negation.turned)
    for place in range(first - 1, max(-1, first - 1 - negation.reach), -1):
        same = text.segments[place] == text.segments[first]
        if not same or text.sentences[place] != text.sentences[first]:
            return False
        if is_turned(text.words[place]):
            return False
        if is_cue(text.words[place]):
            return True
    return False


@cache
def _test(tests: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a word is one of these; each word is looked up in the patterns only once."""
    patterns = [word_pattern(test) for test in tests]

    @cache
    def fulfils(word: str) -> bool:
        return any(one.fullmatch(word) for one in patterns)

    return fulfils

"""Reads a text sentence by sentence; each must be of a known kind and have a true fact."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.support.true_sentences.findings import Finding, kind
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import NUMBER

UNKNOWN = kind("text: unknown sentence", "every sentence of the text is of a known kind")
DAYS = {"en": r"\d+ \w+ \d{4}", "nb": r"\d+\. \w+ \d{4}"}
WORDS = {
    "en": {
        "record": "records?",
        "report": "(?:reports?|articles?)",
        "reports": "(?:records|reports|articles)",
        "study": "(?:study|studies)",
        "person": "(?:person|people)",
        "each": r"(?:; each \w+ was assessed by (?:one|two or more) of them)?",
        "was": "(?:was|were)",
    },
    "nb": {
        "record": "referanser?",
        "report": "(?:publikasjon(?:er)?|artik(?:kel|ler))",
        "reports": "(?:referansene|publikasjonene|artiklene)",
        "study": "studier?",
        "person": "(?:person|personer)",
        "each": r"(?:; hver \w+ ble vurdert av (?:én|to eller flere) av dem)?",
    },
}
"""The words for a placeholder in braces: singular and plural, and a review's word for report."""
STOP = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÅÆØÉ0-9\[])")
"""The end of an unknown sentence."""

Fact = Callable[[Mapping[str, str], World], str]
"""Returns the truth if a sentence with these parts is false; "" if it is true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A kind of sentence: its pattern in each language, and the fact that makes it true."""

    kind: str
    en: re.Pattern[str]
    nb: re.Pattern[str]
    fact: Fact


def sentence(name: str, en: str, nb: str, fact: Fact) -> Sentence:
    """A kind of sentence, by patterns of the whole sentence including its full stop."""
    return Sentence(
        kind=kind(f"text: {name}", f"{name}: true where it stands"),
        en=_pattern(en, "en"),
        nb=_pattern(nb, "nb"),
        fact=fact,
    )


def _pattern(words: str, language: str) -> re.Pattern[str]:
    for name, stands_for in WORDS[language].items():
        words = words.replace(f"{{{name}}}", stands_for)
    dated = words.replace("<day>", f"(?P<day>{DAYS[language]})").replace("<name>", r"(?P<name>\S+)")
    texts = re.sub(r"(?<!\?P)<(\w{2,})>", r"(?P<\1>.+?)", dated)
    whole = re.sub(r"(?<!\?P)<(\w)>", lambda found: f"(?P<{found[1]}>(?i:{NUMBER}))", texts)
    return re.compile(whole + r"(?=\s|$)")


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text, without its headings and the stamp below it."""
    for part in text.strip().split("\n\n"):
        if not part.startswith(("#", "ajour ")):
            yield " ".join(part.split())


def judged(
    text: str, language: str, sentences: tuple[Sentence, ...], world: World
) -> Iterator[Finding]:
    """The false sentences of a text, and those of no known kind."""
    for paragraph in paragraphs(text):
        rest = paragraph.replace("\\", "")
        while rest:
            told, found = _next(rest, language, sentences, world)
            yield from found
            rest = rest[len(told) :].lstrip()


def _next(
    rest: str, language: str, sentences: tuple[Sentence, ...], world: World
) -> tuple[str, list[Finding]]:
    """The first sentence of the remaining text, with what is wrong in it."""
    for one in sentences:
        pattern = one.en if language == "en" else one.nb
        if found := pattern.match(rest):
            groups = {name: text or "" for name, text in found.groupdict().items()}
            true = one.fact(groups | {"": found[0]}, world)
            wrong = [Finding(kind=one.kind, where=f"text.{language}.md", there=found[0], true=true)]
            return found[0], wrong if true else []
    told = STOP.split(rest, maxsplit=1)[0]
    true = "a kind of sentence that true_sentences/text_kinds.py has"
    return told, [Finding(kind=UNKNOWN, where=f"text.{language}.md", there=told, true=true)]

"""Words that readers stumbled over stay out of README, handbook, help, messages and catalogues."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.languages import CATALOGUES

ROOT = Path(__file__).resolve().parent.parent

PLAIN = {
    r"can not": "cannot",
    r"anew": "again",
    r"amiss": "wrong",
    r"(?:take|takes|taken|taking) in": "import",
    r"words? on (?:a )?pairs?": "decisions on possible duplicates",
    r"(?:bears?|bearing|borne)": "has",
    r"stands? (?:in|under|beside|for|by)": "is in, is under, means",
    r"lies? (?:in|under|beside|ready)": "is in",
    r"(?:is|are|was|were|be) told": "is reported; or say who does it",
    r"mend(?:s|ed|ing)?": "correct, repair",
    r"at hand": "available",
    r"in silence": "silently",
    r"that (?:is|are) none": "that is not one",
    r"by lot": "at random",
    r"parted by": "separated by",
    r"(?:a|an|of) \w+ of (?:its|their|his|her) own": "its own",
    r"holds? for (?:a|one) report": "is a duplicate of",
    r"holds? (?:nothing|no \w+)": "has no, contains no",
    r"stands? twice": "occurs twice",
    r"said (?:otherwise|anything)": "decided otherwise, has decided",
    r"looked at again": "checked again",
    r"(?:read|reads) (?:it )?otherwise": "reads it differently",
    r"today's readers": "this version",
    r"from now on": "now",
    r"it must be said": "name it",
    r"takes? it up": "continues it",
    r"left as it is": "left unchanged",
    r"not those that": "have changed since",
    r"another one than": "different from",
    r"ended by itself": "stopped unexpectedly",
    r"(?:is|are) of (?:this|another|no) review": "belongs to",
}
"""Words that may not come back, and what a reader expects instead."""

FOUND = re.compile("|".join(rf"\b(?:{word})\b" for word in PLAIN), re.IGNORECASE)


PAGES = [
    *(ROOT / name for name in ("README.md", "GLOSSARY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "adr").glob("*.md")),
    *sorted(ROOT.glob("examples/*/README.md")),
]


def _complaints(text: str) -> list[str]:
    return [
        text[max(0, found.start() - 40) : found.end() + 40].replace("\n", " ")
        for found in FOUND.finditer(text)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_has_a_word_that_readers_stumbled_over(page: Path) -> None:
    assert _complaints(page.read_text("utf-8")) == []


def test_the_english_catalogue_has_no_word_that_readers_stumbled_over() -> None:
    assert _complaints((CATALOGUES / "en.toml").read_text("utf-8")) == []


def _messages(tree: ast.AST) -> Iterator[str]:
    """The texts of a module that are no docstrings and have more than one word."""
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and " " in text.strip() and id(node) not in docstrings:
            yield text


@pytest.mark.parametrize("room", ["exports", "flows", "pipeline", "screening_rules"])
def test_no_message_has_a_word_that_readers_stumbled_over(room: str) -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), complaint)
        for path in sorted((ROOT / room).rglob("*.py"))
        for message in _messages(ast.parse(path.read_text("utf-8")))
        for complaint in _complaints(message)
    ]
    assert found == []


def test_the_list_finds_what_it_is_for() -> None:
    assert len(_complaints("It can not be taken in anew; it bears a mark of its own.")) == 5

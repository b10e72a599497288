"""A text parted at its headings, and the places in it that wait to be filled in."""

import re
from dataclasses import dataclass

from exports.language.catalogue import Language, Words

HEADING = re.compile(r"^#+\s+(.+)$")
GAP = re.compile(r"\[(?:to be filled in|fylles ut)(?::\s*([^\]]*))?\]")
"""A place that waits, and what is to be said there; each language of a catalogue has its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands under a heading: what is said, and what is still to be said.

    `gaps` are in the words of the text; "" where it only says that something is.
    """

    said: str
    gaps: tuple[str, ...]


def parted(text: str, heading: str) -> tuple[str, str]:
    r"""The chapter of that heading, and the rest of the text.

    >>> parted("## A\n\nOne.\n\n## B\n\nTwo.", "A")
    ('## A\n\nOne.\n\n', '## B\n\nTwo.')
    """
    chapters = re.split(r"(?m)^(?=## )", text)
    own = [one for one in chapters if one.partition("\n")[0].strip() == f"## {heading}"]
    return "".join(own), "".join(one for one in chapters if one not in own)


def sections(text: str, language: Language) -> dict[str, Section]:
    r"""The sections of a Markdown text by heading; what has no heading is left out.

    >>> sections("## A\n\nWords. [to be filled in: say why]\n\n### B", "en")["A"]
    Section(said='Words.', gaps=('say why',))
    """
    waits = re.escape(Words(language, "texts")["waits"])
    gap = re.compile(rf"\[{waits}(?::\s*([^\]]*))?\]")
    parts: dict[str, list[str]] = {}
    heading = ""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if found := HEADING.match(paragraph):
            heading = found[1].strip()
            parts.setdefault(heading, [])
        elif heading:
            parts[heading].append(paragraph)
    return {name: _section(those, gap) for name, those in parts.items()}


def _section(paragraphs: list[str], gap: re.Pattern[str]) -> Section:
    """What is said and what is not; a place in the middle of a sentence, such as a day, stays."""
    gaps = [found[1] or "" for one in paragraphs for found in gap.finditer(one)]
    left = [
        " ".join(gap.sub(lambda found: " " if found[1] else found[0], one).split())
        for one in paragraphs
    ]
    said = [one for one in left if gap.sub("", one).strip()]
    return Section(said="\n".join(said), gaps=tuple(dict.fromkeys(gaps)))

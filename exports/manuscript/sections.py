"""A text split at its headings, and its places still to be filled in."""

import re
from dataclasses import dataclass

from exports.language.catalogue import Language, Words

HEADING = re.compile(r"^#+\s+(.+)$")
GAP = re.compile(r"\[(?:to be filled in|fylles ut)(?::\s*([^\]]*))?\]")
"""A place to be filled in, and what to state there; worded in each catalogue language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The text under a heading, and what is still to be stated there.

    `gaps` are in the words of the text; "" if a gap does not say what is missing.
    """

    said: str
    gaps: tuple[str, ...]


def parted(text: str, heading: str) -> tuple[str, str]:
    r"""The chapter under that heading, and the rest of the text.

    >>> parted("## A\n\nOne.\n\n## B\n\nTwo.", "A")
    ('## A\n\nOne.\n\n', '## B\n\nTwo.')
    """
    chapters = re.split(r"(?m)^(?=## )", text)
    own = [one for one in chapters if one.partition("\n")[0].strip() == f"## {heading}"]
    return "".join(own), "".join(one for one in chapters if one not in own)


def sections(text: str, language: Language) -> dict[str, Section]:
    r"""The sections of a Markdown text by heading; text without a heading is left out.

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
    """The stated text and the gaps; a gap in the middle of a sentence, such as a day, stays."""
    gaps = [found[1] or "" for one in paragraphs for found in gap.finditer(one)]
    left = [
        " ".join(gap.sub(lambda found: " " if found[1] else found[0], one).split())
        for one in paragraphs
    ]
    said = [one for one in left if gap.sub("", one).strip()]
    return Section(said="\n".join(said), gaps=tuple(dict.fromkeys(gaps)))

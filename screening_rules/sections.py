"""The labels of structured abstracts, and which section each of them opens."""

import re

LABELS = {
    "background": "background introduction purpose aim aims objective objectives context rationale "
    "importance hypothesis originality bakgrunn formål mål",
    "methods": "method methods methodology design setting participants sample procedure "
    "procedures measures measurements analysis exposure exposures metode metoder",
    "results": "result results finding findings resultat resultater funn",
    "conclusions": "conclusion conclusions discussion implication implications limitation "
    "limitations significance interpretation value application konklusjon konklusjoner",
}
"""First words of labels, by the section that they open."""

SECTION_OF = {label: section for section, labels in LABELS.items() for label in labels.split()}

LABEL = re.compile(
    r"(?:^|[.!?;\]]\s+|\n\s*)(?P<label>"
    + "|".join(sorted({f"{word.capitalize()}|{word.upper()}" for word in SECTION_OF}))
    + r")(?P<rest>(?:[ ,/&]+(?:[A-Za-z]+)){0,5}?)\s*(?P<mark>:|\s[–—-]\s|[–—](?=\s))"
)
"""A label at the start of a sentence: a known word with a capital, up to five words after it, and
a colon or a dash. Run once an abstract, over its text and not over its words."""

BARE = re.compile(
    r"(?:^|[.!?]\s+)(?P<label>"
    + "|".join(sorted(word.capitalize() for word in SECTION_OF))
    + r")(?P<rest>)\s+(?=[A-Z])"
)
"""A label without any mark, as some publishers' abstracts have it: "Methods We asked ..."."""

LEAST = 2
"""Fewest labels, 1 upwards, at which an abstract counts as structured: one alone may be a
sentence that happens to begin so."""


def section_starts(abstract: str) -> list[tuple[int, str]]:
    """Where each section begins (the character of its label) and which it is, in order.

    >>> section_starts("METHODS: A survey. RESULTS: Less pain.")
    [(0, 'methods'), (19, 'results')]
    >>> section_starts("Purpose of this survey is to see how people work.")
    []
    """
    for pattern in (LABEL, BARE):
        found = [
            (label.start("label"), SECTION_OF[label["label"].lower()])
            for label in pattern.finditer(abstract)
        ]
        if len(found) >= LEAST:
            return found
    return []

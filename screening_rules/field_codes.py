"""The fields that Ovid's codes and the criteria's names of fields search."""

from collections.abc import Iterable

from pipeline.strategy.notation import OVID_CODES
from screening_rules.texts import FIELDS

Look = frozenset[int]
"""The fields searched, by their number in FIELDS."""

OVID_FIELDS: dict[str, tuple[str, ...]] = {
    "ti": ("title", "title_translated"),
    "ot": ("title_translated",),
    "ab": ("abstract", "aim", "background", "methods", "results", "conclusions"),
    "kf": ("keywords",),
    "kw": ("keywords",),
    "kp": ("keywords",),
    "hw": ("keywords",),
    "sh": ("keywords",),
    "pt": ("type",),
    "la": ("language",),
    "jn": ("journal",),
    "jw": ("journal",),
}
"""The fields searched for each of Ovid's field codes; a record does not distinguish the author's
keywords (kf) from the thesaurus's."""

OVID_FIELDS["tw"] = (*OVID_FIELDS["ti"], *OVID_FIELDS["ab"])
OVID_FIELDS["mp"] = OVID_FIELDS["af"] = (*OVID_FIELDS["tw"], "keywords")

UNKEPT_FIELDS = frozenset(OVID_CODES) - OVID_FIELDS.keys()
"""Codes of fields that records do not store separately; they find nothing."""

KEYWORDS = FIELDS.index("keywords")


def codes(fields: Iterable[str]) -> Look:
    """Fields of a text by their number; "abstract" includes all its sections.

    A section is also searched for in undivided text, since it may be there; the background includes
    the aim.
    """
    names: set[str] = set()
    for name in fields:
        names.add(name)
        if name == "abstract":
            names.update(OVID_FIELDS["ab"])
        elif name in OVID_FIELDS["ab"]:
            names.add("abstract")
        if name == "background":
            names.add("aim")
    return frozenset(FIELDS.index(name) for name in names)

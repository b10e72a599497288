"""The words people write for verdicts and reasons, in Norwegian and English."""

import re
from collections.abc import Iterable, Mapping, Sequence

from exports.cells import folded
from exports.lists.candidates import Reason
from pipeline.decisions import Verdict

YES = ("ja", "j", "yes", "y", "true", "sann", "sant", "✓", "☑")
NO = ("nei", "n", "no", "false", "usann", "usant", "✗", "☒")
INCLUDE = (
    *("inkluder", "inkludere", "inkluderer", "inkluderes", "inkludert", "inkluderte", "inkl"),
    *("include", "included", "includes", *YES),
)
EXCLUDE = (
    *("ekskluder", "ekskludere", "ekskluderer", "ekskluderes", "ekskludert", "ekskluderte"),
    *("ekskl", "exclude", "excluded", "excludes", *NO),
)
MAYBE = (
    *("kanskje", "usikker", "usikkert", "uklar", "uklart", "tvil", "i tvil"),
    *("maybe", "unsure", "uncertain", "unclear"),
)
ONGOING = ("ongoing", "ongoing study", "pågående", "pågår", "pågående studie")
AWAITING = (
    *("awaiting classification", "awaiting assessment", "awaiting"),
    *("venter på klassifisering", "venter på vurdering", "venter"),
)
RETRIEVED = ("retrieved", "innhentet", "hentet", "hentet inn", *YES)
NOT_RETRIEVED = (
    *("not retrieved", "not found", "ikke innhentet", "ikke hentet", "ikke hentet inn"),
    *("ikke funnet", *NO),
)

VERDICTS: dict[str, Verdict] = {
    **dict.fromkeys(INCLUDE, Verdict.INCLUDE),
    **dict.fromkeys(EXCLUDE, Verdict.EXCLUDE),
    **dict.fromkeys(MAYBE, Verdict.MAYBE),
    **dict.fromkeys(ONGOING, Verdict.ONGOING),
    **dict.fromkeys(AWAITING, Verdict.AWAITING),
}
"""What is read in a verdict column. A bare 0 or 1 is not: in some tools 1 is include, in others
the number of a reason."""

RETRIEVALS: dict[str, Verdict] = {
    **dict.fromkeys(RETRIEVED, Verdict.RETRIEVED),
    **dict.fromkeys(NOT_RETRIEVED, Verdict.NOT_RETRIEVED),
}

SAME: dict[str, bool] = {
    **dict.fromkeys(("samme", "same", "lik", "like", "duplikat", "duplicate", *YES), True),
    **dict.fromkeys(("forskjellig", "forskjellige", "ulik", "ulike"), False),
    **dict.fromkeys(("different", "distinct", *NO), False),
}

BARE = re.compile(r"[+-]?\d+([.,]\d+)?")


def bare_number(text: str) -> bool:
    """Whether the text is a number and nothing else.

    >>> bare_number("1"), bare_number("1 ja")
    (True, False)
    """
    return bool(BARE.fullmatch(text.strip()))


class Reasons:
    """The reasons that may be named, by code or by wording in either language.

    >>> reasons = Reasons([Reason(code="population", nb="Feil populasjon", en="Wrong population")])
    >>> reasons.code("feil  populasjon"), reasons.code("POPULATION"), reasons.code("colour")
    ('population', 'population', None)
    """

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.listed = tuple(reasons)
        self._codes: dict[str, str] = {}
        for one in self.listed:
            for name in (one.nb, one.en):
                self._codes.setdefault(folded(name), one.code)
        self._codes |= {folded(one.code): one.code for one in self.listed}

    def code(self, text: str) -> str | None:
        """The code that a text names, or None."""
        return self._codes.get(folded(text))

    def codes(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes that a text names, with semicolons or lines between, and what names none.

        A wording may hold a semicolon: the longest run of parts that names a reason is taken.
        """
        whole = self.code(text)
        if whole:
            return (whole,), ()
        parts = [part.strip() for part in re.split(r"[;\n|]", text) if part.strip()]
        named: list[str] = []
        unknown: list[str] = []
        at = 0
        while at < len(parts):
            code, taken = self._longest(parts[at:])
            (named if code else unknown).append(code or parts[at])
            at += taken
        return tuple(dict.fromkeys(named)), tuple(unknown)

    def _longest(self, parts: Sequence[str]) -> tuple[str | None, int]:
        for count in range(min(len(parts), 6), 0, -1):
            if code := self.code("; ".join(parts[:count])):
                return code, count
        return None, 1

    def expected(self) -> str:
        """What could have been written, in the order of priority."""
        return ", ".join(one.code for one in self.listed) or "no reason is known to this review"


def verdict(text: str, words: Mapping[str, Verdict]) -> Verdict | None:
    """The verdict that a text says, or None where it says none; one with a question mark is none.

    >>> verdict(" INKLUDER ", VERDICTS), verdict("1", VERDICTS), verdict("ja?", VERDICTS)
    (<Verdict.INCLUDE: 'include'>, None, None)
    """
    return None if "?" in text else words.get(folded(text))

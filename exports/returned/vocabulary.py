"""The words that people write for verdicts and reasons, in all languages."""

import re
from collections.abc import Iterable, Mapping, Sequence

from exports.cells import folded
from pipeline.decisions import VERDICTS as DECISIONS
from pipeline.decisions import Reason, Stage, Verdict
from pipeline.languages import PROGRAM_LANGUAGE, REVIEW_LANGUAGE, catalogue, languages
from pipeline.text.likeness import guess


def _words(section: str, key: str) -> tuple[str, ...]:
    """A word that lists offer, in all languages, and what people write instead; all folded."""
    spoken = (catalogue(language) for language in languages())
    words = (word for own in spoken for word in (own[section][key], *own["typed"][key]))
    return tuple(map(folded, words))


YES = (*_words("sheets", "yes"), "true", "✓", "☑")
NO = (*_words("sheets", "no"), "false", "✗", "☒")

VERDICTS: dict[str, Verdict] = {
    **{
        word: verdict
        for verdict in (*DECISIONS[Stage.SCREENING], Verdict.ONGOING, Verdict.AWAITING)
        for word in _words("verdicts", verdict)
    },
    **dict.fromkeys(YES, Verdict.INCLUDE),
    **dict.fromkeys(NO, Verdict.EXCLUDE),
}
"""The words accepted in a verdict column. A bare 0 or 1 is not accepted: in some tools 1 means
include, in others it is the number of a reason."""

RETRIEVALS: dict[str, Verdict] = {
    **dict.fromkeys((*_words("verdicts", "retrieved"), *YES), Verdict.RETRIEVED),
    **dict.fromkeys((*_words("verdicts", "not retrieved"), *NO), Verdict.NOT_RETRIEVED),
}

SAME: dict[str, bool] = {
    **dict.fromkeys((*_words("duplicates", "same"), *YES), True),
    **dict.fromkeys((*_words("duplicates", "different"), *NO), False),
}


def expected_decision(language: str) -> str:
    """The decisions that a list in a language offers, for a message.

    >>> print(expected_decision("en"))
    expected include, exclude or maybe
    >>> print(expected_decision("nb"))
    expected inkluder, ekskluder or kanskje (include, exclude, maybe)
    """
    return _expected(language, "verdicts", DECISIONS[Stage.SCREENING])


def expected_retrieval(language: str) -> str:
    """The words on retrieval that a list in a language offers, for a message."""
    return _expected(language, "verdicts", DECISIONS[Stage.RETRIEVAL])


def expected_answer(language: str) -> str:
    """The answers on a pair that a list in a language offers, for a message."""
    return _expected(language, "duplicates", ("same", "different"))


def _expected(language: str, section: str, keys: Sequence[str]) -> str:
    """The words of a list, with those of the message's own language in brackets."""
    *before, last = [catalogue(language)[section][key] for key in keys]
    ours = ", ".join(catalogue(PROGRAM_LANGUAGE)[section][key] for key in keys)
    same = f" ({ours})" if language != PROGRAM_LANGUAGE else ""
    return f"expected {', '.join(before)} or {last}{same}"


def language_of(stated: str, otherwise: str) -> str:
    """The language that a list states, or another if it states none that is known.

    >>> language_of("en", "nb"), language_of("", "nb")
    ('en', 'nb')
    """
    return stated if stated in languages() else otherwise


BARE = re.compile(r"[+-]?\d+([.,]\d+)?")


def bare_number(text: str) -> bool:
    """Whether the text is nothing but a number.

    >>> bare_number("1"), bare_number("1 ja")
    (True, False)
    """
    return bool(BARE.fullmatch(text.strip()))


class Reasons:
    """The reasons that people may name, by code or by wording in any language.

    The reasons that lists were sent with are also understood: `earlier` has codes and wordings of
    all earlier lists, and `as_sent` adds those of the list itself.

    >>> from pipeline.languages import Wording
    >>> text = Wording(nb="Feil populasjon", en="Wrong population")
    >>> reasons = Reasons([Reason(code="population", text=text)], [("pop", "Wrong population")])
    >>> reasons.code("feil  populasjon"), reasons.code("POPULATION"), reasons.code("colour")
    ('population', 'population', None)
    >>> reasons.code("pop")
    'population'
    """

    def __init__(
        self,
        reasons: Iterable[Reason],
        earlier: Iterable[tuple[str, str]] = (),
        sent: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.listed = tuple(reasons)
        self.earlier = tuple(earlier)
        self._codes: dict[str, str] = {}
        for reason in self.listed:
            for _, name in reason.text.texts:
                self._codes.setdefault(folded(name), reason.code)
        self._codes |= {folded(one.code): one.code for one in self.listed}
        self._own = {folded(text): code for text, code in sent if code}
        self._earlier: dict[str, str] = {}
        for code, text in (*((code, text) for text, code in sent if code), *self.earlier):
            self._earlier.setdefault(folded(code), code)
            self._earlier.setdefault(folded(text), code)
        self._wordings = [*self.earlier, *((code, text) for text, code in sent if code)]
        self._codes |= self._by_place([text for text, code in sent if not code])

    def as_sent(self, sent: Sequence[tuple[str, str]]) -> "Reasons":
        """The same reasons, with the wordings and codes of one list added."""
        return Reasons(self.listed, self.earlier, sent)

    def _by_place(self, sent: Sequence[str]) -> dict[str, str]:
        """Matches the only wording of a list that is no reason now to the only reason it lacks."""
        strange = [text for text in sent if folded(text) not in self._codes]
        named = {self._codes.get(folded(text)) for text in sent}
        left = [one.code for one in self.listed if one.code not in named]
        if len(strange) == len(left) == 1 and len(sent) == len(self.listed):
            return {folded(strange[0]): left[0]}
        return {}

    def code(self, text: str) -> str | None:
        """The code that a text names, or None."""
        asked = folded(text)
        if asked in self._own:
            return self._now(self._own[asked])
        if asked in self._codes:
            return self._codes[asked]
        return self._now(self._earlier[asked]) if asked in self._earlier else None

    def _now(self, code: str) -> str:
        """The present code for an earlier one: that of the reason with its wording, or itself."""
        if any(one.code == code for one in self.listed):
            return code
        wordings = [folded(text) for earlier, text in self._wordings if earlier == code]
        return next((self._codes[one] for one in wordings if one in self._codes), code)

    def codes(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes that a text names, separated by semicolons or lines, and the parts that name
        none.

        A wording may contain a semicolon, so the longest run of parts that names a reason is used.
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

    def in_language(self, language: str) -> dict[str, str]:
        """The wording of each reason in a language, by code."""
        return {one.code: one.text[language] for one in self.listed}

    def expected(self, text: str = "", language: str = REVIEW_LANGUAGE) -> str:
        """Which reasons are expected, by priority, and what the text may mean, for a message."""
        offered = [one.text[language] for one in self.listed]
        codes = [one.code for one in self.listed]
        known = ", ".join(f"{name} ({code})" for name, code in zip(offered, codes, strict=True))
        near = guess(text, [*offered, *codes]) or guess(folded(text), self._codes)
        if not known:
            return "expected nothing, because criteria.toml has no reasons"
        return f"expected a reason: {known}{near}"


def verdict(text: str, words: Mapping[str, Verdict]) -> Verdict | None:
    """The verdict that a text expresses; None if it is unknown or has a question mark.

    >>> verdict(" INKLUDER ", VERDICTS), verdict("1", VERDICTS), verdict("ja?", VERDICTS)
    (<Verdict.INCLUDE: 'include'>, None, None)
    """
    return None if "?" in text else words.get(folded(text))

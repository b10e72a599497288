"""Drafts the aim of a study from the words of its abstract; people confirm it."""

import re

LABELS = (
    r"(?:background\s+and\s+|introduction\s+and\s+|study\s+)?(?:aims?|objectives?|purposes?|goals?)"
    r"(?:\s+(?:and|&)\s+(?:objectives?|hypothes[ie]s|methods?))?(?:\s+of\s+(?:the\s+)?study)?"
    r"|research\s+questions?|form[åa]l|hensikt|m[åa]lsetting(?:er)?|m[åa]l|problemstilling(?:er)?"
    r"|syfte|bakgrunn\s+og\s+form[åa]l"
)
AIM = re.compile(rf"(?:^|(?<=[.?!\n])\s*|(?<=\s))(?:{LABELS})\s*[:–—-]\s+", re.IGNORECASE)
CAPITALS = re.compile(
    r"(?:^|(?<=[.?!\n])\s*)(?:AIMS?|OBJECTIVES?|PURPOSE|GOALS?|FORMÅL|HENSIKT)\s+(?=[A-ZÆØÅ])"
)
"""A label in capitals without a colon, as some databases strip it."""

NEXT = re.compile(
    r"\s*(?:(?<=[.?!\n])|(?<=[.?!]\s))\s*[A-ZÆØÅ][A-Za-zÆØÅæøå]*(?:[\s/,&-]+[A-Za-zÆØÅæøå]+){0,4}\s*:"
)
"""The next label: a few words after a full stop, and a colon."""
NEXT_CAPITALS = re.compile(
    r"(?<=[.?!])\s+(?:METHODS?|DESIGN|RESULTS?|SETTING|PARTICIPANTS|CONCLUSIONS?|METODE|RESULTAT)\b"
)

SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-ZÆØÅ\"“(])")
STATED = re.compile(
    r"\b(?:aims?|aimed|objectives?|purpose|goal)\b.{0,60}?\b(?:to|was|were|is|are|of)\b"
    r"|\b(?:form[åa]let|hensikten|m[åa]let|syftet)\b.{0,60}?\b(?:med|var|er)\b",
    re.IGNORECASE | re.DOTALL,
)
TOLD = re.compile(
    r"\b(?:this|the\s+(?:present|current)|our)\s+(?:\w+\s+)?(?:study|paper|article|research|survey)"
    r"\s+(?:examine|investigate|explore|assesse?|evaluate|compare|describe|teste?|analy[sz]e"
    r"|consider|ask|seek|studie)[sd]?\b"
    r"|\bwe\s+(?:sought|set\s+out|examined?|investigated?|explored?|assess(?:ed)?|evaluated?"
    r"|compared?|test(?:ed)?|studied|study|ask(?:ed)?)\b"
    r"|\b(?:vi|denne\s+studien|studien)\s+(?:undersøk(?:te|er)|vurder(?:te|er)|så\s+på)\b",
    re.IGNORECASE,
)
OTHERS = re.compile(r"\b(?:future|further|previous|earlier|videre|fremtidig)\b", re.IGNORECASE)
"""Words that show that a sentence is about other studies, not this one."""


def stated_aim(abstract: str) -> str:
    """The sentence or section of an abstract that states its aim; "" if there is none.

    >>> stated_aim("BACKGROUND: Much is new. AIM: To see who works from home. METHODS: We asked.")
    'To see who works from home.'
    >>> stated_aim("Many work from home. The aim of this study was to count them. They are many.")
    'The aim of this study was to count them.'
    >>> stated_aim("Future studies should aim to measure more.")
    ''
    """
    text = re.sub(r"[ \t\r]+", " ", abstract).strip()
    for label in (AIM, CAPITALS):
        if found := label.search(text):
            rest = text[found.end() :]
            ends = [end.start() for one in (NEXT, NEXT_CAPITALS) if (end := one.search(rest))]
            section = " ".join(rest[: min(ends, default=len(rest))].split())
            return _sentence(section, STATED) or _sentence(section, TOLD) or section
    plain = " ".join(text.split())
    return _sentence(plain, STATED) or _sentence(plain, TOLD)


def _sentence(text: str, says: re.Pattern[str]) -> str:
    """The first sentence that says so about the study itself."""
    sentences = SENTENCE.split(text)
    return next((one for one in sentences if says.search(one) and not OTHERS.search(one)), "")

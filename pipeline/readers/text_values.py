"""Cleans single values that are missing, wrapped, marked or run together."""

import html
import re

MISSING = frozenset(
    ["na", "n/a", "n.a", "[not available",
     "no specified", "not specified", "null", "nan", "none", "<na>",
     "undefined", "not available", "[not available]", "no abstract", "no pagination specified",
     "no abstract available", "[no abstract available]", "[no author name available]"]
)  # fmt: skip
"""What databases write for missing values."""

AHEAD = re.compile(
    r"(?:publish(?:ed)? |epub |e-?pub )?ahead[ -]of[ -]print|online first|early (?:view|access)|"
    r"(?:article |articles )?in press|publish[- ]ahead",
    re.IGNORECASE,
)
"""What is written for volume, issue or page of an article that is not in an issue yet."""

GLUE = re.compile(r"(?<!\s)\s{3,}+([A-Z][A-Z0-9]) {2}- ")
"""A tag that Rayyan did not recognise and left inside the value before it."""

ADDRESS = re.compile(r"(?:https?|ftp)://\S+|www\.\S+", re.IGNORECASE)
NEXT_ADDRESS = re.compile(r"(?<![;,\s])[;,\s]++(?=https?://)")
STAR = re.compile(r"\*(?=\w)|(?<=\w)\*")


MARKUP = re.compile(
    r"</?(?:jats:|mml:)?(?:(?P<apart>p|br|div|li|ul|ol|h[1-6]|sec|title|list|list-item)|"
    r"i|b|u|em|strong|sub|sup|scp|sc|inf|span|italic|bold|math|mi|mn|mo|mrow|msub|msup|tt)"
    r"(?:\s[^<>]{0,200})?\s?/?>",
    re.IGNORECASE,
)
"""Type and paragraph markup, which some sources leave in titles and abstracts."""

SCHOLAR = re.compile(r"\A\[(?:BOOK|HTML|PDF|CITATION|DOC)\](?:\[(?:B|C|HTML|PDF|DOC)\])?\s*(?=\S)")
"""Google Scholar's prefix to a title that says what kind of file its address leads to."""


def unmarked(text: str) -> str:
    """A text without type and paragraph markup; other angle brackets stay.

    >>> unmarked("H<sub>2</sub>O &amp; <i>Things</i>"), unmarked("if p < 0.05 and q > 2")
    ('H2O &amp; Things', 'if p < 0.05 and q > 2')
    >>> unmarked("<p>We asked.</p><p>They said.</p>")
    'We asked. They said.'
    """
    bare = MARKUP.sub(lambda match: " " if match["apart"] else "", text)
    return " ".join(bare.split()) if bare != text else text


def text_of(value: str) -> str | None:
    r"""A value as one line of text; None if it is a mark for a missing value.

    >>> text_of(" A  title\n   that wraps "), text_of("N/A"), text_of("AT&amp;T")
    ('A title that wraps', None, 'AT&T')
    """
    if "  " in value or not value.isprintable():
        value = " ".join(value.split())
    value = value.strip()
    if len(value) < 32 and value.lower().rstrip(".") in MISSING:
        return None
    if "&" in value and ";" in value:
        value = html.unescape(value)
    if "<" in value and ">" in value:
        value = unmarked(value)
    return value or None


def title_of(value: str) -> str | None:
    """A title; the brackets that PubMed puts round a translated one are removed.

    >>> title_of("[Working from home: a survey]."), title_of("[3H]-dopamine in [two] places")
    ('Working from home: a survey.', '[3H]-dopamine in [two] places')
    >>> title_of("[BOOK][B] The big book of desks"), title_of("[B] vitamins")
    ('The big book of desks', '[B] vitamins')
    """
    text = text_of(value)
    if text and text[0] == "[":
        text = SCHOLAR.sub("", text, count=1) if text[1:2] in "BHPCD" else text
    if text and text[0] == "[":
        bare = re.fullmatch(r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\](\.?)", text)
        return bare[1].rstrip(".") + bare[2] if bare else text
    return text


def keywords_of(values: list[str]) -> list[str]:
    r"""Keywords, split at lines and semicolons, without the stars of main headings or repeats.

    >>> keywords_of(["*Telework", "Dinosaurs/*physiology", "a; b\nc", "NA"])
    ['Telework', 'Dinosaurs/physiology', 'a', 'b', 'c']
    """
    found: dict[str, None] = {}
    for value in values:
        if ";" in value or "\n" in value:
            if "&" in value:
                value = html.unescape(value)
            parts = re.split(r"[;\n]", value)
        else:
            parts = [value]
        for part in parts:
            word = STAR.sub("", part) if "*" in part else part
            word = word.strip()
            if word and word.lower() not in MISSING:
                found[word] = None
    return list(found)


def addresses_of(values: list[str]) -> list[str]:
    """Addresses, split where a new one begins; a semicolon inside one stays.

    >>> addresses_of(["https://a.no/?x=1;y=2 http://b.no", "http://c.no;http://d.no", "PMC1"])
    ['https://a.no/?x=1;y=2', 'http://b.no', 'http://c.no', 'http://d.no']
    """
    found: dict[str, None] = {}
    for value in values:
        if "://" in value or "www." in value.lower():
            for part in NEXT_ADDRESS.split(value):
                match = ADDRESS.search(part)
                if match:
                    found[match[0]] = None
    return list(found)


def unglued(values: dict[str, list[str]]) -> dict[str, list[str]]:
    """Values, with tags that were stuck inside them turned back into separate values.

    >>> unglued({"DO": ["10.1038/x     LK  - https://a.no"]})
    {'DO': ['10.1038/x'], 'LK': ['https://a.no']}
    """
    apart: dict[str, list[str]] = {}
    for tag, given in values.items():
        for value in given:
            first, *rest = GLUE.split(value)
            apart.setdefault(tag, []).append(first)
            for name, more in zip(rest[::2], rest[1::2], strict=True):
                apart.setdefault(name, []).append(more)
    return apart

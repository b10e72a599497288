"""Signs of other notations: an error in this one, never read as words."""

import re
from dataclasses import dataclass

from pipeline.errors import Fault
from pipeline.strategy.labels import LABELS
from pipeline.text.amounts import in_series

QUOTED = re.compile(r'"[^"]*"|(?<![\w*])\'[^\']+\'(?=[\s/:)]|$)')
"""Text in quotation marks, which is words in any notation."""

BEFORE = r"(?:^|(?<=[(\s]))"
STANDS_ALONE = r"(?=[\s()]|$)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign, the notations in which it has a meaning, and that meaning."""

    pattern: re.Pattern[str]
    means: str
    known: frozenset[str]


def _sign(pattern: str, means: str, known: str) -> Sign:
    return Sign(pattern=re.compile(pattern), means=means, known=frozenset(known.split()))


TAGS = (
    r"ti|title|ab|abstract|tiab|title/abstract|tw|text words?|all|all fields|mh|mesh|mesh terms?|"
    r"majr|mesh major topic|ot|other term|au|author|1au|ad|affiliation|la|lang|language|pt|"
    r"publication type|dp|pdat|date - publication|publication date|ta|journal|sb|filter|nm|"
    r"supplementary concept|sh|pa|edat|crdt|mesh subheading|majr:noexp"
)

SIGNS = (
    _sign(r"(?<![\w*#])#\d+" + STANDS_ALONE, "line {digits}", "pubmed embase wos scopus cochrane"),
    _sign(
        r"(?i)(?<=[\w*\"')\s])\[\s*(?:" + TAGS + r")(?::(?:~\d+|noexp|exp))?\s*\]",
        "a field",
        "pubmed",
    ),
    _sign(
        r"(?i)(?<=[\w*?$\"')]):(?:ti|ab|kw|de|au|tt|it|la|jt|py|so|pt|tn|ff|do|is|ta|lnk|df)"
        r"(?:,\w\w)*" + STANDS_ALONE,
        "a field",
        "embase cochrane",
    ),
    _sign(r"(?<=[\w'\"])/(?:exp|mj)\b|(?<=')/de\b", "a heading of Emtree", "embase"),
    _sign(r"\]/(?:lim|py|sd)\b", "a limit", "embase"),
    _sign(r"(?i)mesh descriptor|\[mh\s", "a heading", "cochrane"),
    _sign(
        r"(?:^\s*|\(\s*|\b(?i:or|and|not)\s+)"
        r"((?:TI|AB|TX|MH|MM|MW|SU|DE|KW|AU|SO|PT|LA|PY|DT|AF|XB)\s+)(?=[\w\"(*])(?!OR\b|AND\b)",
        "a field or a heading",
        "ebsco",
    ),
    _sign(BEFORE + r"(?:TS|TI|AB|AK|KP|AU|SO|PY|DT|LA|ALL|WC|DO|UT|OG|AD)\s*=", "a field", "wos"),
    _sign(
        r"(?i)\b(?:TITLE-ABS-KEY|TITLE-ABS|TITLE-ABS-KEY-AUTH|AUTHKEY|INDEXTERMS|SRCTITLE|"
        r"LIMIT-TO|EXCLUDE|DOCTYPE|SUBJAREA)\s*\(|\bPUBYEAR\b",
        "a field or a limit",
        "scopus",
    ),
    _sign(r"(?i)\b\w+\.EXACT\b", "a heading", "proquest"),
    _sign(
        BEFORE + r"(?i:(?:ti|ab|su|if|noft|tiab|pub|diskw|mainsubject)(?:,\s?\w+)*)\((?=[^)])",
        "a field",
        "proquest ebsco scopus",
    ),
    _sign(r"(?i)(?<=\s)adj\d*" + STANDS_ALONE, "a proximity operator", "ovid"),
    _sign(
        r"(?<=[\w*$?#\")])\.\s?(?:ti|ab|tw|mp|kf|kw|af|hw|sh|pt|jn|ot|au|id)(?:,\s?\w\w)*\."
        r"(?=[\s()]|$)",
        "a field",
        "ovid",
    ),
    _sign(
        r"(?i)^\s*(?:or|and)\s*/\s*\d+|^\s*limit\s+\d+\s+to\b", "a list of lines or a limit", "ovid"
    ),
    _sign(BEFORE + r"exp\s+[\w\"][^()/]{0,120}/", "a heading", "ovid"),
    _sign(
        r"(?i)(?<=\s)near/\d+" + STANDS_ALONE,
        "a proximity operator",
        "embase wos proquest cochrane",
    ),
    _sign(
        r"(?i)(?<=[\w*\"')]\s)near(?=\s+[\w(\"'*])", "a proximity operator", "wos proquest cochrane"
    ),
    _sign(r"(?<=[\w*\"')#?$]\s)[NW]\d+(?=\s+[\w(\"'*])", "a proximity operator", "ebsco"),
    _sign(r"(?i)(?<=\s)(?:w|pre)/\d+" + STANDS_ALONE, "a proximity operator", "scopus proquest"),
    _sign(r"(?i)(?<=\s)[np]/\d+" + STANDS_ALONE, "a proximity operator", "proquest"),
    _sign(r"(?i)(?<=\s)next/\d+" + STANDS_ALONE, "a proximity operator", "embase cochrane"),
    _sign(r"(?i)(?<=[\w*\"')]\s)next(?=\s+[\w(\"'*])", "a proximity operator", "cochrane"),
    _sign(r"(?<=[\w*\"')]\s)SAME(?=\s+[\w(\"'*])", "a proximity operator", "wos"),
    _sign(r"\{[^}]*\}", "an exact phrase or a list of lines", "scopus cochrane proquest"),
)
"""Signs by which notations differ, each with the notations that use it."""

LINES_OF_EBSCO = re.compile(
    r"(?i)\s*+(?:\(\s*+)*+\[?S\d++\]?(?:\s*+\))*+"
    r"(?:\s++(?:and|or|not)\s++(?:\(\s*+)*+\[?S\d++\]?(?:\s*+\))*+)+\s*+"
)
"""Only lines named S1, S2 ...: a single such name may be a word."""


def foreign_faults(text: str, name: str) -> list[Fault]:
    """The signs of other notations in a query, each with its column and its notation.

    >>> print(*foreign_faults("migraine[ti]", "ovid"))
    column 9: '[ti]' is a field in the notation of PubMed, not of Ovid
    """
    masked = QUOTED.sub(_masked, text)
    faults = {}
    for sign in SIGNS:
        if name in sign.known:
            continue
        for found in sign.pattern.finditer(masked):
            start, end = found.span(found.lastindex or 0)
            faults[start] = _fault(start, text[start:end].strip(), sign, name)
    if name not in ("ebsco", "proquest") and LINES_OF_EBSCO.fullmatch(text):
        sign = _sign("", "a combination of lines", "ebsco proquest")
        faults[0] = _fault(0, text.strip(), sign, name)
    return [faults[place] for place in sorted(faults)]


def _masked(found: re.Match[str]) -> str:
    quote = found.group()[0]
    return quote + "x" * (len(found.group()) - 2) + quote


def _fault(place: int, written: str, sign: Sign, name: str) -> Fault:
    owners = in_series([LABELS[one] for one in LABELS if one in sign.known])
    means = sign.means.format(digits=re.sub(r"\D", "", written))
    sentence = f"{written!r} is {means} in the notation of {owners}, not of {LABELS[name]}"
    return Fault(f"column {place + 1}", sentence)

"""The parts of names, in any alphabet: initials, suffixes, degrees, years of life, groups."""

import html
import re
import unicodedata
from itertools import groupby


def _ranges() -> dict[str, str]:
    """All letters of a Unicode category by its name, as the inside of a character class."""
    found: dict[str, list[str]] = {}
    for category, run in groupby(range(0x10000), lambda code: unicodedata.category(chr(code))):
        codes = list(run)
        found.setdefault(category, []).append(f"{chr(codes[0])}-{chr(codes[-1])}")
    return {category: "".join(found[category]) for category in ("Lu", "Lt", "Ll")}


_LETTERS = _ranges()
UPPER = _LETTERS["Lu"] + _LETTERS["Lt"]
LOWER = _LETTERS["Ll"]

DOTTED = rf"[{UPPER}][{LOWER}]?\."
INITIALS = re.compile(
    rf"(?:[{UPPER}]\.?(?:-?[{UPPER}]\.?){{0,3}}|{DOTTED}(?:-?{DOTTED}){{0,3}}|[{UPPER}][{LOWER}]?\.)"
)
"""LA, L.A., L-A, Yu.A. : one word of initials, instead of given names."""

FIRST = re.compile(rf"(?:-?{DOTTED}-?){{1,3}}")
"""Y., J.-P., Yu. : initials before the family name."""

BARE_FIRST = re.compile(rf"[{UPPER}]{{1,3}}|[{UPPER}]-[{UPPER}]")
"""PA, Ø, Y-H : initials before the family name, as Google Scholar writes them."""

SUFFIX = re.compile(r"(?:Jr|Sr|2nd|3rd|II|III|IV|jun|sen)\.?", re.IGNORECASE)
APART = re.compile(rf"(?<=[{UPPER}]\.) +-(?=[{UPPER}]\.)")
"""The blank that IEEE writes in Y. -H. Kim."""

DEGREE = re.compile(
    r"(?:Ph\.? ?D|D\.? ?Phil|M\.? ?Sc|B\.? ?Sc|M\.? ?Phil|Dr\.? ?P\.? ?H|Pharm\.? ?D|Ed\.? ?D|"
    r"Psy\.? ?D|Sc\.? ?D|Dr\.? ?(?:med|phil|rer|philos|scient|oecon|ing)\b[\w. ]*|cand\.? ?\w+|"
    r"siv\.? ?ing|mag\.? ?art|Dipl\.?-?\w*|Prof(?:essor)?|MBChB|MBBS|MB|FRCPC?|FRCS|FACP|FAAN|"
    r"FACOEM|MPH|MHS|MHA|MBA|MPA|MPP|MSN|BSN|MSW|DNP|DDS|DVM|DSc|LLM|BEng|MEng|MEd|MRes|RN|RGN|"
    r"OTR/L|OTR|DPT|CIH|CPE|Esq|M\.? ?D|M\.? ?A|B\.? ?A|M\.? ?S|B\.? ?S|M\.P\.H|R\.N|J\.? ?D)\.?"
)
"""Degrees and offices after a name."""

SURE_DEGREE = re.compile(r"[^a-z]*[A-Z][^a-z]*[a-z].*|MPH|MBA|DDS|DVM|LLM|DSc")
"""Degrees that cannot be initials."""

TITLE = re.compile(r"\A(?:Prof(?:essor)?|Dr|Docent|Mag|Mr|Mrs|Ms)\.? +(?=\S+ )", re.IGNORECASE)
LIFE = re.compile(
    r"(?<![,\s])[,\s]*+\(?(?<!\d)(?:(?:b|f|d|c|ca|geb|born|died|född|født|fl)\.? ?)?"
    r"(?:(?:1\d|20)\d\d(?: ?[-–] ?(?:(?:ca\.? ?)?(?:1\d|20)\d\d\??)?)|(?<=[a-zø]\. )(?:1\d|20)\d\d|"
    r"(?<=[bfd]\.)(?:1\d|20)\d\d|(?<=\()(?:1\d|20)\d\d(?=\)))\)?\.?(?=[,.;)\s]|$)"
)
"""The years that library catalogues write after a name: 1970-, (1901-1980), f. 1970."""

OFFICE = re.compile(
    r"(?<![,\s])[,\s]++\(?(?:author|joint author|editor|compiler|translator|illustrator|"
    r"contributor|creator|"
    r"forfatter|medforfatter|redaktør|oversetter|bidragsyter|författare|redaktör|verfasser|"
    r"herausgeber|auteur|aut|edt|eds?|red|hrsg)\.?\)?\.?$"
)
"""A catalogue's description of a person's role, after the name."""

ROLE = re.compile(r"(?<=\S)\s*+\[[^\]]*+\]?")
"""Ovid's additions to an author in brackets, after the name."""

NUMBERED = re.compile(r"(?<!\s)\s*+\((?:\d{6,}|(?:https?://)?orcid\.org/[\d-]+X?)\)")
"""Scopus' number of an author, or an ORCID, after the name."""

BLANKS = re.compile(r"[^\S\n]{2,}")
DIGIT = re.compile(r"\d")
MARKS = re.compile(r"(?<![*†‡§¶¹²³⁰-⁹])[*†‡§¶¹²³⁰-⁹]++(?=[\s,;.]|$)")
"""Footnote signs."""

OTHERS = re.compile(
    r"(?:^|(?<![\s,;&(\[])[\s,;&(\[]++|(?<!\.)(?=…|\.{3}))"
    r"(?:(?i:\bet\.? ?al(?:\.|ii|ia)?|(?:and|&) (?:\d{1,5} )?(?:others|more|colleagues))|"
    r"others|m\.? ?fl\.?|(?:og|med) (?:andre|flere)|och andra|m\. ?m\.|u\. ?a\.|и др\.?|"
    r"\.{3}|…|等)(?![^\W_])[\s\]).,;]*+$"
)
"""Words used instead of unnamed authors."""

GROUP = re.compile(
    r"\b(?:groups?|gruppen?|grupo|gruppo|groupe|organi[sz]ations?|organisasjon(?:en)?|institut\w*|"
    r"universit\w+|universidad\w*|universidade|\w*h[øö][gy]s?skol\w*|committee|komit[eé]\w*|"
    r"comit[eé]|consortium|konsortium|collaborati(?:on|ve)|network|nettverk\w*|study|studien?|team|"
    r"associations?|\w*forening\w*|förbund\w*|society|societ[aày]\w*|departments?|avdeling\w*|utvalg\w*|ministry|"
    r"ministère|ministerio|\w*departement\w*|cent(?:er|re)s?|sent(?:er|eret|rene)|council|rådet|agency|"
    r"\w*direktorat\w*|foundation|stiftelse\w*|fundaci[oó]n|commission|kommisjon\w*|investigators?|"
    r"trialists|project|prosjekt\w*|program(?:me)?|federation|forbund\w*|authority|"
    r"tilsynet|academy|akademi\w*|akademie|hospital|sykehus\w*|laborator\w+|faculty|"
    r"fakultet\w*|working party|task force|nations|inc|ltd|llc|gmbh|"
    r"corporation|administration)\b",
    re.IGNORECASE,
)
"""Words in the names of groups and offices."""

WEAK = re.compile(
    r"\b(?:college|school|union|alliance|initiative|clinic|board|bureau|office|company|publishers?|"
    r"press|services?|executive|register|registry|for|of|the)\b",
    re.IGNORECASE,
)
"""Group words that are also family names, or that are never in the middle of a person's name."""

NOBODY = re.compile(r"\W*(?:et\.? al\.?|and others|others)?\W*", re.IGNORECASE)
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\u3041-\u30ff]")


def ends_small(value: str) -> bool:
    """Whether the last word of a value begins with a small letter, as no name does.

    >>> ends_small("Nordmann, K. et al."), ends_small("Nordmann, Kari"), ends_small("Lie, O. [ed.]")
    (True, False, True)
    """
    return value.rstrip().rpartition(" ")[2].lstrip("([,.;")[:1].islower()


def plain(value: str) -> str:
    """A value without entities, roles, numbers, footnote signs and years of life.

    >>> plain("Ødegård, &Aring;se"), plain("Nordmann, Kari, 1970- author."), plain("Lie, O.*")
    ('Ødegård, Åse', 'Nordmann, Kari', 'Lie, O.')
    >>> plain("Nordmann, O. [Author; o@a.no]"), plain("Lie, Ola (1901-1980)"), plain("Y. -H. Kim")
    ('Nordmann, O.', 'Lie, Ola', 'Y.-H. Kim')
    """
    if "  " in value or "\t" in value:
        value = BLANKS.sub(" ", value)
    if "&" in value and ";" in value:
        value = html.unescape(html.unescape(value))
    if not value.isascii():
        value = value.replace("；", ";").replace("，", ", ").replace("\xa0", " ")
        value = MARKS.sub("", value)
    if "*" in value:
        value = value.replace("*", "")
    if "(" in value:
        value = NUMBERED.sub("", value)
    if "[" in value:
        value = ROLE.sub("", value)
    if DIGIT.search(value):
        value = LIFE.sub("", value)
    value = OFFICE.sub("", value) if ends_small(value) else value
    return APART.sub("-", value) if ". -" in value else value


def is_group(name: str) -> bool:
    """Whether a name has a word that occurs only in groups and offices.

    >>> is_group("Norwegian Institute of Public Health"), is_group("Kari Nordmann")
    (True, False)
    >>> is_group("Invented University Press"), is_group("Joel Press")
    (True, False)
    """
    return bool(GROUP.search(name) or (name.count(" ") > 1 and WEAK.search(name)))

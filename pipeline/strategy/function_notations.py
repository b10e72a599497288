"""Notations whose fields take words in parentheses, as functions do: Scopus, ProQuest."""

import re
from re import Match

from pipeline.strategy.form import Distance, Notation, Own, Spelling
from pipeline.strategy.pieces import database_only, heading, languages, whole_years
from pipeline.strategy.tree import FIRST_YEAR, AnyOf, Query, Years

BEHIND = r"(?=[\s()]|$)"


def _pubyear(found: Match[str]) -> Query:
    year = int(found["year"])
    match found["sign"].upper():
        case ">" | "AFT":
            return Years(year + 1, None)
        case "<" | "BEF":
            return Years(FIRST_YEAR, year - 1)
        case ">=":
            return Years(year, None)
        case "<=":
            return Years(FIRST_YEAR, year)
        case _:
            return Years(year, year)


def _limit_to(found: Match[str]) -> Query:
    kind, value = found["kind"].upper(), found["value"].strip(' "')
    if found["verb"].upper() == "LIMIT-TO":
        if kind == "PUBYEAR" and value.isdecimal():
            return Years(int(value), int(value))
        if kind == "LANGUAGE" and (spoken := languages([value])):
            return spoken
    return database_only(found)


SCOPUS = Notation(
    name="scopus",
    label="Scopus",
    also=("scopus",),
    fields={
        "title-abs-key": ("mp",),
        "title-abs": ("tw",),
        "title": ("ti",),
        "abs": ("ab",),
        "key": ("kw",),
        "authkey": ("kf",),
        "indexterms": ("hw",),
        "all": ("af",),
        "title-abs-key-auth": ("au", "mp"),
        "auth": ("au",),
        "author-name": ("au",),
        "firstauth": ("fa",),
        "affil": ("in",),
        "affilcountry": ("cu",),
        "srctitle": ("jn",),
        "exactsrctitle": ("jn",),
        "language": ("la",),
        "doctype": ("dt",),
        "subjarea": ("sc",),
        "doi": ("do",),
        "issn": ("is",),
        "pmid": ("pm",),
        "eid": ("ui",),
        "ref": ("rf",),
        "fund-all": ("gi",),
        "chemname": ("nm",),
        "conf": ("cf",),
        "index": ("ix",),
        "srctype": ("st",),
        "openaccess": ("oa",),
        "pubstage": ("ps",),
        "casregnumber": ("rn",),
    },
    signs={"*": "*", "?": "#"},
    levels=(("and not",), ("and",), ("near",), ("or",)),
    distances=(
        Distance(pattern=r"w/(\d{1,3})"),
        Distance(pattern=r"pre/(\d{1,3})", ordered=True),
    ),
    own=(
        Own(
            pattern=re.compile(
                r"(?i)PUBYEAR\s*(?P<sign>>=|<=|>|<|=|\bAFT\b|\bBEF\b|\bIS\b)\s*(?P<year>\d{1,4})"
                + BEHIND
            ),
            read=_pubyear,
        ),
        Own(
            pattern=re.compile(
                r"(?i)(?P<verb>LIMIT-TO|EXCLUDE)\s*\(\s*(?P<kind>\w+)\s*,\s*"
                r"(?P<value>\"[^\"]*\"|[^)]*)\s*\)"
            ),
            read=_limit_to,
        ),
    ),
    field_before=r"([A-Za-z][A-Za-z-]+)\s*(?=\()(?<!\bOR)(?<!\bor)(?<!\bAND)(?<!\band)(?<!\bNOT)(?<!\bnot)",
    field_reach="group",
    quotes=r'"[^"]*"|\{[^}]*\}',
    errors=(
        (
            r"(?i)(?<!\band)\s+not(?=\s+[\w(\"{])",
            "Scopus has no operator NOT; expected AND NOT",
        ),
    ),
    spelling=Spelling(
        fielded="{tags}({text})",
        near="W/{n}",
        ordered="PRE/{n}",
        without="AND NOT",
        years="PUBYEAR = {first}",
        open_years="PUBYEAR > {before}",
        tags_joined="",
        capitals=True,
    ),
    untagged="if a word has no field, Scopus searches every field, including the references",
)


def _exact(found: Match[str]) -> Query | None:
    """ProQuest's `MAINSUBJECT.EXACT("a" OR "b")`: headings, or the content of another field."""
    field = found["field"].upper()
    names = re.findall(r"\"([^\"]+)\"", found["names"])
    if field in ("LA", "LANGUAGE", "LN"):
        return languages([name.lower() for name in names]) or database_only(found)
    if field not in SUBJECTS:
        return database_only(found)
    parts = tuple(
        heading(
            name,
            found.start() + 1,
            exploded=bool(found["explode"]),
            focused=field.startswith("MJ"),
        )
        for name in names
    )
    return parts[0] if len(parts) == 1 else AnyOf(parts) if parts else None


SUBJECTS = frozenset(
    (
        *("SU", "SUBJECT", "MAINSUBJECT", "MJSUB", "MJMAINSUBJECT", "MESH", "MJMESH"),
        *("EMB", "EMTREE", "DESCRIPTOR", "DE"),
    )
)
"""Fields of ProQuest that contain headings."""


def _proquest_dates(found: Match[str]) -> Query:
    first, last = found[2], found[3] or found[2]
    return whole_years(
        found.group(),
        (first[:4], first[4:6], first[6:8]),
        (last[:4], last[4:6], last[6:8]),
    )


PROQUEST = Notation(
    name="proquest",
    label="ProQuest",
    also=("proquest", "pq", "proquest dialog"),
    fields={
        "ti": ("ti",),
        "title": ("ti",),
        "ab": ("ab",),
        "abstract": ("ab",),
        "tiab": ("tw",),
        "su": ("hw",),
        "subject": ("hw",),
        "mainsubject": ("hw",),
        "mesh": ("hw",),
        "if": ("kf",),
        "noft": ("mp",),
        "ft": ("tx",),
        "all": ("af",),
        "au": ("au",),
        "af": ("in",),
        "pub": ("jn",),
        "pubtitle": ("jn",),
        "la": ("la",),
        "lang": ("la",),
        "dtype": ("pt",),
        "at": ("pt",),
        "rtype": ("pt",),
        "stype": ("st",),
        "loc": ("gw",),
        "issn": ("is",),
        "doi": ("do",),
        "an": ("ui",),
        "fund": ("gi",),
        "diskw": ("dk",),
        "cl": ("cc",),
    },
    signs={"*": "*5", "?": "#", "[*n]": "*", "$n": "*"},
    line="S{n}",
    levels=(("not",), ("or",), ("and",), ("near",)),
    distances=(
        Distance(pattern=r"(?:near|n)(?:/(\d{1,3}))?(?<!\bn)", default=4),
        Distance(pattern=r"(?:pre|p)(?:/(\d{1,3}))?(?<!\bp)", ordered=True, default=4),
        Distance(pattern=r"w/(\d{1,3})"),
    ),
    own=(
        Own(
            pattern=re.compile(
                r"(?i)(?P<field>\w+)\.EXACT(?P<explode>\.EXPLODE)?\s*\(\s*"
                r"(?P<names>\"[^\"]+\"(?:\s*(?:OR|,)\s*\"[^\"]+\")*)\s*\)"
            ),
            read=_exact,
        ),
        Own(
            pattern=re.compile(
                r"(?i)(pd|yr|py|pubdate)\s*\(\s*(\d{4,8})(?:\s*-\s*(\d{4,8}))?\s*\)"
            ),
            read=_proquest_dates,
        ),
        Own(
            pattern=re.compile(r"(?i)(?:peer|fulltext|pd|yr|udate|stype|rtype)\s*\([^()]*\)"),
            read=database_only,
        ),
        Own(
            pattern=re.compile(r"(?i)(?:limits applied|additional limits|narrowed by)\b.*$"),
            read=database_only,
            trails=True,
        ),
    ),
    field_before=r"([A-Za-z]{2,}(?:\s*,\s*[A-Za-z]{2,})*)(?=\()(?<!\bOR)(?<!\bor)(?<!\bAND)(?<!\band)(?<!\bNOT)(?<!\bnot)",
    field_reach="group",
    spelling=Spelling(
        fielded="{tags}({text})",
        near="NEAR/{n}",
        ordered="PRE/{n}",
        headings={
            (True, False): 'MAINSUBJECT.EXACT.EXPLODE("{name}")',
            (False, False): 'MAINSUBJECT.EXACT("{name}")',
            (True, True): 'MJMAINSUBJECT.EXACT.EXPLODE("{name}")',
            (False, True): 'MJMAINSUBJECT.EXACT("{name}")',
        },
        years="YR({first}-{last})",
        open_years="YR({first}-3000)",
    ),
    untagged="if a word has no field, ProQuest searches every field, including the full text",
)

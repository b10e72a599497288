"""Notations that write a field after its words: PubMed, Embase.com, the Cochrane Library."""

import re
from re import Match

from pipeline.strategy.form import Distance, Notation, Own, Spelling
from pipeline.strategy.pieces import (
    database_only,
    heading,
    language,
    lines,
    whole_years,
    years,
)
from pipeline.strategy.tree import Phrase, Query, Within
from pipeline.strategy.words import split

DATE = r'"?(\d{4})(?:/(\d\d?))?(?:/(\d\d?))?"?'
TERM = r"(?!(?:and|or|not)\b)[^\s\"()\[\]]+(?:\s+(?!(?:and|or|not)\b)[^\s\"()\[\]]+){0,12}"
PUBLISHED = r"\[\s*(?:dp|pdat|ppdat|epdat|date - publication|publication date)\s*\]"


def _pubmed_dates(found: Match[str]) -> Query:
    parts = [part or "" for part in found.groups()]
    first = (parts[0], parts[1], parts[2])
    last = (parts[3], parts[4], parts[5]) if len(parts) > 3 and parts[3] else first
    return whole_years(found.group().strip(), first, last)


def _pubmed_heading(found: Match[str]) -> Query:
    name, _, sub = (found["quoted"] or found["bare"]).partition("/")
    tag = found["tag"].lower()
    return heading(
        name,
        found.start() + 1,
        exploded="noexp" not in tag,
        focused=tag.startswith(("majr", "mesh major")),
        sub=sub,
    )


PUBMED = Notation(
    name="pubmed",
    label="PubMed",
    also=("pubmed", "pmc", "ncbi", "nlm"),
    fields={
        "tiab": ("ab", "kf", "ti"),
        "title/abstract": ("ab", "kf", "ti"),
        "ti": ("ti",),
        "title": ("ti",),
        "ab": ("ab",),
        "abstract": ("ab",),
        "tw": ("mp",),
        "text word": ("mp",),
        "text words": ("mp",),
        "all": ("af",),
        "all fields": ("af",),
        "ot": ("kf",),
        "other term": ("kf",),
        "la": ("la",),
        "lang": ("la",),
        "language": ("la",),
        "pt": ("pt",),
        "publication type": ("pt",),
        "ta": ("jn",),
        "jour": ("jn",),
        "journal": ("jn",),
        "au": ("au",),
        "author": ("au",),
        "1au": ("fa",),
        "ad": ("in",),
        "affiliation": ("in",),
        "sh": ("fs",),
        "mesh subheading": ("fs",),
        "nm": ("nm",),
        "supplementary concept": ("nm",),
        "pa": ("pa",),
        "rn": ("rn",),
        "tt": ("ot",),
        "pmid": ("ui",),
        "uid": ("ui",),
        "aid": ("do",),
        "gr": ("gi",),
    },
    signs={"*": "*"},
    truncation="inside",
    levels=(("or", "and", "not"),),
    own=(
        Own(
            pattern=re.compile(
                rf"(?i){DATE}\s*(?:{PUBLISHED})?\s*:\s*{DATE}\s*{PUBLISHED}|{DATE}\s*{PUBLISHED}"
            ),
            read=_pubmed_dates,
        ),
        Own(
            pattern=re.compile(
                rf"(?i)(?:\"(?P<quoted>[^\"]+)\"|(?P<bare>{TERM}))\s*"
                r"\[\s*(?P<tag>(?:mh|mesh|mesh terms?|majr|mesh major topic)\s*(?::\s*noexp)?)\s*\]"
            ),
            read=_pubmed_heading,
        ),
        Own(
            pattern=re.compile(
                rf"(?i)(?:\"[^\"]+\"|{TERM})\s*"
                r"\[\s*(?:sb|filter|subset)\s*\]|\bhasabstract\b|\"last \d+ \w+\"\[(?:dp|pdat)\]|"
                + DATE
                + r"(?:\s*:\s*"
                + DATE
                + r")?\s*\[\s*(?:edat|crdt|mhda|lr|date - (?:entry|create|mesh|entrez|completion))"
                r"\s*\]"
            ),
            read=database_only,
        ),
        Own(
            pattern=re.compile(r"(?i)\bFilters(?: applied)?:\s*\S.*$"),
            read=database_only,
            trails=True,
        ),
    ),
    field_behind=r"\[\s*([A-Za-z][A-Za-z /-]*|1au)(?::~(\d{1,4}))?\s*\]",
    spelling=Spelling(
        fielded="{text}[{tags}]",
        headings={
            (True, False): '"{name}{sub}"[mh]',
            (False, False): '"{name}{sub}"[mh:noexp]',
            (True, True): '"{name}{sub}"[majr]',
            (False, True): '"{name}{sub}"[majr:noexp]',
        },
        years="{first}:{last}[dp]",
        open_years="{first}:3000[dp]",
        tags_joined="",
        field_of="a term",
    ),
    errors=((r"(?<![\w*\[~])\*(?=\w)", "PubMed does not allow * at the beginning of a word"),),
    untagged="if a word has no field, PubMed also searches for headings that match the word",
)


def _phrase(text: str, column: int) -> Query:
    words = split(text, column)
    return words[0] if len(words) == 1 else Phrase(tuple(words))


def _embase_limit(found: Match[str]) -> Query:
    limit = found[1].strip()
    if found[2].lower() == "py":
        span = re.fullmatch(r"(\d{4})(?:\s*-\s*(\d{4}))?", limit)
        return years(span[1], span[2] or span[1]) if span else database_only(found)
    return language(limit) or database_only(found)


def _emtree(found: Match[str]) -> Query:
    name = (found["quoted"] or found["bare"]).replace("''", "'")
    kind = found["kind"].lower()
    if kind == "syn":
        return database_only(found)
    return heading(
        name,
        found.start() + 1,
        exploded="exp" in kind,
        focused="mj" in kind,
        sub=(found["sub"] or "").strip("/"),
    )


EMBASE = Notation(
    name="embase",
    label="Embase.com",
    also=("embase.com", "embase", "elsevier"),
    fields={
        "ti": ("ti",),
        "ab": ("ab",),
        "kw": ("kf",),
        "de": ("hw",),
        "tt": ("ot",),
        "la": ("la",),
        "it": ("pt",),
        "pt": ("pt",),
        "jt": ("jn",),
        "ta": ("jn",),
        "au": ("au",),
        "ff": ("in",),
        "ad": ("in",),
        "tn": ("tn",),
        "df": ("df",),
        "dn": ("dn",),
        "mn": ("mn",),
        "rn": ("rn",),
        "do": ("do",),
        "is": ("is",),
        "cn": ("cn",),
        "id": ("ui",),
        "ca": ("cp",),
        "lnk": ("fs",),
        "oc": ("oc",),
    },
    signs={"*": "*", "?": "#", "$": "?"},
    distances=(
        Distance(pattern=r"near/(\d{1,3})", counts=1),
        Distance(pattern=r"next/(\d{1,3})", counts=1, ordered=True),
    ),
    own=(
        Own(
            pattern=re.compile(
                r"(?i)(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[\w*][\w*-]*))\s*/"
                r"(?P<kind>exp/mj|mj/exp|exp|de|mj|syn)\b"
                r"(?P<sub>(?:/[a-z]{2,3}_[a-z]{2,3}(?:,[a-z]{2,3}_[a-z]{2,3})*)?)"
            ),
            read=_emtree,
        ),
        Own(pattern=re.compile(r"(?i)\[([^\]]+)\]/(lim|py|sd|dd|dc)\b"), read=_embase_limit),
        Own(
            pattern=re.compile(r"(?i)'(?P<quoted>[^']+)'\s*/it\b"),
            read=lambda found: Within(_phrase(found["quoted"], found.start() + 1), ("pt",)),
        ),
        Own(
            pattern=re.compile(r"(?i)(\d{4})(?:-(\d{4}))?:py\b"),
            read=lambda found: years(found[1], found[2] or found[1]),
        ),
    ),
    field_behind=r":((?:[a-z]{2,3})(?:,\s?[a-z]{2,3})*)(?=[\s()]|$)",
    quotes=r"""'(?:[^']|'')*'|"[^"]*\"""",
    spelling=Spelling(
        fielded="{text}:{tags}",
        near="NEAR/{n}",
        near_counts=1,
        ordered="NEXT/{n}",
        headings={
            (True, False): "'{name}'/exp{sub}",
            (False, False): "'{name}'/de{sub}",
            (True, True): "'{name}'/exp/mj{sub}",
            (False, True): "'{name}'/mj{sub}",
        },
        years="[{first}-{last}]/py",
        open_years="[{first}-3000]/py",
        language="[{name}]/lim",
        quote="'",
    ),
    untagged="Embase.com searches for words without a field in every field and maps some of them "
    "to headings",
)


def _mesh(found: Match[str]) -> Query:
    name, _, sub = found["name"].strip().strip('"').partition("/")
    return heading(
        name.strip('" '),
        found.start() + 1,
        exploded=not (found["only"] or "").strip(),
        focused=bool(found["major"]),
        sub=(found["sub"] or sub).strip('" '),
    )


def _mesh_descriptor(found: Match[str]) -> Query:
    return heading(
        found["name"],
        found.start() + 1,
        exploded="this term only" not in found.group().lower(),
        sub=(found["sub"] or "").replace(" - ", " "),
    )


def _joined_lines(found: Match[str]) -> Query:
    joined = lines(found["kind"], found["spans"], found.start() + 1)
    return joined or database_only(found)


def _cochrane_years(found: Match[str]) -> Query:
    first = (found[1], "", "")
    last = (found[2] or "3000", "", "")
    return whole_years(found.group().strip(), first, last)


COCHRANE = Notation(
    name="cochrane",
    label="Cochrane Library",
    also=("cochrane library", "cochrane", "central", "cochrane central", "wiley"),
    fields={
        "ti": ("ti",),
        "ab": ("ab",),
        "kw": ("kw",),
        "pt": ("pt",),
        "au": ("au",),
        "so": ("jn",),
        "doi": ("do",),
        "an": ("ui",),
        "tb": ("tb",),
    },
    signs={"*": "*", "?": "?"},
    levels=(("or",), ("and",), ("not",), ("near",)),
    distances=(
        Distance(pattern=r"near(?:/(\d{1,3}))?", counts=1, default=6),
        Distance(pattern=r"next(?:/(\d{1,3}))?", counts=1, ordered=True, default=1),
    ),
    own=(
        Own(
            pattern=re.compile(
                r"(?i)mesh descriptor:?\s*(?:\[(?P<name>[^\]]+)\])\s*"
                r"(?:in all mesh products)?\s*"
                r"(?:(?:explode (?:all trees|trees?[\s\d,and]*)|this term only)\s*)?"
                r"(?:and with qualifier(?:\(s\)|s)?:?\s*\[(?P<sub>[^\]]+)\])?"
            ),
            read=_mesh_descriptor,
        ),
        Own(
            pattern=re.compile(
                r"(?i)\[\s*mh\s+(?P<only>\^\s*)?(?P<name>\"[^\"]+\"|[^\]\[/\"]+)"
                r"(?:/(?P<sub>[^\]\[]+))?(?P<major>\s*\[mj\])?\s*\]"
            ),
            read=_mesh,
        ),
        Own(
            pattern=re.compile(r"(?i)[{\[]\s*(?P<kind>or|and)\s+(?P<spans>#\d[#\d,\s-]*)[}\]]"),
            read=_joined_lines,
        ),
        Own(
            pattern=re.compile(
                r"(?i)with publication year (?:from|between) (\d{4}) (?:to|and) (\d{4}|current)"
                r"(?=,|\s|$)"
            ),
            read=_cochrane_years,
            trails=True,
        ),
        Own(
            pattern=re.compile(
                r"(?i)(?:,?\s*with cochrane library publication date (?:from|between)?.*|"
                r",?\s*in (?:trials|cochrane (?:reviews|protocols)|clinical answers|editorials)"
                r"\b.*)$"
            ),
            read=database_only,
            trails=True,
        ),
        Own(
            pattern=re.compile(r"(?i)\(word variations have (?:not )?been searched\)"),
            read=lambda _: None,
            trails=True,
        ),
    ),
    field_behind=r":((?:[a-z]{2,3})(?:,\s?[a-z]{2,3})*)(?=[\s()]|$)",
    spelling=Spelling(
        fielded="{text}:{tags}",
        near="NEAR/{n}",
        near_counts=1,
        ordered="NEXT/{n}",
        next="NEXT",
        headings={
            (True, False): '[mh "{name}"{sub}]',
            (False, False): '[mh ^"{name}"{sub}]',
            (True, True): '[mh "{name}"{sub}[mj]]',
            (False, True): '[mh ^"{name}"{sub}[mj]]',
        },
        years="with Publication Year from {first} to {last}",
        open_years="with Publication Year from {first} to 3000",
    ),
    untagged="the Cochrane Library searches for words without a field in all text",
)

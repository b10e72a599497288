"""Notations that write a field before its words: EBSCOhost and Web of Science."""

import re
from re import Match

from pipeline.strategy.form import Distance, Notation, Own, Spelling
from pipeline.strategy.pieces import database_only, heading, languages, whole_years, years
from pipeline.strategy.tree import AllOf, AnyOf, DatabaseOnly, Query, Within, Word

BEHIND = r"(?=[\s()]|$)"


def _ebsco_heading(found: Match[str]) -> Query:
    name, _, sub = found["name"].partition("/")
    plus = name.rstrip().endswith("+")
    return heading(
        name.rstrip().rstrip("+"),
        found.start() + 1,
        exploded=plus,
        focused=found["code"].upper() in ("MM", "MJ"),
        sub=sub,
    )


def _limiters(found: Match[str]) -> Query:
    """EBSCOhost's limiters: years and languages can be applied here, all others only there."""
    text = re.sub(r"(?i)^\[?\s*(?:limiters|narrow by \w*)\s*-\s*", "", found.group()).strip(" ]")
    parts: list[Query] = []
    for limit in re.split(r";\s*", text):
        dates = re.search(r"(?i)publi\w+ date:?\s*(\d{4})(\d\d)(\d\d)-(\d{4})(\d\d)(\d\d)", limit)
        words = re.sub(r"(?i)^language:?\s*|\s*language:?", "", limit).strip(" -.")
        spoken = languages(re.split(r",|\bor\b", words.lower()))
        if dates:
            parts.append(whole_years(limit.strip(), dates.group(1, 2, 3), dates.group(4, 5, 6)))
        elif spoken is not None:
            parts.append(spoken)
        elif limit.strip():
            parts.append(DatabaseOnly(limit.strip(), found.start() + 1))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts)) if parts else database_only(found)


def _ebsco_dates(found: Match[str]) -> Query:
    open_end = "3000" if "-" in found.group() else found["first"]
    first, last = found["first"], found["last"] or open_end
    if len(first) == 4:
        return years(first, last[:4])
    return whole_years(found.group(), (first[:4], first[4:6], ""), (last[:4], last[4:6], last[6:8]))


EBSCO = Notation(
    name="ebsco",
    label="EBSCOhost",
    also=("ebscohost", "ebsco", "ebsco host", "cinahl", "cinahl complete", "cinahl plus"),
    fields={
        "ti": ("ti",),
        "ab": ("ab",),
        "su": ("hw",),
        "mw": ("hw",),
        "kw": ("kf",),
        "id": ("id",),
        "tx": ("af",),
        "au": ("au",),
        "so": ("jn",),
        "jn": ("jn",),
        "jt": ("jn",),
        "pt": ("pt",),
        "la": ("la",),
        "ln": ("la",),
        "af": ("in",),
        "xb": ("xb",),
        "tk": ("tk",),
        "zt": ("dt",),
        "pz": ("dt",),
        "is": ("is",),
        "ui": ("ui",),
        "an": ("ui",),
        "gi": ("gi",),
        "ge": ("gw",),
        "po": ("po",),
        "zr": ("zr",),
        "em": ("em",),
        "cc": ("cc",),
        "rf": ("rf",),
        "nm": ("nm",),
        "ag": ("ag",),
    },
    signs={"*": "*", "?": "#", "#": "?"},
    line="S{n}",
    beside="phrase",
    distances=(
        Distance(pattern=r"n(\d{1,3})"),
        Distance(pattern=r"w(\d{1,3})", ordered=True),
    ),
    own=(
        Own(
            pattern=re.compile(
                r"(?i)(?P<code>MH|MM|MJ|DE)\s*(?P<open>\(\s*)?\"(?P<name>[^\"]+)\"(?(open)\s*\))"
            ),
            read=_ebsco_heading,
        ),
        Own(
            pattern=re.compile(
                r"(?i)(?P<code>MH|MM|MJ|DE)\s+(?P<name>[A-Za-z][\w,'-]*(?: (?!(?:and|or|not)\b)"
                r"[A-Za-z][\w,'-]*)*\+?)" + BEHIND
            ),
            read=_ebsco_heading,
        ),
        Own(
            pattern=re.compile(
                r"(?i)(?:PY|DT)\s+(?P<open>\(\s*)?(?P<first>\d{8}|\d{4})"
                r"(?:\s*-\s*(?P<last>\d{8}|\d{4})?)?(?(open)\s*\))" + BEHIND
            ),
            read=_ebsco_dates,
        ),
        Own(
            pattern=re.compile(
                r"(?i)\[?\s*\b(?:limiters|narrow by \w*)\s*-\s*(?:(?!expanders|search modes).)*"
            ),
            read=_limiters,
            trails=True,
        ),
        Own(
            pattern=re.compile(r"(?i)(?:expanders|search modes?|interface|database)\s*-\s*.*$"),
            read=lambda _: None,
            trails=True,
        ),
    ),
    field_before=(r"([A-Z]{2})\s*(?=\()|([A-Z]{2})\s+(?=[\w\"*])(?!(?:OR|AND|NOT|N\d+|W\d+)\b)"),
    spelling=Spelling(
        fielded="{tags} ({text})",
        near="N{n}",
        ordered="W{n}",
        headings={
            (True, False): 'MH "{name}+{sub}"',
            (False, False): 'MH "{name}{sub}"',
            (True, True): 'MM "{name}+{sub}"',
            (False, True): 'MM "{name}{sub}"',
        },
        limiters="Limiters - {limits}",
        years="PY {first}-{last}",
        open_years="PY {first}-3000",
        tags_joined="",
        capitals=True,
    ),
    untagged="if a word has no field, EBSCOhost searches the default fields of each database",
)


def _refined(found: Match[str]) -> Query:
    """A filter as Web of Science writes it after a search: 2022 or 2023 (Publication Years)."""
    values = [value.strip() for value in re.split(r"(?i)\s+or\s+", found["values"])]
    kind = found["kind"].lower()
    parts: list[Query] = []
    if kind == "publication years" and all(re.fullmatch(r"\d{4}", value) for value in values):
        parts = [years(value, value) for value in values]
    elif kind == "languages" and (spoken := languages(values)):
        return spoken
    elif kind == "document types" and all(re.fullmatch(r"\w+", value) for value in values):
        parts = [Within(Word(value.lower()), ("pt",)) for value in values]
    if not parts:
        return database_only(found)
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


REFINED = re.compile(
    r"(?i)\s*(?:and\s+)?(?P<kind>document types|languages|publication years)\s*:\s*"
    r"\(\s*(?P<values>[^()]*?)\s*\)\s*"
)
"""One part of a "Refined by" in a classic search of Web of Science."""


def _refined_by(found: Match[str]) -> Query:
    """The parts of a "Refined by", one by one; kept whole if one of them is not understood."""
    text = re.sub(r"(?i)^.*?refined by:?", "", found.group())
    parts = list(REFINED.finditer(text))
    if not parts or "".join(part.group() for part in parts).strip() != text.strip():
        return database_only(found)
    read = [_refined(part) for part in parts]
    if any(isinstance(part, DatabaseOnly) for part in read):
        return database_only(found)
    return read[0] if len(read) == 1 else AllOf(tuple(read))


def _wos_year_list(found: Match[str]) -> Query:
    return AnyOf(tuple(years(year, year) for year in re.findall(r"\d{4}", found.group())))


def _wos_years(found: Match[str]) -> Query:
    return years(found["first"], found["last"] or found["first"])


WOS = Notation(
    name="wos",
    label="Web of Science",
    also=(
        "web of science",
        "wos",
        "web of knowledge",
        "clarivate",
        "web of science core collection",
    ),
    fields={
        "ts": ("mp",),
        "topic": ("mp",),
        "ti": ("ti",),
        "title": ("ti",),
        "ab": ("ab",),
        "ak": ("kf",),
        "kp": ("kp",),
        "all": ("af",),
        "au": ("au",),
        "author": ("au",),
        "so": ("jn",),
        "la": ("la",),
        "language": ("la",),
        "dt": ("pt",),
        "document types": ("pt",),
        "document type": ("pt",),
        "ad": ("in",),
        "og": ("og",),
        "cu": ("cu",),
        "wc": ("wc",),
        "su": ("sc",),
        "do": ("do",),
        "ut": ("ui",),
        "pmid": ("pm",),
        "is": ("is",),
        "fo": ("gi",),
    },
    signs={"*": "*", "?": "#", "$": "?"},
    levels=(("or",), ("and",), ("not",), ("near",)),
    distances=(Distance(pattern=r"near(?:/(\d{1,3}))?", default=15),),
    own=(
        Own(
            pattern=re.compile(r"(?i)PY\s*=\s*\(\s*\d{4}(?:\s+or\s+\d{4})+\s*\)"),
            read=_wos_year_list,
        ),
        Own(
            pattern=re.compile(
                r"(?i)(?!(?:and|or|not)\b)(?P<values>\w[\w &,.'-]{0,200}?)\s*"
                r"\((?P<kind>publication years|document types|languages|research areas|"
                r"web of science categories|countries/regions|publication titles|"
                r"citation topics \w+|open access)\)"
            ),
            read=_refined,
        ),
        Own(
            pattern=re.compile(
                r"(?i)(?:PY\s*=|(?:YEAR PUBLISHED|PUBLICATION YEARS?)\s*:)\s*(?P<open>\(\s*)?"
                r"(?P<first>\d{4})"
                r"(?:\s*-\s*(?P<last>\d{4}))?(?(open)\s*\))" + BEHIND
            ),
            read=_wos_years,
        ),
        Own(
            pattern=re.compile(r"(?i)\btimespan\s*[=:]\s*(?P<first>\d{4})\s*-\s*(?P<last>\d{4})"),
            read=_wos_years,
            trails=True,
        ),
        Own(
            pattern=re.compile(r"(?i)\btimespan\s*[=:]\s*all years"),
            read=lambda _: None,
            trails=True,
        ),
        Own(
            pattern=re.compile(
                r"(?i)\b(?:and )?refined by:?(?:(?!timespan|(?:indexes|databases?)\s*[=:]).)*"
            ),
            read=_refined_by,
            trails=True,
        ),
        Own(
            # The searched indexes say where the records come from; they do not narrow a line.
            pattern=re.compile(r"(?i)\b(?:indexes|databases?)\s*[=:](?:(?!timespan).)*"),
            read=lambda _: None,
            trails=True,
        ),
    ),
    field_before=(
        r"(?i)(ts|ti|ab|ak|kp|all|au|so|la|dt|ad|og|cu|wc|su|do|ut|pmid|is|fo|[a-z]{2})\s*=\s*|"
        r"(topic|title|author|language|document types?)\s*:\s*(?=[(\"\w])"
    ),
    errors=(
        (
            r"(?<=[\w*\"')]\s)SAME(?=\s+[\w(\"'*])",
            (
                "'SAME' joins words of one address, but ajour does not store addresses. Write "
                "NEAR/n or AND"
            ),
        ),
    ),
    spelling=Spelling(
        fielded="{tags}=({text})",
        near="NEAR/{n}",
        years="PY=({first}-{last})",
        open_years="PY=({first}-3000)",
        tags_joined="",
        capitals=True,
    ),
    untagged="Web of Science needs a field, so ajour searches the topic if a word has no field",
)

"""The notations of search strategies by name; parses a query in any of them into a tree."""

from pipeline.strategy.expression import read_expression
from pipeline.strategy.form import Notation, Spelling
from pipeline.strategy.function_notations import PROQUEST, SCOPUS
from pipeline.strategy.labels import LABELS
from pipeline.strategy.prefix_notations import EBSCO, WOS
from pipeline.strategy.suffix_notations import COCHRANE, EMBASE, PUBMED
from pipeline.strategy.tree import Query
from pipeline.strategy.words import LONGEST_QUERY, plain

OVID_CODES = (
    *("ti", "ab", "kf", "kw", "hw", "tw", "mp", "af", "sh", "pt", "la", "jn", "jw", "ot", "au"),
    *("in", "fa", "id", "md", "is", "ui", "do", "nm", "rn", "tn", "dn", "df", "mn", "cn", "cp"),
    *("fs", "oc", "pa", "gi", "tb", "dt", "po", "ag", "gw", "kp", "og", "cu", "wc", "sc", "pm"),
    *("rf", "cf", "st", "dk", "cc", "tx", "xb", "tk", "cm", "de", "dp", "hf", "ip", "nj", "ox"),
    *("pg", "px", "rx", "sa", "so", "tc", "tm", "vo", "zr", "em", "ix", "oa", "ps"),
)
"""Ovid's fields by their codes, also the tree's, and codes for fields of other notations."""

OVID = Notation(
    name="ovid",
    label="Ovid",
    also=("ovid", "ovidsp", "wolters kluwer", "ovid medline", "ovid embase"),
    fields={code: (code,) for code in OVID_CODES},
    signs={"*": "*", "$": "*", "#": "#", "?": "?", "*n": "*", "$n": "*"},
    line="{n}",
    beside="phrase",
    truncation="end",
    spelling=Spelling(
        fielded="{text}.{tags}.",
        near="adj{n}",
        near_counts=1,
        next="adj",
        without="not",
        headings={
            (True, False): "exp {name}/{sub}",
            (False, False): "{name}/{sub}",
            (True, True): "exp *{name}/{sub}",
            (False, True): "*{name}/{sub}",
        },
        subheadings="{sub}",
        years="{first}:{last}.(sa_year).",
        open_years="{first}:current.(sa_year).",
    ),
)

NOTATIONS: dict[str, Notation] = {
    each.name: each for each in (OVID, PUBMED, EMBASE, EBSCO, WOS, SCOPUS, PROQUEST, COCHRANE)
}
"""Every supported notation, by its name in review.toml and on the command line.

A new one is a row like these, in the module of the notations that write fields in the same way,
and its label in `labels`.
"""


def notation_named(name: str) -> Notation | None:
    """The notation by its name or the name of its platform, in any case; None if there is none.

    >>> notation_named("Embase.com").name, notation_named("Lilacs")
    ('embase', None)
    """
    wanted = " ".join(name.lower().split())
    for each in NOTATIONS.values():
        if wanted in (each.name, each.label.lower(), *each.also):
            return each
    return None


def parse(query: str, notation: str = "ovid") -> Query:
    """The tree of one line, in Ovid's notation unless another is named.

    Raises `Refused`, with the column (1-based), if the line cannot be parsed, or if it has a sign
    that means something in another notation.

    >>> parse("telework*[tiab]", "pubmed")
    Within(query=Word(text='telework*'), fields=('ab', 'kf', 'ti'))
    """
    if notation == OVID.name:
        from pipeline.strategy.ovid import read_ovid  # its grammar takes time to import

        return read_ovid(query)
    return read_expression(query, NOTATIONS[notation])


__all__ = ["LABELS", "LONGEST_QUERY", "NOTATIONS", "OVID", "notation_named", "parse", "plain"]

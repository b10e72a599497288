"""Detects the notation of a strategy if nobody has named it."""

from collections.abc import Sequence

from pipeline.errors import Refused
from pipeline.strategy.foreign_signs import LINES_OF_EBSCO, QUOTED, SIGNS
from pipeline.strategy.notation import NOTATIONS, notation_named, parse

LOOKED_AT = 60
"""Lines of a strategy, from the first, that are tried in each notation."""


def recognised(queries: Sequence[str], hints: Sequence[str] = ()) -> str:
    """The name of the notation that can read most of the lines.

    Tried first are those whose signs occur most, then those that the hints name (a platform, a
    database), then Ovid's. The first that reads every line is used.

    >>> recognised(["telework*[tiab]", "home[ti]", "#1 OR #2"])
    'pubmed'
    """
    looked_at = [query for query in queries[:LOOKED_AT] if query.strip()]
    best, most = "ovid", -1
    for name in _likeliest(looked_at, hints):
        read = sum(_reads(query, name) for query in looked_at)
        if read > most:
            best, most = name, read
        if read == len(looked_at):
            break
    return best


def _likeliest(queries: Sequence[str], hints: Sequence[str]) -> list[str]:
    marks = dict.fromkeys(NOTATIONS, 0.0)
    for query in queries:
        masked = QUOTED.sub('""', query)
        for sign in SIGNS:
            times = len(sign.pattern.findall(masked))
            for name in sign.known & marks.keys():
                marks[name] += times / len(sign.known)
        if LINES_OF_EBSCO.fullmatch(query):
            marks["ebsco"] += 1
            marks["proquest"] += 1
    named = [found.name for hint in hints if (found := notation_named(hint))]
    rank = {name: place for place, name in enumerate(dict.fromkeys([*named, *NOTATIONS]))}
    return sorted(marks, key=lambda name: (-marks[name], rank[name]))


def _reads(query: str, name: str) -> bool:
    try:
        parse(query, name)
    except Refused:
        return False
    return True

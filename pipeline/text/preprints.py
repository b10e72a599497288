"""Preprint servers, as databases name them and as DOIs show them."""

import re
from functools import lru_cache

from pipeline.text.letters import given

_SERVER = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|edarxiv|osf preprints?|ssrn|research square|"
    r"preprints(?:\.org)?|preprint|zenodo|authorea|techrxiv|engrxiv|qeios|f1000research preprint|"
    r"social science research network|repec|nber working papers?|iza discussion papers?)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"10\.(?:1101/(?:\d{6}$|20\d\d\.)|2139/ssrn|21203/rs|31234/osf|31235/osf|20944/preprints|48550/arxiv|36227/techrxiv|"
    r"22541/au|26434/chemrxiv|32388/|35542/osf)",
    re.IGNORECASE,
)
"""DOI prefixes (and stems) that Crossref and DataCite list for preprint servers."""


@lru_cache(maxsize=20_000)
def _server(journal: str | None) -> bool:
    return bool(_SERVER.search(given(journal)))


def preprint(journal: str | None, doi: str | None = None) -> bool:
    """Whether a record is of a preprint or working paper.

    >>> preprint("medRxiv"), preprint(None, "10.21203/rs.3.rs-1/v1"), preprint("Preventive Medicine")
    (True, True, False)
    """
    return _server(journal) or bool(doi and not given(journal) and _PREFIX.match(doi))

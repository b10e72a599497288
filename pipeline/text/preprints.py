"""Preprint servers, as databases name them and as DOIs show them."""

import re
from functools import lru_cache

from pipeline.text.letters import given

_SERVER = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|edarxiv|techrxiv|engrxiv|ssrn|"
    r"osf preprints?|social science research network|research square|preprints?(?:\.org)?|zenodo|"
    r"authorea|qeios|repec|nber working papers?|iza discussion papers?)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"10\.(?:1101/(?:\d{6}$|20\d\d\.)|2139/ssrn|21203/rs|3123[45]/osf|35542/osf|48550/arxiv|"
    r"20944/preprints|36227/techrxiv|22541/au|26434/chemrxiv|32388/)",
    re.IGNORECASE,
)
"""DOI prefixes (and stems) that Crossref and DataCite list for preprint servers."""


@lru_cache(maxsize=20_000)
def _server(journal: str | None) -> bool:
    return bool(_SERVER.search(given(journal)))


def preprint(journal: str | None, doi: str | None = None) -> bool:
    """Whether a record is of a preprint or working paper.

    >>> preprint("medRxiv"), preprint(None, "10.21203/rs.3.rs-1/v1"), preprint("Preventive Care")
    (True, True, False)
    """
    return _server(journal) or bool(doi and not given(journal) and _PREFIX.match(doi))

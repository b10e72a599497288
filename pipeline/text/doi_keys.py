"""DOIs in one spelling, with a single DOI for all versions of a preprint."""

import html
import re
from urllib.parse import unquote

from pipeline.text.identifiers import bare_doi

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_VERSION = re.compile(r"(?:[/._]?v\d{1,2}(?:\.full)?)$")
_PREFIXES = "21203 1101 31234 31235 31219 35542 48550 20944 36227 26434 12688 21956 12697"
_SERVERS = frozenset(f"10.{prefix}" for prefix in _PREFIXES.split())
"""Prefixes of preprint servers, and of journals that keep an article's versions (F1000)."""

_F1000 = re.compile(r"(10\.(?:12688|21956|12697)/.+\.\d+)\.\d{1,2}$")


def doi_keys(doi: str | None) -> tuple[str, str]:
    """A DOI for comparison, without the version of a preprint or open article, and that version.

    >>> doi_keys("10.5555/s0140-6736%2820%2930183-5")[0], doi_keys("10.5555/s12889–019–1")[0]
    ('10.5555/s0140-6736(20)30183-5', '10.5555/s12889-019-1')
    >>> doi_keys("10.21203/rs.3.rs-900001/v2"), doi_keys("10.1000/j.x/v2"), doi_keys(None)
    (('10.21203/rs.3.rs-900001', 'v2'), ('10.1000/j.x/v2', ''), ('', ''))
    """
    if not doi:
        return "", ""
    text = doi
    if not text.isascii():
        text = _UNSEEN.sub("", text).translate(_DASHES)
    if "%" in text:
        text = unquote(text)
    if "&" in text:
        text = html.unescape(text)
    if " " in text or text is not doi:
        text = bare_doi(text.replace("/ ", "/")) or ""
    return doi_version(text.lower())


def doi_version(doi: str) -> tuple[str, str]:
    """A DOI without its version, and the version, "" if it names none.

    >>> doi_version("10.21203/rs.3.rs-900001/v2"), doi_version("10.12688/f1000research.123.2")
    (('10.21203/rs.3.rs-900001', 'v2'), ('10.12688/f1000research.123', '2'))
    """
    if doi.partition("/")[0] not in _SERVERS:
        return doi, ""
    if found := _VERSION.search(doi):
        return doi[: found.start()], found[0].strip("/._").removesuffix(".full")
    if found := _F1000.match(doi):
        return found[1], doi[len(found[1]) + 1 :]
    return doi, ""

"""DOI, PMID, ISSN and ISBN out of whatever a source wrapped them in."""

import html
import re
from urllib.parse import unquote

DOI = re.compile(
    r"10\.\d{4,9}(?:\.\d+)*/(?:(?![;,|]\s?(?:https?:|doi|10\.\d))[^\s\"<>])+", re.IGNORECASE
)
"""Prefix and suffix as the DOI Handbook (2.2) has them."""

TAILS = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|fulltext|html|summary|meta|full/html|full-text)|\.pdf)$",
    re.IGNORECASE,
)
"""What publishers put behind a DOI in their addresses."""


def bare_doi(text: str) -> str | None:
    """The first DOI in a text, bare and in lower case (a DOI is blind to case: ISO 26324, 4.2).

    >>> bare_doi("https://dx.doi.org/10.1186/S11689-021-09396-9")
    '10.1186/s11689-021-09396-9'
    >>> bare_doi("10.1038/s41598-024-65283-y     LK  - https://example.org/?a=1")
    '10.1038/s41598-024-65283-y'
    >>> bare_doi("doi: 10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2.")
    '10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2'
    >>> bare_doi("10.1000/a;10.1000/b"), bare_doi("https://doi.org/10.1000/c?from=x")
    ('10.1000/a', '10.1000/c')
    >>> bare_doi("DOI") is None
    True
    """
    if "10." not in text:
        return None
    if "&" in text:
        text = html.unescape(text)
    if "doi.org/" in text:
        text = text.partition("?")[0]
    if "%2f" in text.lower():
        text = unquote(text)
    if "/(sici)" in text.lower():
        text = text.replace("<", "\x01").replace(">", "\x02")
    match = DOI.search(text)
    if not match:
        return None
    doi = match[0].replace("\x01", "<").replace("\x02", ">").rstrip(".,;:'\"*\\|&]}")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi.lower() or None


def doi_of_address(address: str) -> str | None:
    """The DOI that an address is of, if it leads to one.

    >>> doi_of_address("https://onlinelibrary.wiley.com/doi/full/10.1111/add.14404")
    '10.1111/add.14404'
    >>> doi_of_address("https://doi.org/10.1016/j.cretres.2023.105752?from=x")
    '10.1016/j.cretres.2023.105752'
    >>> doi_of_address("http://resolver.example.org/?id=doi:10.1016%2Fj.clp&spage=1")
    '10.1016/j.clp'
    >>> doi_of_address("https://www.cochranelibrary.com/central/doi/10.1002/central/CN-00/full")
    >>> doi_of_address("https://example.org/render?id=10.1000/1")
    """
    if "doi" not in address or "/central/" in address:
        return None
    if "id=doi:" in address:
        return bare_doi(unquote(address.partition("id=doi:")[2].partition("&")[0]))
    at = max(address.find("doi.org/"), address.find("/doi/"))
    doi = bare_doi(re.split(r"[?#&;]", address[at:])[0]) if at >= 0 else None
    return TAILS.sub("", doi) if doi else None


PUBMED_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|/pubmed/|/MED/)(\d{1,8})(?!\d)")


def bare_pmid(text: str) -> str | None:
    """The PMID a value holds, if it holds one: digits, perhaps marked or in an address.

    >>> bare_pmid("38773066"), bare_pmid("PMID: 123"), bare_pmid("25892746[pmid]")
    ('38773066', '123', '25892746')
    >>> bare_pmid("PUBMED 38407106,EMBASE 643589775")
    '38407106'
    >>> bare_pmid("102199191") is None
    True
    """
    text = text.strip()
    match = (
        re.fullmatch(r"0*([1-9]\d{0,7})(?:\.0)?", text)
        or re.search(r"\b(?:pubmed|pmid|medline)\b(?:[\s:#=-]|id)*0*([1-9]\d{0,7})\b", text, re.I)
        or re.search(r"\b([1-9]\d{0,7})\s*\[pmid\]", text, re.I)
        or PUBMED_ADDRESS.search(text)
    )
    return match[1] if match else None


ISSN = re.compile(r"(?<![\dX-])(\d{4})[-‐–]?(\d{3}[\dXx])(?![\d-])")


def issns(text: str) -> list[str]:
    """Every ISSN in a text, as NNNN-NNNX, in the order found. ISBNs are not taken for ISSNs.

    >>> issns("20411723 (ISSN)"), issns("1932-8494; 1932-8486"), issns("9780128012383")
    (['2041-1723'], ['1932-8494', '1932-8486'], [])
    """
    return [f"{match[1]}-{match[2].upper()}" for match in ISSN.finditer(text)]


ISBN = re.compile(r"(?<![\d-])(97[89][-\s]?(?:\d[-\s]?){9}\d|(?:\d[-\s]?){9}[\dXx])(?![\d-])")


def isbn(text: str) -> str | None:
    """The first ISBN in a text, without hyphens.

    >>> isbn("978-0-12-801238-3 (print)"), isbn("2041-1723")
    ('9780128012383', None)
    """
    match = ISBN.search(text)
    return re.sub(r"[-\s]", "", match[1]).upper() if match else None

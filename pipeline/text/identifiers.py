"""Extracts DOI, PMID, ISSN and ISBN from whatever a source wrapped them in."""

import html
import re
import unicodedata
from urllib.parse import unquote

DOI = re.compile(
    r"10\.\d{4,9}(?:\.\d+)*/(?:(?![;,|]\s?(?:https?:|doi|10\.\d))[^\s\"<>])+", re.IGNORECASE
)
"""Prefix and suffix as defined in the DOI Handbook (2.2)."""

TAILS = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|fulltext|html|summary|meta|full/html|full-text)|\.pdf)$",
    re.IGNORECASE,
)
"""Publishers' additions to a DOI in their addresses."""


UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff]")
HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
ENCODED = re.compile(r"%(?:25)*[0-9a-f]{2}", re.IGNORECASE)
PARTED = re.compile(r"\b(10\.\d{4,9}(?:\.\d+)*)\s*/\s*(?=\S)")
"""A DOI with blanks around its slash."""

MARK = re.compile(r"\[(?:doi|pii)\]", re.IGNORECASE)
"""PubMed's additions to a DOI."""


def _plain(text: str) -> str:
    """A text with programs' changes to a DOI undone: percent signs, other dashes, hidden marks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).translate(HYPHENS)
    if "&" in text:
        text = html.unescape(text)
    if "doi.org/" in text:
        text = text.partition("?")[0]
    for _ in range(3):
        if "%" not in text or not ENCODED.search(text):
            break
        text = unquote(text)
    if "[" in text:
        text = MARK.sub(" ", text)
    text = text.replace("\\_", "_")
    return PARTED.sub(r"\1/", text) if " /" in text or "/ " in text else text


def bare_doi(text: str) -> str | None:
    """The first DOI in a text, bare and in lower case (DOIs ignore case: ISO 26324, 4.2).

    >>> bare_doi("https://dx.doi.org/10.1186/S11689-021-09396-9")
    '10.1186/s11689-021-09396-9'
    >>> bare_doi("10.1038/s41598-024-65283-y     LK  - https://example.org/?a=1")
    '10.1038/s41598-024-65283-y'
    >>> bare_doi("doi: 10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2.")
    '10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2'
    >>> bare_doi("10.1000/a;10.1000/b"), bare_doi("https://doi.org/10.1000/c?from=x")
    ('10.1000/a', '10.1000/c')
    >>> bare_doi("10.1000/S0140-6736%2820%2930183-5"), bare_doi("10.1000 / s\u20131[doi]")
    ('10.1000/s0140-6736(20)30183-5', '10.1000/s-1')
    >>> bare_doi("DOI") is None
    True
    """
    if "10." not in text and text.isascii():
        return None
    text = _plain(text)
    if "/(sici)" in text.lower():
        text = text.replace("<", "\x01").replace(">", "\x02")
    match = DOI.search(text)
    if not match:
        return None
    doi = match[0].replace("\x01", "<").replace("\x02", ">").rstrip(".,;:'\"*\\|&]}")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi.lower() or None


LEADS = re.compile(
    r"doi[.-]org[^/\s]*/(?:doi:)?|/doi/|info:doi/|\bdoi:\s*|"
    r"(?:springer|biomedcentral|springeropen|frontiersin|plos|biorxiv|medrxiv)[\w.-]*/\S*?"
    r"(?:articles?|chapter|book|content|referenceworkentry)(?:/|\?id=)(?=10\.)",
    re.IGNORECASE,
)
"""The part before the DOI in a DOI address, even if a library's proxy rewrote the host:
doi-org.ezproxy.example.org."""

PREPRINT = re.compile(r"(10\.1101/[\d.]+\d)v\d+[\w.]*(?=[/?#]|$)")
"""The DOI of bioRxiv and medRxiv, which the version follows in their addresses."""


def doi_of_address(address: str) -> str | None:
    """The DOI that an address leads to, if any.

    >>> doi_of_address("https://onlinelibrary.wiley.com/doi/full/10.1111/add.14404")
    '10.1111/add.14404'
    >>> doi_of_address("https://doi.org/10.1016/j.cretres.2023.105752?from=x")
    '10.1016/j.cretres.2023.105752'
    >>> doi_of_address("http://resolver.example.org/?id=doi:10.1016%2Fj.clp&spage=1")
    '10.1016/j.clp'
    >>> doi_of_address("https://doi-org.proxy.no/10.1000/a"), doi_of_address("info:doi/10.1000/a")
    ('10.1000/a', '10.1000/a')
    >>> doi_of_address("https://www.medrxiv.org/content/10.1101/2020.01.01.20000001v2.full")
    '10.1101/2020.01.01.20000001'
    >>> doi_of_address("https://www.cochranelibrary.com/central/doi/10.1002/central/CN-00/full")
    >>> doi_of_address("https://example.org/render?id=10.1000/1")
    """
    if "10" not in address or "/central/" in address:
        return None
    if "%2f" in address.lower() or "%3a" in address.lower():
        if "id=doi:" in address:
            address = "doi:" + address.partition("id=doi:")[2].partition("&")[0]
        address = unquote(address)
    leads = [match.end() for match in LEADS.finditer(address)]
    if not leads:
        return None
    path = PREPRINT.sub(r"\1", re.split(r"[?#&;]", address[leads[-1] :])[0])
    doi = bare_doi(path)
    return TAILS.sub("", doi) if doi else None


PUBMED_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|/pubmed/|/MED/)(\d{1,8})(?!\d)")


def bare_pmid(text: str) -> str | None:
    """The PMID in a value, if it has one: digits, perhaps labelled or in an address.

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
    """Every ISSN in a text, as NNNN-NNNX, in the order found. ISBNs are not mistaken for ISSNs.

    >>> issns("20411723 (ISSN)"), issns("1932-8494; 1932-8486"), issns("9780128012383")
    (['2041-1723'], ['1932-8494', '1932-8486'], [])
    """
    text = text.replace("ISSN-", "ISSN ")
    return [f"{match[1]}-{match[2].upper()}" for match in ISSN.finditer(text)]


ISBN = re.compile(r"(?<![\d-])(97[89][-\s]?(?:\d[-\s]?){9}\d|(?:\d[-\s]?){9}[\dXx])(?![\d-])")


def isbns(text: str) -> list[str]:
    """Every ISBN in a text, without hyphens, in the order found.

    >>> isbns("978-0-12-801238-3 (print); 82-00-00000-1"), isbns("2041-1723")
    (['9780128012383', '8200000001'], [])
    """
    return [re.sub(r"[-\s]", "", match[1]).upper() for match in ISBN.finditer(text)]

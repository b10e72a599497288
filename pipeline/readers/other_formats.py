"""Files that people mistake for exports, and what to export instead."""

import re

NUMBERS = (
    "this file has only numbers, like a list of PMIDs from PubMed. In PubMed, choose Save, "
    "Format: PubMed"
)
READABLE = (
    "this file is in PubMed's format Summary or Abstract, which is for reading only. In "
    "PubMed, choose Save, Format: PubMed"
)
MARC = (
    "this file is in MARC, the format of library catalogues. Choose RIS or EndNote in the "
    "catalogue's export"
)
YAML = "this file is CSL YAML. In Zotero, choose File, Export Library, Format: RIS"
PRINTED = (
    "this file is a list of printed references. Export the records as RIS from the database "
    "or reference manager"
)
OTHERS = (
    (re.compile(r"\s*(?:\d{1,8}[ \t]*[\r\n]+)+\s*\Z"), NUMBERS),
    (re.compile(r"\s*1[.:] (?=[^\0]{0,8000}\bPMID: ?\d)"), READABLE),
    (re.compile(r"\d{5}[acdnp][a-z][a-z ][\w ][\w ]22"), MARC),
    (re.compile(r"\s*(?:---\s*)?(?:references:\s*)?-\s+(?:id|type|title):", re.IGNORECASE), YAML),
    (
        re.compile(
            r"\s*(?:\[?\d+[.\])]\s+)?\w[\w'’-]+,? [A-Z]\.?[^\r\n\t|]{0,400}?\(\d{4}[a-z]?\)"
        ),
        PRINTED,
    ),
)
"""The start of a text, what it shows the text to be, and the one thing to do."""

ROOTS = {
    "mods": "MODS",
    "modscollection": "MODS",
    "collection": "MARCXML",
    "rdf:rdf": "Zotero's or another RDF",
    "tei": "TEI",
    "oai-pmh": "an answer of OAI-PMH",
    "b:sources": "Word's list of sources",
    "sources": "Word's list of sources",
    "rss": "a news feed",
    "feed": "a news feed, such as arXiv's",
    "svg": "a picture",
    "esearchresult": "PubMed's answer to a search, which has only PMIDs",
    "clinical_study": "ClinicalTrials.gov's old XML",
}
"""What XML with these first elements is; none of it is supported."""

ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")


def other_format(head: str) -> str:
    r"""The kind of a text that is not an export, and what to do; "" if that is unknown.

    >>> other_format("12345678\n23456789\n")[:26]
    'this file has only numbers'
    """
    return next((told for pattern, told in OTHERS if pattern.match(head)), "")


def other_xml(head: str) -> str:
    """What unsupported XML is, as far as its first element shows.

    >>> other_xml("<?xml version='1.0'?><modsCollection>"), other_xml("<a/>")
    ('the file is MODS', 'the file is XML with the first element <a>')
    """
    root = ROOT.search(head)
    name = root[1] if root else ""
    known = ROOTS.get(name.lower())
    return f"the file is {known}" if known else f"the file is XML with the first element <{name}>"

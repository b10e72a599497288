"""Which format a file is in, from its first look, and why."""

import re
from dataclasses import dataclass

from pipeline.errors import Refused
from pipeline.readers.first_pass import Survey
from pipeline.readers.tables import LINE_END, names_columns

HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|[A-Za-z])")
ROOTS = (
    (re.compile(r"<PubmedArticleSet|<PubmedArticle[ >]|<PubmedBookArticle"), "pubmed-xml"),
    (re.compile(r"<xml>\s*<records>|<records>\s*<record>", re.IGNORECASE), "endnote-xml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A format by its name, what gave it away, and the records counted by that."""

    format: str
    because: str
    start_tags: int


def detect(found: Survey, name: str) -> Found:
    """The format of a file; refused, in one sentence, where it is none that is read."""
    head, marks = found.head.lstrip("\ufeff"), found.marks
    if found.size == 0 or not head.strip():
        raise Refused(f"{name}: the file is empty.")
    if HTML.match(head):
        raise Refused(f"{name}: this is a web page, perhaps an error message, not an export.")
    if "\0" in head:
        raise Refused(f"{name}: this is not text.")
    if names_columns(LINE_END.split(head.lstrip(), 1)[0]):
        # Cells may hold line ends and, after them, what looks like tags.
        return Found(format="table", because="the first line names columns", start_tags=0)
    if marks["TY"]:
        return Found(format="ris", because="lines begin with TY", start_tags=marks["TY"])
    if marks["PMID"]:
        return Found(format="nbib", because="records begin with PMID-", start_tags=marks["PMID"])
    if marks["OWN"]:
        return Found(format="nbib", because="records begin with OWN -", start_tags=marks["OWN"])
    if marks["PT"] and (marks["EOR"] or head.lstrip().startswith("FN ")):
        return Found(format="ciw", because="records begin with PT", start_tags=marks["PT"])
    return _without_tags(found, name, head)


def _without_tags(found: Survey, name: str, head: str) -> Found:
    marks = found.marks
    if XML.match(head):
        for root, format_ in ROOTS:
            if root.search(head):
                return Found(format=format_, because="by its elements", start_tags=marks["element"])
        raise Refused(f"{name}: this is XML, but neither EndNote's nor PubMed's.")
    if re.match(r'\s*\{\s*"', head):
        return Found(format="jsonl", because="lines are objects", start_tags=0)
    if marks["bib"]:
        return Found(format="bibtex", because="entries begin with @", start_tags=marks["bib"])
    if marks["counter"] and not marks["ER"]:
        return Found(
            format="ovid", because="records begin with a counter", start_tags=marks["counter"]
        )
    if marks["ER"]:
        return Found(format="ris", because="no TY, but ER lines", start_tags=marks["ER"])
    if marks["UI"] and marks["tag"] > marks["UI"]:
        return Found(format="ovid", because="tags in Ovid's manner", start_tags=marks["UI"])
    if marks["tag"] >= 2:
        return Found(format="ris", because="neither TY nor ER, but tags", start_tags=0)
    return Found(format="table", because="no tags: lines of cells", start_tags=0)

"""The type of document that a record describes, by its source: thesis, book, registration."""

import re
from functools import lru_cache

from pipeline.text.kinds import KINDS
from pipeline.text.letters import folded, given

DOCUMENTS = ("article", "thesis", "book", "chapter", "report", "registration", "proceedings")
"""Types whose documents may share a title and yet differ; 0 if no source gives one."""

ARTICLE, THESIS, BOOK, CHAPTER, REPORT, REGISTRATION, PROCEEDINGS = range(1, len(DOCUMENTS) + 1)

_TYPES = {
    THESIS: r"thes[ie]s|thes|dissertation|(?:phd|masters)thesis|doctoral|habilitation",
    REGISTRATION: r"trial regist(?:ry|ration)(?: record)?|clinical trial regist\w*|registry",
    CHAPTER: (
        r"chap(?:ter)?|echap|book (?:section|chapter)|(?:book|encyclopedia|ency)[- ]?chapter|"
        r"incollection|inbook|section"
    ),
    PROCEEDINGS: (
        r"conf|cpaper|in ?proceedings|proceedings(?: paper)?|"
        r"conference (?:paper|proceedings?|review|article)|meeting paper"
    ),
    BOOK: r"e?book|edbook|edited book|monograph|whole book",
    REPORT: (
        r"rprt|(?:technical |tech|government |research )?report|govdoc|government document|"
        r"white ?paper"
    ),
    ARTICLE: (
        r"e?jour|jfull|journal|(?:electronic |journal |magazine |newspaper )?article|mgzn|inpr|"
        r"article in press|review"
    ),
}
"""A type and the exact names that sources use; the first that matches one of several is used."""

_DOCUMENT = tuple((code, re.compile(rf"(?:{names})")) for code, names in _TYPES.items())
_PARTED = re.compile(r"\s*[;|/,]\s*|\s+-\s+")

_KIND_OF_TYPE = (
    ("erratum", r"(?:published )?erratum|corrigendum|correction|corrected and republished.*"),
    ("retraction", r"retraction(?: of publication| notice)?|retracted publication notice"),
    ("protocol", r"clinical trial protocol|(?:study )?protocol"),
    ("abstract", r"(?:conference|meeting) abstract|abst(?:ract)?"),
    ("book review", r"book review"),
)
_KINDS = tuple((1 << KINDS.index(kind), re.compile(names)) for kind, names in _KIND_OF_TYPE)

_RETRACTED = re.compile(r"\bretracted (?:publication|article|paper)")

_REGISTER = re.compile(
    r"\bclinicaltrials\.gov\b|trialsearch\.who\.int|\bisrctn\.(?:com|org)\b|clinicaltrialsregister|"
    r"\banzctr\.org|\bchictr\.org|\bdrks\.de\b|\birct\.ir\b|\bctri\.nic\.in|\btrialregister\.nl|"
    r"^(?:isrctn|ictrp|who ictrp|eudract|eu clinical trials register|chictr)$|"
    r"^(?:clinical )?trial regist\w+"
)
_THESES = re.compile(
    r"^(?:proquest )?dissertations? (?:abstracts|(?:and|&) theses)|^master'?s? thes"
)
_DEGREE = re.compile(r"^\W*(?:ph\.? ?d|m\.?sc|m\.?a|ed\.?d|psy\.?d|dr\.? ?med)\W*$")


@lru_cache(maxsize=20_000)
def documents_of_type(text: str | None) -> tuple[int, int, bool]:
    """The document type that a source names, its kinds as bits, and whether it is retracted.

    >>> documents_of_type("JOUR"), documents_of_type("Thesis"), documents_of_type(None)
    ((1, 0, False), (2, 0, False), (0, 0, False))
    >>> documents_of_type("Journal Article; Published Erratum")
    (1, 1, False)
    >>> documents_of_type("Journal Article; Retracted Publication")[2]
    True
    """
    whole = folded(given(text)).strip()
    if not whole:
        return 0, 0, False
    parts = [whole, *_PARTED.split(whole)]
    document = next(
        (code for code, names in _DOCUMENT if any(names.fullmatch(part) for part in parts)), 0
    )
    kinds = 0
    for bit, names in _KINDS:
        kinds |= bit if any(names.fullmatch(part) for part in parts) else 0
    return document, kinds, bool(_RETRACTED.search(whole))


def document_of_place(journal: str | None, volume: str | None = None) -> int:
    """The document type that a journal or volume shows: a register's, a list of theses'.

    >>> document_of_place("clinicaltrials.gov"), document_of_place(None, "Ph.D.")
    (6, 2)
    >>> document_of_place("Dissertation Abstracts International"), document_of_place("Heart")
    (2, 0)
    """
    if journal and (found := _document_of_name(journal)):
        return found
    return THESIS if volume and not volume[0].isdigit() and _DEGREE.match(volume.lower()) else 0


@lru_cache(maxsize=50_000)
def _document_of_name(journal: str) -> int:
    name = folded(given(journal)).strip()
    if _REGISTER.search(name):
        return REGISTRATION
    return THESIS if _THESES.search(name) else 0

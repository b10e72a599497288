"""Whether an export can be from the platform or database that review.toml names for its search."""

import re
from collections.abc import Mapping

from pipeline.review.settings import SearchPlan
from pipeline.text.likeness import alike

PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "Ovid": ("ovid",),
    "Embase.com": ("embase.com",),
    "EBSCO": ("ebsco", "ebscohost"),
    "ProQuest": ("proquest",),
    "Web of Science": ("web of science", "wos", "clarivate"),
    "Scopus": ("scopus",),
    "PubMed": ("pubmed", "ncbi"),
    "Cochrane CENTRAL": ("cochrane", "cochrane library", "wiley"),
    "ClinicalTrials.gov": ("clinicaltrials.gov",),
    "ICTRP": ("ictrp",),
    "CTIS": ("ctis",),
    "ERIC": ("eric.ed.gov", "ies"),
    "IEEE Xplore": ("ieee", "ieee xplore"),
    "ScienceDirect": ("sciencedirect",),
    "SpringerLink": ("springerlink", "springer link"),
    "OpenAlex": ("openalex",),
    "Dimensions": ("dimensions",),
    "Lens": ("lens", "lens.org"),
    "CNKI": ("cnki",),
}
"""The vendors whose formats the readers know, by dialect, and the names of their platforms.

Reference managers are not vendors: a file that went through one may be from any vendor.
"""

ALIASES = {"EBSCO 2025": "EBSCO", "PubMed through EndNote": "PubMed"}
"""Dialects of one vendor."""

HOSTS: Mapping[str, tuple[str, ...]] = {
    "medline": ("Ovid", "PubMed", "EBSCO", "ProQuest", "Web of Science", "Embase.com"),
    "embase": ("Ovid", "Embase.com", "ProQuest"),
    "psycinfo": ("Ovid", "EBSCO", "ProQuest"),
    "cinahl": ("EBSCO",),
    "eric": ("ERIC", "EBSCO", "ProQuest", "Ovid"),
    "sociological abstracts": ("ProQuest",),
    "assia": ("ProQuest",),
    "econlit": ("EBSCO", "ProQuest", "Ovid"),
    "amed": ("Ovid", "EBSCO"),
    "central": ("Cochrane CENTRAL", "Ovid", "EBSCO"),
    "cochrane": ("Cochrane CENTRAL", "Ovid", "EBSCO"),
    "pubmed": ("PubMed",),
    "scopus": ("Scopus",),
    "web of science": ("Web of Science",),
    "social sciences citation index": ("Web of Science",),
    "clinicaltrials.gov": ("ClinicalTrials.gov",),
    "ictrp": ("ICTRP",),
    "openalex": ("OpenAlex",),
}
"""The platforms of databases, as of 2025. Other databases may be on any platform."""

DATABASES = (
    "MEDLINE", "Embase", "PsycINFO", "CINAHL", "ERIC", "Sociological Abstracts", "ASSIA", "EconLit",
    "AMED", "CENTRAL", "Cochrane", "PubMed", "Scopus", "Web of Science",
    "Social Sciences Citation Index", "ClinicalTrials.gov", "ICTRP", "OpenAlex",
)  # fmt: skip
"""The databases in HOSTS as their names are written."""

ONE = (
    {"medline", "pubmed"},
    {"central", "cochrane"},
    {"web of science", "social sciences citation index"},
)
"""Names that may be used for each other."""

CLOSE = 80.0
"""Least similarity, in percent, at which an unknown name is taken for a misspelt database."""

MOST = 0.9
"""Share of a file's records, 0 to 1, that must name another database before anyone is asked."""


def other_vendor(search: SearchPlan, dialect: str) -> str:
    """The vendor of a file, by its dialect, if the search was run elsewhere; "" if it fits.

    The platform decides if it is known, else the database.

    >>> other_vendor(SearchPlan(name="m", round="1", source="MEDLINE", platform="Ovid"), "Scopus")
    'Scopus'
    >>> other_vendor(SearchPlan(name="m", round="1", source="MEDLINE"), "PubMed")
    ''
    """
    first = dialect.split(", ", 1)[0]
    vendor = ALIASES.get(first, first)
    if vendor not in PLATFORMS:
        return ""
    there = {one for one, words in PLATFORMS.items() if _named(search.platform, words)}
    if not there:
        known = [HOSTS[one] for one in databases_in(search.source)]
        there = {one for hosts in known for one in hosts}
    return vendor if there and vendor not in there else ""


def other_database(search: SearchPlan, named: Mapping[str, int]) -> str:
    """The database that nearly all records of a file name, if it is not that of the search.

    `named` counts the records by the source they name. "" if it fits, or if either is unknown.

    >>> medline = SearchPlan(name="m", round="1", source="MEDLINE")
    >>> [other_database(medline, {one: 9}) for one in ("Embase <1974 to 2024>", "PubMed")]
    ['Embase <1974 to 2024>', '']
    """
    own = _with_others(databases_in(search.source))
    strange = {
        source: count
        for source, count in named.items()
        if own and (found := databases_in(source)) and not own & _with_others(found)
    }
    if not strange or sum(strange.values()) < MOST * sum(named.values()):
        return ""
    return max(strange, key=lambda source: (strange[source], source))


def meant_database(source: str) -> str:
    """The known database with a name similar to that of an unknown one; "" if there is none.

    >>> [meant_database(one) for one in ("Embse", "pubmd", "Ovid MEDLINE", "SveMed+", "CINHAL")]
    ['Embase', 'PubMed', '', '', 'CINAHL']
    """
    if databases_in(source):
        return ""
    known = {one.casefold(): one for one in DATABASES}
    close = alike(source.casefold(), known, at_least=CLOSE)
    return known[close[0]] if close else ""


def databases_in(text: str) -> set[str]:
    """The databases named in a text, by their names in HOSTS."""
    return {name for name in HOSTS if _named(text, (name,))}


def _with_others(names: set[str]) -> set[str]:
    return names | {other for group in ONE if group & names for other in group}


def _named(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text contains one of the names, as whole words; PsycINFO also after APA."""
    names = "|".join(map(re.escape, words))
    return re.search(rf"(?<![\w.])(?:{names})(?![\w.]*\w)", text, re.IGNORECASE) is not None
